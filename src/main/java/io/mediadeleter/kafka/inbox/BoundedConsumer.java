package io.mediadeleter.kafka.inbox;

import io.mediadeleter.kafka.batch.FetchGuard;
import io.mediadeleter.kafka.batch.FetchGuard.HeavyFetch;
import io.mediadeleter.kafka.batch.NamedTopics;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records off the consumer a few at a time, in memory that does not depend on what publishers wrote or on the number of
 * partitions. Confined to the consumer's thread.
 *
 * <p>How is it bounded? A record is decoded whole before anybody sees it, so a poll brings no more than a few ({@code
 * max.poll.records}), and none that is heavy: a batch with such a record is not decoded by the consumer at all.
 * {@link FetchGuard} refuses it, and {@link LargeBatches} reads it as a stream. A batch can be larger than any limit of a fetch, and the consumer
 * would fetch one for each partition while others are still unread; so partitions are paused in the moment in which a record
 * is read, which is before the consumer sends its next fetches, and it fetches only when all that it has was read. Should a
 * record be larger than the heap all the same, that ends in an {@link OutOfMemoryError}, and its batch is looked for.
 */
public final class BoundedConsumer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BoundedConsumer.class);
    private static final int MOST_RECORDS = 500;
    private static final long MOST_BYTES = 1 << 20;
    private static final String REQUEST_CUT =
            "it becomes a dead letter without its value, or goes without its largest headers";
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final KafkaConsumer<ByteBuffer, ByteBuffer> consumer;
    private final LargeBatches large;
    private final FetchGuard guard;
    private final NamedTopics topics;
    private final OpenPartitions open;
    private final DeferredFailure late = new DeferredFailure();

    /** Where whoever reads from here is, whatever the consumer's own place. */
    private final Map<TopicPartition, Long> next = new HashMap<>();

    private @Nullable HeavyFetch refused;
    private @Nullable OutOfMemoryError stuckBy;
    private long lookAgainNanos = System.nanoTime();
    private final Set<TopicPartition> moved = new HashSet<>();

    /**
     * Connects on first use.
     *
     * @param config of {@link ClientConfigs}
     * @param cut what becomes of a record that is too large, as in "it becomes a dead letter"
     * @throws KafkaException when it is impossible
     */
    public BoundedConsumer(Map<String, Object> config, String cut) {
        NotifyingDeserializer oneRecord = new NotifyingDeserializer();
        consumer = new KafkaConsumer<>(config, oneRecord, oneRecord);
        large = new LargeBatches(consumer, config, cut);
        guard = FetchGuard.of(consumer);
        topics = NamedTopics.of(consumer);
        open = new OpenPartitions(consumer);
        oneRecord.onRead(open::shut);
    }

    /**
     * For a member of the group.
     *
     * @throws KafkaFailure when the client's settings are impossible
     */
    static BoundedConsumer connect(KafkaSettings settings) {
        return KafkaFailure.connecting(
                settings, () -> new BoundedConsumer(ClientConfigs.consumer(settings), REQUEST_CUT));
    }

    /** The consumer, for all but reading. */
    public KafkaConsumer<ByteBuffer, ByteBuffer> consumer() {
        return consumer;
    }

    /** Without a group: reads this partition only, from {@code offset} on. */
    public void readOnly(TopicPartition partition, long offset) {
        moved(Set.copyOf(consumer.assignment()));
        List<TopicPartition> only = List.of(partition);
        consumer.assign(only);
        seek(partition, offset);
        consumer.pause(only);
        open.replaceBy(Set.of(partition));
        open.shut();
        large.readOnly(Set.of(partition));
    }

    /** From now on reads from these assigned partitions only. */
    void open(Set<TopicPartition> wanted) {
        open.replaceBy(ordinary(wanted));
        large.readOnly(wanted);
    }

    /** Those whose batches the consumer reads. */
    private Set<TopicPartition> ordinary(Set<TopicPartition> wanted) {
        Set<TopicPartition> ordinary = new HashSet<>(wanted);
        ordinary.removeAll(large.partitions());
        return ordinary;
    }

    /** Reads from these, too, which have a place by now. */
    void openAlso(Set<TopicPartition> came) {
        late.placesChanged();
        open.add(ordinary(came));
    }

    /** These partitions were assigned (paused), revoked, or belong to a recreated topic: drops what was fetched of them. */
    void moved(Collection<TopicPartition> partitions) {
        moved.addAll(partitions);
        if (refused != null && partitions.contains(refused.partition())) {
            refused = null;
        }
        late.placesChanged();
        guard.drop(partitions);
        partitions.forEach(next::remove);
        open.remove(partitions);
        large.forget(partitions);
    }

    /** Reads from {@code offset} on, if the partition is still there. */
    void seek(TopicPartition partition, long offset) {
        seek(partition, new OffsetAndMetadata(offset));
    }

    /** The same, perhaps only after hours: what was fetched of it takes no memory until then. */
    void seek(TopicPartition partition, OffsetAndMetadata place) {
        late.placeChanged(partition);
        guard.drop(List.of(partition));
        next.put(partition, place.offset());
        if (!large.seek(partition, place.offset())) {
            StillAssigned.seek(consumer, partition, place);
        }
    }

    /** What comes within {@code atMost}: a bounded number of records, and of bytes but for the last record's. */
    public FetchedRecords take(Duration atMost) {
        late.tell();
        FetchedRecords fetched = new FetchedRecords(MOST_RECORDS, MOST_BYTES);
        moved.clear();
        if (refused != null) {
            pass(refused);
        }
        if (stuckBy != null && System.nanoTime() - lookAgainNanos >= 0) {
            lookForWhatSticks(stuckBy);
        }
        boolean isFetched = large.partitions().isEmpty();
        readLarge(fetched);
        Duration patience = fetched.isEmpty() ? atMost : Duration.ZERO;
        while (fetched.hasRoom() && takeSome(patience, fetched) && moved.isEmpty()) {
            patience = Duration.ZERO;
        }
        if (isFetched && !fetched.isEmpty()) {
            fetched.cameFrom(topics.ids());
        }
        fetched.positions().forEach((partition, place) -> {
            if (!moved.contains(partition)) {
                next.put(partition, place);
            }
        });
        return fetched;
    }

    private void pass(HeavyFetch heavy) {
        refused = null;
        guard.drop(List.of(heavy.partition())); // and if what follows fails, the consumer fetches it again
        large.pass(heavy);
        open.remove(large.partitions());
    }

    /**
     * After the consumer failed on a record. What it had decoded before that, and what followed, was never handed on. Partitions that
     * have been paused since then are looked at, too.
     */
    private void lookForWhatSticks(OutOfMemoryError stuck) {
        Map<TopicPartition, Long> places = Map.copyOf(next);
        try {
            places.forEach(this::seek);
            if (!large.find(places.keySet())) {
                throw stuck;
            }
            stuckBy = null;
            open.remove(large.partitions());
        } catch (KafkaException notNow) {
            log.warn("Could not look for the record that is too large, will retry: {}", notNow.toString());
            lookAgainNanos = System.nanoTime() + BETWEEN_LOOKS.toNanos();
        }
    }

    private void readLarge(FetchedRecords fetched) {
        Set<TopicPartition> ended = new HashSet<>(large.partitions());
        large.read(fetched);
        ended.removeAll(large.partitions());
        open.add(ended);
    }

    /** False when nothing more comes now. */
    private boolean takeSome(Duration patience, FetchedRecords fetched) {
        try {
            open.allow(stuckBy == null);
            ConsumerRecords<ByteBuffer, ByteBuffer> read = consumer.poll(stuckBy == null ? patience : SHORT);
            fetched.addAll(read);
            return !read.isEmpty();
        } catch (HeavyFetch heavy) {
            refused = heavy;
            return false;
        } catch (OutOfMemoryError tooLarge) {
            log.warn("A record is too large for the heap; looking for its batch");
            stuckBy = tooLarge;
            return false;
        } catch (KafkaException failed) {
            if (fetched.isEmpty()) {
                throw failed;
            }
            late.keep(failed);
            return false;
        }
    }

    /** Lets go of what is beside the consumer, which is closed by who has it. */
    @Override
    public void close() {
        large.close();
    }

    /** Closes the consumer, too, without leaving the group; waits for nothing. */
    void abandon() {
        close();
        consumer.close(CloseOptions.timeout(Duration.ZERO)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
    }
}
