package io.mediadeleter.deadletter;

import java.security.MessageDigest;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Finds the offsets of a partition's unresolved letters. For one use, by one thread. */
final class LiveOffsets {

    private final LetterIndex index = new LetterIndex();
    private final LongStream.Builder keyless = LongStream.builder();
    private final MessageDigest digest = Fingerprint.digest();

    /** Ascending: the last record of each key that is no tombstone. */
    long[] of(PartitionReader partition, long end) {
        partition.read(partition.beginning(), end, read -> {
            take(read);
            return true;
        });
        return LongStream.concat(LongStream.of(index.sortedOffsets()), keyless.build())
                .sorted()
                .toArray();
    }

    /** A record without a key, which a compacted topic refuses, is replaced by none. */
    private void take(ConsumerRecord<byte[], byte[]> read) {
        if (read.key() == null) {
            if (read.value() != null) {
                keyless.add(read.offset());
            }
        } else if (read.value() == null) {
            index.remove(Fingerprint.of(read.key(), digest));
        } else {
            index.put(Fingerprint.of(read.key(), digest), read.offset());
        }
    }
}
