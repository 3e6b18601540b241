package io.mediadeleter.offset;

import org.jspecify.annotations.Nullable;

/**
 * What is committed for a partition.
 *
 * @param offset the lowest offset that is not settled: where the next owner starts to read
 * @param metadata which offsets above it are settled all the same; empty when none is
 * @param topicId of the topic that these offsets are of; null when it is not known
 */
public record CommitPoint(
        long offset, String metadata, @Nullable String topicId) {

    /** A point of a topic whose id is not known. */
    public CommitPoint(long offset, String metadata) {
        this(offset, metadata, null);
    }

    /** Whether the point can be of the topic with this id: a recreated topic has other records. */
    public boolean isOf(@Nullable String present) {
        return topicId == null || present == null || topicId.equals(present);
    }

    /** The offset after the last that is known to be settled. */
    public long end() {
        return SettledSet.decode(this).max().orElse(offset - 1) + 1;
    }

    /** What it says of offsets before this one. */
    public CommitPoint below(long end) {
        CommitPoint below = SettledSet.below(this, end);
        return new CommitPoint(below.offset(), below.metadata(), topicId);
    }

    /** How many offsets above the committed one are settled. */
    public long settledAbove() {
        return SettledSet.decode(this).count();
    }

    /** Whether the record at this offset is settled. */
    public boolean isSettled(long settled) {
        return settled < offset || SettledSet.decode(this).anyMatch(each -> each == settled);
    }

    /** How many offsets before this one are not settled; markers of transactions count, too. */
    public long openBefore(long end) {
        return Math.max(0, end - offset)
                - SettledSet.decode(this).filter(each -> each < end).count();
    }
}
