package io.mediadeleter.kafka.partitions;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.pipeline.status.ConsumerLag;
import io.mediadeleter.pipeline.status.ConsumerLag.Unreadable;
import io.mediadeleter.time.Daemon;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where partitions end, for those who want to know what lies ahead of the consumer. Thread-safe.
 *
 * <p>Why not the consumer's own lag? It is as old as the last fetch, and a partition that is paused, the one that matters,
 * is not fetched. Nobody waits here: a thread of its own asks every second, for what can be read and for all there is. What is
 * between the two lies behind a transaction that is open.
 */
public final class EndOffsets implements AutoCloseable {

    /**
     * Where a partition ends, and since when more is there than can be read.
     *
     * @param isCurrent whether the latest query succeeded; otherwise the offsets are from an earlier one
     */
    record End(long readable, long all, Instant since, boolean isCurrent) {

        End(long readable, long all, Instant since) {
            this(readable, all, since, true);
        }

        /** What can be read from there on; empty where it was all that there was once: more may have come. */
        Optional<Long> unread(long position) {
            long unread = Math.max(0, readable - position);
            return isCurrent || unread > 0 ? Optional.of(unread) : Optional.empty();
        }
    }

    /** What Kafka says at one moment. */
    record Answer(long readable, long all) {}

    /** What was read next, and since when. */
    record Place(long offset, Instant since) {}

    private static final Logger log = LoggerFactory.getLogger(EndOffsets.class);
    private static final long PERIOD_MS = 1_000;

    /** A transaction that has been open for longer than this is told of: this service's own and most publishers' take less. */
    public static final Duration LONG_OPEN = Duration.ofSeconds(5);

    /** So long a partition that is not paused goes unread only if something is in the way. */
    public static final Duration LONG_UNMOVED = Duration.ofSeconds(8);

    private final EndsQuery query;
    private final Supplier<Map<Partition, Long>> positions;
    private final Supplier<Set<Partition>> paused;
    private final Time time;
    private final ScheduledExecutorService asking;
    private volatile Map<Partition, End> ends = Map.of();
    private volatile Map<Partition, Place> places = Map.of();

    /**
     * Begins to ask.
     *
     * @param positions the offset that is read next, of the partitions that matter
     * @param paused those of them that are not to be read for now
     * @throws KafkaFailure when the client's settings are impossible
     */
    public EndOffsets(
            KafkaSettings settings,
            Supplier<Map<Partition, Long>> positions,
            Supplier<Set<Partition>> paused,
            Time time) {
        this.query = new EndsQuery(
                () -> KafkaFailure.connecting(settings, () -> Admin.create(ClientConfigs.admin(settings))), time);
        this.positions = positions;
        this.paused = paused;
        this.time = time;
        asking = Executors.newSingleThreadScheduledExecutor(Daemon.named("media-deleter-ends"));
        Runnable ask = Daemon.lasting(this::ask, what -> log.warn("Where the partitions end is not known: {}", what));
        var unused = asking.scheduleWithFixedDelay(ask, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    /** What lies ahead, as Kafka last said; partitions of which it has not yet are left out. */
    public ConsumerLag lag() {
        Map<Partition, End> known = ends;
        Instant now = time.now();
        Instant latest = now.minus(LONG_OPEN);
        Map<Partition, Long> unread = new HashMap<>();
        Map<Partition, Unreadable> undecided = new HashMap<>();
        Map<Partition, Instant> unmoved = new HashMap<>();
        positions.get().forEach((partition, position) -> {
            End end = known.get(partition);
            if (end != null) {
                end.unread(position).ifPresent(count -> unread.put(partition, count));
                Place place = places.get(partition);
                if (place != null
                        && place.offset() == position
                        && position < end.readable()
                        && place.since().isBefore(now.minus(LONG_UNMOVED))) {
                    unmoved.put(partition, place.since());
                }
                if (end.isCurrent()
                        && end.all() > end.readable()
                        && !end.since().isAfter(latest)) {
                    undecided.put(partition, new Unreadable(end.all() - end.readable(), end.since()));
                }
            }
        });
        return new ConsumerLag(unread, undecided).unmoved(unmoved);
    }

    private void ask() {
        Map<Partition, Long> read = positions.get();
        if (read.isEmpty()) {
            return;
        }
        try {
            Map<Partition, Answer> answers = query.ask(read.keySet());
            Map<Partition, End> now = next(ends, answers, read.keySet(), time.now());
            Map<Partition, Long> awaited = new HashMap<>(read);
            awaited.keySet().removeAll(paused.get());
            places = places(places, awaited, now, time.now());
            ends = now;
        } catch (KafkaException failed) {
            log.debug("Kafka does not say where the partitions end: {}", failed.toString());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What is known now. Of a partition that gave no answer the end is as it was; whether its records are decided is not known until
     * the next answer, and if nothing more can be read by then, it is the same transaction that is open.
     *
     * @param of the partitions that matter
     */
    static Map<Partition, End> next(
            Map<Partition, End> before, Map<Partition, Answer> answers, Set<Partition> of, Instant now) {
        Map<Partition, End> next = new HashMap<>();
        of.forEach(partition -> {
            End last = before.get(partition);
            Answer answer = answers.get(partition);
            if (answer != null) {
                Instant since = last != null && last.readable() == answer.readable() && last.all() > answer.readable()
                        ? last.since()
                        : now;
                next.put(partition, new End(answer.readable(), answer.all(), since));
            } else if (last != null) {
                next.put(partition, new End(last.readable(), last.all(), last.since(), false));
            }
        });
        return Map.copyOf(next);
    }

    /**
     * What lies at the end counts from when something comes.
     *
     * @param read where those are that are to be read: one that is paused begins anew once it is read on
     */
    static Map<Partition, Place> places(
            Map<Partition, Place> before, Map<Partition, Long> read, Map<Partition, End> asked, Instant now) {
        Map<Partition, Place> places = new HashMap<>();
        read.forEach((partition, offset) -> {
            Place last = before.get(partition);
            End end = asked.get(partition);
            boolean stays = last != null && last.offset() == offset && end != null && offset < end.readable();
            places.put(partition, stays ? last : new Place(offset, now));
        });
        return Map.copyOf(places);
    }

    @Override
    public void close() {
        asking.shutdownNow();
        query.close();
    }
}
