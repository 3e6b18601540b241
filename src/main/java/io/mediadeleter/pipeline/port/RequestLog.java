package io.mediadeleter.pipeline.port;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The port to the log of requests: deliveries are read from it, and their settlements are committed to it together with the
 * offsets up to which they are done. Confined to the loop thread, but for {@link #waitsFor()} and {@link #wakeup()}.
 */
public interface RequestLog {

    /** What changes in the partitions that this instance owns; called by {@link RequestLog#poll} on the loop thread. */
    interface Assignment {

        /**
         * Partitions came.
         *
         * @param epoch of their deliveries; higher than any before
         * @param committed what their last owner committed; a partition without a commit is missing
         * @param topicIds the id of each topic: what was committed for another one of the same name counts for nothing; a
         *     topic whose id is not known is missing
         */
        void assigned(
                Set<Partition> partitions,
                long epoch,
                Map<Partition, CommitPoint> committed,
                Map<String, String> topicIds);

        /**
         * These newly assigned partitions have no valid commit, or only part of it is valid. They are read from these offsets, which are to
         * be committed soon, so that the group's start is recorded.
         */
        default void startsAt(Map<Partition, Long> offsets) {}

        /** What the group tells this instance. */
        GroupKnowledge knowledge();

        /**
         * Records at {@code from} and behind it, before {@code to}, are gone before they were read.
         *
         * @param readsOn whether the partition is read on from {@code to}; otherwise nothing of it moves, as somebody has to decide
         */
        default void gone(Partition partition, long from, long to, boolean readsOn) {}

        /**
         * The partition's log ends at {@code end}, before {@code position}, which was to be read next; it is read again from
         * {@code from} on, which is {@code end} when the rest is known to be settled. All three are the same when nobody knows where it was cut.
         */
        default void cutShort(Partition partition, long position, long from, long end) {}

        /** Partitions are about to go; what is committed before this returns still counts. */
        void revoked(Set<Partition> partitions);

        /** Partitions have gone: nothing of them can be committed any more. */
        void lost(Set<Partition> partitions);
    }

    /**
     * What one poll brought.
     *
     * @param deliveries in offset order within a partition
     * @param positions the offset after the last one read, by partition; past transaction markers too
     */
    record Arrivals(List<Delivery> deliveries, Map<Partition, Long> positions) {}

    /** How a commit ended. */
    enum Commit {
        /** Settlements and offsets are committed. */
        DONE,
        /** An earlier attempt committed the settlements; offsets that moved since are not committed. */
        DONE_BEFORE,
        /** Nothing was committed, and nothing will be; the same may be tried again. */
        ABORTED,
        /** As {@link #ABORTED}: the group is rebalancing, or has another member id for this instance; the next polls find out. */
        NO_MEMBER
    }

    /**
     * Waits up to {@code atMost} for deliveries and keeps the group membership alive. What passes by itself, such as a
     * broker that does not answer, only brings nothing.
     *
     * @throws RequestLogFailure if nothing will ever be delivered again
     */
    Arrivals poll(Duration atMost, Assignment assignment);

    /** From now on delivers from all owned partitions but these. */
    void pauseOnly(Set<Partition> paused);

    /** Delivers from {@code offset} on, again. */
    void rewind(Partition partition, long offset);

    /**
     * Writes settlements and offsets, all or none.
     *
     * @throws RequestLogFailure if no further commit can succeed
     */
    Commit commit(List<Settled> settlements, Map<Partition, CommitPoint> offsets);

    /**
     * Ends what a commit that failed may have left open of its offsets, as the next commit does: whoever has their partitions by now waits
     * for that. It shows nothing of the membership, and does nothing where nothing can be open.
     *
     * @throws RequestLogFailure if no further commit can succeed
     */
    default void endFailed() {}

    /**
     * What the commit that was {@link Commit#DONE} has written for these settlements, which were in it: another settlement
     * where Kafka did not take the record.
     */
    default List<Settled> written(List<Settled> settlements) {
        return settlements;
    }

    /** Why the last commit was aborted, where it goes on being so until somebody mends it; empty otherwise. */
    default Optional<String> commitObstacle() {
        return Optional.empty();
    }

    /** Why no partitions come yet, or some are not read yet, in a sentence; empty if it is nothing in particular. Thread-safe. */
    default Optional<String> waitsFor() {
        return Optional.empty();
    }

    /** By which Kafka knows this process as a member of the group; empty while it is none. Thread-safe. */
    default Optional<String> memberId() {
        return Optional.empty();
    }

    /** Ends a {@link #poll} that waits, or the next one. Thread-safe. */
    void wakeup();
}
