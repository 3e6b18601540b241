package io.mediadeleter.kafka.partitions;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.pipeline.port.Ahead;
import io.mediadeleter.pipeline.port.Ahead.Undecided;
import io.mediadeleter.time.Daemon;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where partitions end, for those who want to know what lies ahead of the consumer. Safe for any thread.
 *
 * <p>Why not the consumer's own lag? It is as old as the last fetch, and a partition that is paused, the one that matters,
 * is not fetched. Nobody waits here: a thread of its own asks every second, for what can be read and for all there is. What is
 * between the two lies behind a transaction that is open.
 */
public final class EndOffsets implements AutoCloseable {

    private record End(long readable, long all, Instant since) {}

    /** What was read next, and since when. */
    private record Place(long offset, Instant since) {}

    private static final Logger log = LoggerFactory.getLogger(EndOffsets.class);
    private static final int ANSWER_WITHIN_MS = 5_000;
    private static final long PERIOD_MS = 1_000;

    /** A transaction that has been open for longer than this is told of: this service's own and most publishers' take less. */
    public static final Duration LONG_OPEN = Duration.ofSeconds(5);

    /** So long a partition that is not paused goes unread only if something is in the way. */
    public static final Duration LONG_UNMOVED = Duration.ofSeconds(8);

    private final Admin admin;
    private final Supplier<Map<Partition, Long>> positions;
    private final Time time;
    private final ScheduledExecutorService asking;
    private volatile Map<Partition, End> ends = Map.of();
    private volatile Map<Partition, Place> places = Map.of();

    /**
     * Begins to ask.
     *
     * @param positions the offset that is read next, of the partitions that matter
     * @throws KafkaFailure when the client's settings are impossible
     */
    public EndOffsets(KafkaSettings settings, Supplier<Map<Partition, Long>> positions, Time time) {
        this.admin = KafkaFailure.connecting(settings, () -> Admin.create(ClientConfigs.admin(settings)));
        this.positions = positions;
        this.time = time;
        asking = Executors.newSingleThreadScheduledExecutor(Daemon.named("media-deleter-ends"));
        var unused = asking.scheduleWithFixedDelay(this::ask, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    /** What lies ahead, as Kafka last said; partitions of which it has not yet are left out. */
    public Ahead ahead() {
        Map<Partition, End> known = ends;
        Instant now = time.now();
        Instant latest = now.minus(LONG_OPEN);
        Map<Partition, Long> unread = new HashMap<>();
        Map<Partition, Undecided> undecided = new HashMap<>();
        Map<Partition, Instant> unmoved = new HashMap<>();
        positions.get().forEach((partition, position) -> {
            End end = known.get(partition);
            if (end != null) {
                unread.put(partition, Math.max(0, end.readable() - position));
                Place place = places.get(partition);
                if (place != null
                        && place.offset() == position
                        && position < end.readable()
                        && place.since().isBefore(now.minus(LONG_UNMOVED))) {
                    unmoved.put(partition, place.since());
                }
                if (end.all() > end.readable() && !end.since().isAfter(latest)) {
                    undecided.put(partition, new Undecided(end.all() - end.readable(), end.since()));
                }
            }
        });
        return new Ahead(unread, undecided).unmoved(unmoved);
    }

    private void ask() {
        Map<Partition, Long> read = positions.get();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        KafkaConversions.kafkas(read.keySet()).forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        if (latest.isEmpty()) {
            return;
        }
        try {
            Map<TopicPartition, ListOffsetsResultInfo> readable = ends(latest, IsolationLevel.READ_COMMITTED);
            Map<TopicPartition, ListOffsetsResultInfo> all = ends(latest, IsolationLevel.READ_UNCOMMITTED);
            Map<Partition, End> asked = new HashMap<>();
            readable.forEach((partition, end) -> {
                ListOffsetsResultInfo last = all.getOrDefault(partition, end);
                asked.put(
                        KafkaConversions.ours(partition),
                        end(KafkaConversions.ours(partition), end.offset(), last.offset()));
            });
            places = places(read, asked);
            ends = Map.copyOf(asked);
        } catch (ExecutionException | KafkaException failed) {
            log.debug("Kafka does not say where the partitions end: {}", failed.toString());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** What lies at the end counts from when something comes. */
    private Map<Partition, Place> places(Map<Partition, Long> read, Map<Partition, End> asked) {
        Map<Partition, Place> now = new HashMap<>();
        read.forEach((partition, offset) -> {
            Place before = places.get(partition);
            End end = asked.get(partition);
            boolean stays = before != null && before.offset() == offset && end != null && offset < end.readable();
            now.put(partition, stays ? before : new Place(offset, time.now()));
        });
        return Map.copyOf(now);
    }

    private End end(Partition partition, long readable, long all) {
        End before = ends.get(partition);
        if (before != null && before.readable() == readable && before.all() > readable) {
            return new End(readable, all, before.since());
        }
        return new End(readable, all, time.now());
    }

    private Map<TopicPartition, ListOffsetsResultInfo> ends(
            Map<TopicPartition, OffsetSpec> latest, IsolationLevel isolation)
            throws ExecutionException, InterruptedException {
        return admin.listOffsets(latest, new ListOffsetsOptions(isolation).timeoutMs(ANSWER_WITHIN_MS))
                .all()
                .get();
    }

    @Override
    public void close() {
        asking.shutdownNow();
        admin.close(Duration.ZERO);
    }
}
