package io.mediadeleter.trace;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where the records of requests are. */
public interface TraceLog {

    /** Who waits for the answer. */
    interface TraceObserver {

        /** So many records will be looked at, at most. */
        void expect(long records);

        /** So many more are done; false to stop. */
        boolean passed(long records);

        /** A transaction is open that hides records: waits a moment for its end; false to do without them. */
        default boolean isWaitedFor() {
            return false;
        }
    }

    /**
     * Looks for all that concerns this. Committed records only; holds are those of the whole table, whatever the time.
     *
     * @param since what was written before is left out; null for nothing
     */
    TraceFindings find(TraceQuery query, @Nullable Instant since, TraceObserver observer);
}
