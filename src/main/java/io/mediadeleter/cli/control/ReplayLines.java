package io.mediadeleter.cli.control;

import io.mediadeleter.control.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** The commands that bring back what holds have kept from being called, for a shell. Stateless. */
final class ReplayLines {

    private static final int MOST_KEYS = 50;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ReplayLines() {}

    /** As few commands as shells take; together they replay what is HELD by these and nothing else. */
    static List<String> of(Collection<Selector> keys) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int inLine = 0;
        for (Selector key : keys) {
            if (inLine == 0) {
                line.append("media-deleter dead-letters replay");
            }
            line.append(" --hold ").append(quoted(key.toString()));
            if (++inLine == MOST_KEYS) {
                lines.add(line.toString());
                line.setLength(0);
                inLine = 0;
            }
        }
        if (inLine > 0) {
            lines.add(line.toString());
        }
        return lines;
    }

    private static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
