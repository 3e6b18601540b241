package io.mediadeleter.pipeline.status;

import io.mediadeleter.event.Partition;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What lies ahead of what was read.
 *
 * @param unread records that can be read, by partition; one of which that is not known is missing
 * @param undecided records that nobody can read yet, since they are a transaction that has been open for long, or lie
 *     behind it; partitions without any are missing
 * @param unmoved since when nothing of a partition has been read, though there are records that can be, and it has been long;
 *     other partitions are missing
 * @param leftBehind records that earlier settings leave beside what is read
 * @param beginning what became of partitions that the group has no offset for
 */
public record ConsumerLag(
        Map<Partition, Long> unread,
        Map<Partition, Unreadable> undecided,
        Map<Partition, Instant> unmoved,
        List<LeftBehind> leftBehind,
        OffsetlessStatus beginning) {

    /**
     * Records that wait for a publisher to end its transaction.
     *
     * @param since when they were first seen to wait at the same offset
     */
    public record Unreadable(long records, Instant since) {}

    /**
     * Records that a change of the settings leaves behind.
     *
     * @param records at most so many: transaction markers and what was compacted count, too
     * @param isRead whether this group reads the topic until it is empty; otherwise nobody does
     * @param text a sentence: which topic, what and why, and what to do about it
     */
    public record LeftBehind(String topic, long records, boolean isRead, String text) {}

    public static final ConsumerLag UNKNOWN = new ConsumerLag(Map.of(), Map.of());

    public ConsumerLag {
        unread = Map.copyOf(unread);
        undecided = Map.copyOf(undecided);
        unmoved = Map.copyOf(unmoved);
        leftBehind = List.copyOf(leftBehind);
    }

    /** With nothing left behind, and an offset of the group for each partition. */
    public ConsumerLag(Map<Partition, Long> unread, Map<Partition, Unreadable> undecided) {
        this(unread, undecided, Map.of(), List.of(), OffsetlessStatus.NONE);
    }

    /** The same, with nothing read of these since then. */
    public ConsumerLag unmoved(Map<Partition, Instant> since) {
        return new ConsumerLag(unread, undecided, since, leftBehind, beginning);
    }

    /** The same, with these left behind. */
    public ConsumerLag leaving(List<LeftBehind> found) {
        return new ConsumerLag(unread, undecided, unmoved, found, beginning);
    }

    /** The same with what became of partitions that the group has no offset for. */
    public ConsumerLag with(OffsetlessStatus known) {
        return new ConsumerLag(unread, undecided, unmoved, leftBehind, known);
    }

    /** Of all these partitions; empty unless it is known of each. */
    public OptionalLong unreadOf(Collection<Partition> partitions) {
        return unread.keySet().containsAll(partitions) ? OptionalLong.of(known(partitions)) : OptionalLong.empty();
    }

    /** Of all these partitions at least; empty rather than none, unless it is known of each that it has none. */
    public OptionalLong leastUnreadOf(Collection<Partition> partitions) {
        long known = known(partitions);
        return known == 0 ? unreadOf(partitions) : OptionalLong.of(known);
    }

    private long known(Collection<Partition> partitions) {
        return partitions.stream()
                .mapToLong(partition -> unread.getOrDefault(partition, 0L))
                .sum();
    }

    /** Since when nothing of a partition has been read, without those that are paused to bound memory. */
    public Map<Partition, Instant> stuck(Collection<Partition> paused) {
        Map<Partition, Instant> stuck = new HashMap<>(unmoved);
        stuck.keySet().removeAll(paused);
        return stuck;
    }

    /** Records of all partitions that wait for a publisher. */
    public long undecidedOfAll() {
        return undecided.values().stream().mapToLong(Unreadable::records).sum();
    }
}
