package io.mediadeleter.kafka.inbox;

import io.mediadeleter.kafka.batch.BatchCursor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a partition is read batch by batch, up to the last large one. Not thread-safe. */
final class LargeBatchProgress {

    /** Behind the last large batch. */
    final long end;

    /** What is read next. */
    long position;

    /** By the monotonic clock, the time before which nothing is read: something has just failed. */
    long notBefore = System.nanoTime();

    /** The batch that is being read. */
    @Nullable
    BatchCursor cursor;

    LargeBatchProgress(long position, long end) {
        this.position = position;
        this.end = end;
    }

    /** Reads on from here, as nothing is there that is committed; no batch. */
    Optional<BatchCursor> nothingBefore(long passed) {
        position = passed;
        return Optional.empty();
    }

    void close() {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }
}
