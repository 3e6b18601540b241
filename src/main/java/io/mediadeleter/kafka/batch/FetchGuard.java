package io.mediadeleter.kafka.batch;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what a consumer has fetched before the consumer decodes it, so that no record that is too heavy is ever decoded,
 * whatever the topic. Confined to the consumer's thread.
 *
 * <p>The client has no place for that: it decodes a record whole, with an object for each of its headers, before it asks
 * anybody. So the queue of its fetches is replaced by one that looks at each when its turn comes.
 */
public final class FetchGuard {

    /** What of the partition comes next must not be decoded; it is refused with each poll until it is dropped. */
    public static final class HeavyFetch extends KafkaException {

        private final TopicPartition partition;
        private final long from;
        private final long end;

        HeavyFetch(TopicPartition partition, long from, long end) {
            super("a heavy batch of " + partition + " between the offsets " + from + " and " + (end - 1));
            this.partition = partition;
            this.from = from;
            this.end = end;
        }

        /** It is no failure, and it is thrown again. */
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }

        public TopicPartition partition() {
            return partition;
        }

        /** Where the consumer would have read on. */
        public long from() {
            return from;
        }

        /** The offset after the last heavy batch that was fetched. */
        public long end() {
            return end;
        }
    }

    private static final Logger log = LoggerFactory.getLogger(FetchGuard.class);

    private final Fetches fetches;
    private KafkaInternals.@Nullable Decoded decoded;

    private FetchGuard(int mostRecordBytes) {
        fetches = new Fetches(mostRecordBytes);
    }

    /**
     * Looks at what this consumer fetches from now on. Where this version of the client does not allow it, its records are read
     * unseen.
     */
    public static FetchGuard of(KafkaConsumer<?, ?> consumer) {
        return of(consumer, BatchWeight.MOST_RECORD_BYTES);
    }

    /** The same for a consumer that reads records of any size that this service writes, and keeps none. */
    public static FetchGuard ofAllThatIsHeld(KafkaConsumer<?, ?> consumer) {
        return of(consumer, HeldRecord.MAX_BYTES);
    }

    private static FetchGuard of(KafkaConsumer<?, ?> consumer, int mostRecordBytes) {
        FetchGuard guard = new FetchGuard(mostRecordBytes);
        try {
            guard.decoded = KafkaInternals.queueFetches(consumer, guard.fetches);
        } catch (ReflectiveOperationException | RuntimeException changed) {
            log.warn(
                    "Cannot check record sizes before decoding; one record larger than the heap may end the process: {}",
                    changed.toString());
        }
        return guard;
    }

    /**
     * Forgets what was fetched of these partitions and is not read yet, also where the consumer has begun with it. The consumer
     * fetches it again unless the partition is paused or read from another place.
     */
    public void drop(Collection<TopicPartition> partitions) {
        fetches.removeIf(
                fetch -> partitions.contains(KafkaInternals.fetched(fetch).partition()));
        if (decoded != null) {
            decoded.forget(partitions);
        }
    }

    /** The offset after the last heavy batch; empty when none is. */
    private static @Nullable Long endOfHeavy(Iterable<? extends RecordBatch> batches, int mostRecordBytes) {
        Long end = null;
        for (RecordBatch batch : batches) {
            if (!batch.isControlBatch()
                    && batch instanceof DefaultRecordBatch read
                    && BatchWeight.isHeavy(read, mostRecordBytes)) {
                end = batch.nextOffset();
            }
        }
        return end;
    }

    /** The consumer takes one off when it has read all records of the one before. */
    private static final class Fetches extends ConcurrentLinkedQueue<Object> {

        /** Of paused partitions they come by again and again. */
        private final transient Map<Object, Optional<HeavyFetch>> known = new WeakHashMap<>();

        private final int mostRecordBytes;

        Fetches(int mostRecordBytes) {
            this.mostRecordBytes = mostRecordBytes;
        }

        @Override
        public @Nullable Object peek() {
            Object next = super.peek();
            if (next != null) {
                known.computeIfAbsent(next, this::look).ifPresent(heavy -> {
                    throw heavy;
                });
            }
            return next;
        }

        private Optional<HeavyFetch> look(Object fetch) {
            KafkaInternals.Fetched fetched = KafkaInternals.fetched(fetch);
            try {
                return Optional.ofNullable(endOfHeavy(fetched.batches(), mostRecordBytes))
                        .map(end -> new HeavyFetch(fetched.partition(), fetched.from(), end));
            } catch (CorruptRecordException damaged) {
                throw damaged(fetched, damaged);
            }
        }

        /** Kafka's own says neither where, nor that no repetition helps: the fetch stays the next one. */
        private static KafkaException damaged(KafkaInternals.Fetched fetched, CorruptRecordException reason) {
            return new KafkaException(
                    "What was fetched of " + fetched.partition() + " from offset " + fetched.from() + " on is damaged: "
                            + reason.getMessage() + ". Start again, so that it is fetched anew; if it still is, look"
                            + " at the partition's log",
                    reason);
        }
    }
}
