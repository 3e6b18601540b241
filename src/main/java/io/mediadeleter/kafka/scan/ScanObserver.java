package io.mediadeleter.kafka.scan;

import io.mediadeleter.kafka.inbox.FetchedRecords;

/** Who is told what a scan finds, in the scan's thread. */
public interface ScanObserver {

    /** The next record that is wanted; false to stop. Records of a partition come in the order of their offsets. */
    boolean record(FetchedRecords.Fetched read);

    /** So many more offsets are done, wanted or not; false to stop. */
    default boolean passed(long offsets) {
        return true;
    }

    /** So many offsets are gone that were there when the scan began, and were not read: their time on the topic was up. */
    default void missed(long offsets) {}
}
