package io.mediadeleter.pipeline.port;

import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The port that settlements go out by. Belongs to the loop thread. */
public interface Outbox {

    /** How a commit ended. */
    enum Commit {
        /** Settlements and offsets are there for every reader. */
        DONE,
        /** Neither is, and neither will be: the same may be tried again. */
        ABORTED
    }

    /**
     * Writes settlements and offsets, all or none.
     *
     * @throws OutboxFailure if no further commit can succeed
     */
    Commit commit(List<Settled> settlements, Map<Partition, CommitPoint> offsets);

    /**
     * What the commit that was {@link Commit#DONE} has written for these settlements, which were in it: another settlement
     * where Kafka did not take the record.
     */
    default List<Settled> written(List<Settled> settlements) {
        return settlements;
    }

    /** Why the last commit was aborted, where it goes on being so until somebody mends it; empty otherwise. */
    default Optional<String> obstacle() {
        return Optional.empty();
    }
}
