package io.mediadeleter.deadletter;

import io.mediadeleter.event.Message;
import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.inbox.FetchedRecords;
import io.mediadeleter.kafka.scan.PartitionReader;
import io.mediadeleter.kafka.scan.RecordPrefilter;
import java.security.MessageDigest;
import java.util.stream.LongStream;

/** Finds the offsets of a partition's unresolved letters. For one use, by one thread. */
final class UnresolvedOffsets {

    private final DeadLetterIndex index = new DeadLetterIndex();
    private final LongStream.Builder keyless = LongStream.builder();
    private final MessageDigest digest = Fingerprint.digest();

    /** Ascending: the last record of each key that is no tombstone. */
    long[] of(PartitionReader reader, Partition partition, long end) {
        reader.read(
                partition,
                reader.beginning(partition),
                end,
                (key, value, headers) -> RecordPrefilter.Wanted.KEY,
                read -> {
                    take(read);
                    return true;
                });
        return LongStream.concat(LongStream.of(index.sortedOffsets()), keyless.build())
                .sorted()
                .toArray();
    }

    /** A record without a key, which a compacted topic refuses, is replaced by none. */
    private void take(FetchedRecords.Fetched read) {
        Message message = read.message();
        if (message.key() == null) {
            if (!message.isTombstone()) {
                keyless.add(read.offset());
            }
        } else if (message.isTombstone()) {
            index.remove(Fingerprint.of(message.key(), digest));
        } else {
            index.put(Fingerprint.of(message.key(), digest), read.offset());
        }
    }
}
