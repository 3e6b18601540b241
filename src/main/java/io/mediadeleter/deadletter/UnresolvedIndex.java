package io.mediadeleter.deadletter;

import io.mediadeleter.event.Message;
import io.mediadeleter.time.Instants;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Which letters of one partition are unresolved, as far as it was read: fault and time of each, in the {@link DeadLetterIndex}.
 * Confined to one thread.
 */
final class UnresolvedIndex {

    /** A letter is its fault's number above so many bits of milliseconds since 1970. */
    private static final int TIME_BITS = 44;

    private static final long LATEST = (1L << TIME_BITS) - 1;

    private final DeadLetterIndex index = new DeadLetterIndex();
    private final MessageDigest digest = Fingerprint.digest();
    private final FaultNumbers faults;
    private boolean isAll = true;

    UnresolvedIndex(FaultNumbers faults) {
        this.faults = faults;
    }

    /**
     * The next record of the partition.
     *
     * @param hasRoom whether one more letter may be kept in mind
     */
    void take(DeadLetter letter, boolean hasRoom) {
        Message message = letter.message();
        if (message.key() == null) {
            return; // a compacted topic refuses it
        }
        Fingerprint key = Fingerprint.of(message.key(), digest);
        if (message.isTombstone()) {
            index.remove(key);
        } else if (hasRoom || index.has(key)) {
            index.put(key, (long) faults.numberOf(letter) << TIME_BITS | millis(letter.failedAt()));
        } else {
            isAll = false;
        }
    }

    int size() {
        return index.size();
    }

    /** Whether none was left out for want of room. */
    boolean isAll() {
        return isAll;
    }

    /** Adds them to what was counted of other partitions. */
    void addTo(Map<FaultNumbers.Name, FaultGroups.Group> groups, Instant now) {
        Map<Integer, Count> counts = new HashMap<>();
        index.numbers()
                .forEach(letter -> counts.computeIfAbsent((int) (letter >> TIME_BITS), fault -> new Count())
                        .add(Instant.ofEpochMilli(letter & LATEST), now));
        counts.forEach((fault, count) -> {
            FaultNumbers.Name name = faults.name(fault);
            groups.merge(
                    name,
                    new FaultGroups.Group(name.kind(), name.code(), count.letters, count.since, count.last),
                    FaultGroups.Group::and);
        });
    }

    /** 1970 for what lies before it, and the year 2527 for what lies behind it. */
    private static long millis(Instant instant) {
        return Math.min(LATEST, Math.max(0, instant.toEpochMilli()));
    }

    /** Letters of one fault. */
    private static final class Count {

        private long letters;
        private Instant since = Instant.MAX;
        private Instant last = Instant.MIN;

        void add(Instant at, Instant now) {
            letters++;
            if (UnresolvedCounts.makesSense(at, now)) {
                since = Instants.earlier(since, at);
                last = Instants.later(last, at);
            }
        }
    }
}
