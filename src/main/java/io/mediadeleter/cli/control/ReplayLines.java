package io.mediadeleter.cli.control;

import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.control.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The commands that bring back what holds have kept from being called, for a shell. Stateless. */
final class ReplayLines {

    private static final int MOST_KEYS = 50;

    private ReplayLines() {}

    /** As few commands as shells take; together they replay what is HELD by these and nothing else. */
    static List<String> of(Collection<Selector> keys) {
        List<String> lines = new ArrayList<>();
        for (List<Selector> left = List.copyOf(keys);
                !left.isEmpty();
                left = left.subList(Math.min(MOST_KEYS, left.size()), left.size())) {
            lines.add(left.stream()
                    .limit(MOST_KEYS)
                    .map(key -> " --hold " + Wording.quoted(key.toString()))
                    .collect(Collectors.joining("", "media-deleter dead-letters replay", "")));
        }
        return lines;
    }
}
