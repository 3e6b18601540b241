package io.mediadeleter.deadletter;

import io.mediadeleter.time.Instants;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts letters by their faults, the most frequent first. Bounded, whatever the headers hold. Confined to one thread. */
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
                    Instants.earlier(since, other.since),
                    Instants.later(last, other.last));
        }
    }

    private static final int MOST_GROUPS = 1_000;

    private final Map<FaultNumbers.Name, Group> groups = new HashMap<>();
    private long count;

    public void add(DeadLetter letter) {
        FaultNumbers.Name fault = FaultNumbers.Name.of(letter);
        if (groups.size() >= MOST_GROUPS && !groups.containsKey(fault)) {
            fault = FaultNumbers.Name.OTHERS;
        }
        Instant at = letter.failedAt();
        groups.merge(fault, new Group(fault.kind(), fault.code(), 1, at, at), Group::and);
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
