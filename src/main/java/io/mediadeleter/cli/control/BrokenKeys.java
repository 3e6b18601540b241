package io.mediadeleter.cli.control;

import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.ControlView;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.text.Printable;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of a file that may be what is left of keys: one with a line end in it, printed as it is, is several lines, and the first one and those
 * behind it may be keys of other holds.
 *
 * @param lines what was read of lines that are no JSON strings
 */
record BrokenKeys(Set<Selector> lines) {

    /** What ends a line for who reads a file. */
    private static final Pattern LINE_END = Pattern.compile("[\\r\\n]");

    /** Whether lines may be parts of this hold's key: the first one is. */
    boolean mayBeOf(Hold hold) {
        Selector selector = hold.selector();
        Matcher lineEnd = LINE_END.matcher(selector.name());
        return !lines.isEmpty()
                && lineEnd.find()
                && Selector.parse(
                                selector.kind().prefix() + ":" + selector.name().substring(0, lineEnd.start()))
                        .filter(lines::contains)
                        .isPresent();
    }

    /** @throws CommandFailure when lines may be parts of the key of one of these, which it names */
    void refuse(ControlView standing) {
        standing.forEach(hold -> {
            if (mayBeOf(hold)) {
                throw new CommandFailure("Nothing was removed: the key of the hold "
                        + Printable.copyable(hold.selector().toString())
                        + " has a line end, and its first line is a line of the file, so what lies behind it may belong to it,"
                        + " too. Give all lines as JSON strings, as `media-deleter holds list --format json | jq .key` prints"
                        + " them.");
            }
            return true;
        });
    }
}
