package io.mediadeleter.deadletter;

import io.mediadeleter.text.Excerpt;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts letters by their faults, the most frequent first. Bounded, whatever the headers hold. Belongs to one thread. */
public final class FaultGroups {

    /**
     * Letters of one fault.
     *
     * @param since when the first of them was given up
     * @param last when the latest of them was given up
     */
    public record Group(String kind, String code, long count, Instant since, Instant last) {

        Group and(Group other) {
            return new Group(
                    kind,
                    code,
                    count + other.count,
                    since.isBefore(other.since) ? since : other.since,
                    last.isAfter(other.last) ? last : other.last);
        }
    }

    /** Keys are short: a header can hold anything. */
    private static final int MAX_NAME = 100;

    private static final int MOST_GROUPS = 1_000;
    private static final String OTHERS = "(others)";

    private final Map<List<String>, Group> groups = new HashMap<>();
    private long count;

    public void add(DeadLetter letter) {
        String kind = Excerpt.of(letter.faultKind(), MAX_NAME);
        String code = Excerpt.of(letter.faultCode(), MAX_NAME);
        if (groups.size() >= MOST_GROUPS && !groups.containsKey(List.of(kind, code))) {
            kind = OTHERS;
            code = "";
        }
        Instant at = letter.failedAt();
        groups.merge(List.of(kind, code), new Group(kind, code, 1, at, at), Group::and);
        count++;
    }

    /** All letters. */
    public long count() {
        return count;
    }

    /** The groups, the largest first. */
    public List<Group> largestFirst() {
        return largestFirst(groups.values());
    }

    static List<Group> largestFirst(Collection<Group> groups) {
        return groups.stream()
                .sorted(Comparator.comparingLong(Group::count)
                        .reversed()
                        .thenComparing(Group::kind)
                        .thenComparing(Group::code))
                .toList();
    }
}
