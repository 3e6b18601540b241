package io.mediadeleter.cli.control;

import io.mediadeleter.cli.console.ExactText;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.control.Selector;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is a selector by its form, since an id may be any text, and hardly the one that is meant: a hold of it would hold nothing,
 * and nobody would see. Stateless.
 */
final class SelectorSlips {

    private static final Pattern SEVERAL = Pattern.compile(Arrays.stream(Selector.Kind.values())
            .map(Selector.Kind::prefix)
            .collect(Collectors.joining("|", "(?U)[,;\\s]\\s*(", "):")));
    private static final Pattern COMMENT = Pattern.compile("(?U)\\s#");
    private static final Pattern QUOTE = Pattern.compile("[\"'].*");
    private static final Pattern LIST = Pattern.compile("[,;]");
    private static final int MOST_SHOWN = 5;
    private static final Pattern SEPARATOR = Pattern.compile(".*[,;\"']", Pattern.DOTALL);

    private SelectorSlips() {}

    /**
     * What looks wrong, and what to do; empty when nothing does.
     *
     * @param isLine of a file
     */
    static Optional<String> objection(Selector selector, boolean isLine) {
        return what(selector.name(), isLine).map(what -> what + ", or give --exactly if that belongs to the id");
    }

    /** That an id may be a list, where one is; ids as people use them may have a comma. */
    static Optional<String> note(Collection<Selector> selectors) {
        List<Selector> lists = selectors.stream()
                .filter(selector -> LIST.matcher(selector.name()).find())
                .toList();
        return lists.isEmpty()
                ? Optional.empty()
                : Optional.of("Note: " + Wording.first(MOST_SHOWN, lists)
                        + (lists.size() == 1 ? " is taken as one id" : " are taken as one id each")
                        + ". If that is a list, hold each id by a selector of its own.");
    }

    private static Optional<String> what(String id, boolean isLine) {
        if (SEVERAL.matcher(id).find()) {
            return Optional.of(
                    "is more than one selector: give each " + (isLine ? "a line" : "an argument") + " of its own");
        }
        if (isLine && COMMENT.matcher(id).find()) {
            return Optional.of("has a comment behind it: give that a line of its own");
        }
        return ExactText.unseen(id)
                .or(() -> QUOTE.matcher(id).lookingAt()
                        ? Optional.of("begins with " + id.charAt(0))
                        : SEPARATOR.matcher(id).matches()
                                ? Optional.of("ends in " + id.charAt(id.length() - 1))
                                : Optional.empty())
                .map(seen -> "has an id that " + seen + ", and ids are compared exactly: take that away");
    }
}
