package io.mediadeleter.deadletter;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.inbox.FetchedRecords;
import io.mediadeleter.kafka.scan.PartitionReader;
import io.mediadeleter.kafka.scan.RecordPrefilter;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.time.CancellationToken;
import io.mediadeleter.time.Daemon;
import io.mediadeleter.time.Time;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the group's unresolved dead letters while the service runs. Each partition of the dead-letter topic is counted by the
 * instance that owns the request topic's partition of the same number (modulo their count), so that the instances' counts sum up
 * to the group's and nobody has to be elected. Thread-safe.
 *
 * <p>What does it cost? A thread of its own asks every few seconds where the topic ends, and reads only what has been added. At a
 * start or after a rebalance it reads the partitions that came from their beginning, and rests as long as it works. It keeps {@value
 * #MOST} letters in mind at most; beyond that it counts no more. A tombstone that was compacted away unread, because
 * nothing could be read for long, is made good by reading anew.
 */
public final class DeadLetterWatch implements AutoCloseable {

    /** In some 12 MiB. */
    static final int MOST = 200_000;

    private static final Logger log = LoggerFactory.getLogger(DeadLetterWatch.class);
    private static final String CUT = "it is counted among the dead letters without its value";
    private static final long EVERY_NANOS = Duration.ofSeconds(3).toNanos();

    /** A count that is older says nothing. */
    private static final long OUTDATED_NANOS = Duration.ofMinutes(10).toNanos();

    private static final long AFTER_FAILURE_NANOS = Duration.ofSeconds(15).toNanos();

    /** Less than tombstones are kept. */
    private static final long STALE_NANOS = Duration.ofHours(1).toNanos();

    private static final int READ_BEFORE_REST = 5_000;

    private final KafkaSettings settings;
    private final TopicNames topics;
    private final Supplier<Set<Partition>> owned;
    private final Time time;
    private final CancellationToken closing = new CancellationToken();
    private final FaultNumbers faults = new FaultNumbers();
    private final Map<Integer, PartRead> parts = new HashMap<>();
    private volatile @Nullable UnresolvedCounts found;
    private boolean isRefused;
    private long lastRead;
    private long begunAnew;

    /** How far a partition was read. */
    private static final class PartRead {

        private final UnresolvedIndex letters;
        private long next;

        PartRead(FaultNumbers faults, long beginning) {
            letters = new UnresolvedIndex(faults);
            next = beginning;
        }
    }

    private DeadLetterWatch(KafkaSettings settings, TopicNames topics, Supplier<Set<Partition>> owned, Time time) {
        this.settings = settings;
        this.topics = topics;
        this.owned = owned;
        this.time = time;
        this.lastRead = time.nanoTime();
        this.begunAnew = lastRead - 2 * STALE_NANOS;
    }

    /**
     * Begins to count, on a thread of its own.
     *
     * @param owned the partitions that this instance owns, of whatever topics
     */
    public static DeadLetterWatch start(
            KafkaSettings settings, TopicNames topics, Supplier<Set<Partition>> owned, Time time) {
        DeadLetterWatch watch = new DeadLetterWatch(settings, topics, owned, time);
        Daemon.start("media-deleter-letters", watch::run);
        return watch;
    }

    /** What this instance has counted; empty until it has read its part once, and where it may not read the topic. */
    public Optional<UnresolvedCounts> unresolved() {
        return Optional.ofNullable(found);
    }

    @Override
    public void close() {
        closing.ask();
    }

    private void run() {
        try {
            while (!closing.isAsked()) {
                try (PartitionReader reader = new PartitionReader(ClientConfigs.letterWatch(settings), CUT)) {
                    while (!closing.isAsked()) {
                        count(reader);
                        time.await(closing.signal(), EVERY_NANOS);
                    }
                } catch (KafkaException failed) {
                    tell(failed);
                }
                if (!closing.isAsked()) {
                    time.await(closing.signal(), AFTER_FAILURE_NANOS);
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | OutOfMemoryError broken) {
            found = null;
            log.warn("Unresolved dead letters are not counted any more: {}", broken.toString());
        }
    }

    /** The service does its work without: whoever lacks the right has no figure, and reads why once. */
    private void tell(KafkaException failed) {
        if (failed instanceof AuthorizationException) {
            found = null;
            if (!isRefused) {
                log.info("Unresolved dead letters are not counted: it takes Read on {}", topics.deadLetter());
            }
            isRefused = true;
        } else if (found != null
                && (failed instanceof UnknownTopicOrPartitionException
                        || time.nanoTime() - lastRead > OUTDATED_NANOS)) {
            found = null;
            log.warn(
                    "Unresolved dead letters are not counted until {} can be read again: {}",
                    topics.deadLetter(),
                    failed.toString());
        } else {
            log.debug("Unresolved dead letters could not be read: {}", failed.toString());
        }
    }

    private void count(PartitionReader reader) throws InterruptedException {
        if (time.nanoTime() - lastRead > STALE_NANOS) {
            parts.clear();
        }
        List<TopicPartition> mine = mine(reader.consumer());
        parts.keySet().retainAll(mine.stream().map(TopicPartition::partition).collect(Collectors.toSet()));
        if (isUnknown() && time.nanoTime() - begunAnew > STALE_NANOS) {
            begunAnew = time.nanoTime();
            parts.clear();
        }
        for (Map.Entry<TopicPartition, Long> end :
                reader.consumer().endOffsets(mine).entrySet()) {
            Partition partition =
                    new Partition(end.getKey().topic(), end.getKey().partition());
            read(reader, partition, end.getValue());
        }
        if (!closing.isAsked()) {
            lastRead = time.nanoTime();
            found = isUnknown() ? null : sum();
        }
    }

    private List<TopicPartition> mine(KafkaConsumer<ByteBuffer, ByteBuffer> consumer) {
        Set<Integer> numbers = owned.get().stream()
                .filter(partition -> partition.topic().equals(topics.requested()))
                .map(Partition::number)
                .collect(Collectors.toSet());
        if (numbers.isEmpty()) {
            return List.of();
        }
        int requests = partitions(consumer, topics.requested()).size();
        return partitions(consumer, topics.deadLetter()).stream()
                .filter(letters -> numbers.contains(letters.partition() % requests))
                .map(letters -> new TopicPartition(letters.topic(), letters.partition()))
                .toList();
    }

    /** Of a topic that is not there nobody knows what it held; the consumer says that it has no partitions. */
    private static List<PartitionInfo> partitions(KafkaConsumer<ByteBuffer, ByteBuffer> consumer, String topic) {
        return Optional.of(consumer.partitionsFor(topic))
                .filter(partitions -> !partitions.isEmpty())
                .orElseThrow(() -> new UnknownTopicOrPartitionException("there is no topic " + topic));
    }

    private void read(PartitionReader reader, Partition partition, long end) throws InterruptedException {
        PartRead part = parts.get(partition.number());
        if (part == null || end < part.next) {
            part = new PartRead(faults, reader.beginning(partition)); // it is new here, or the topic was recreated
            parts.put(partition.number(), part);
        }
        UnresolvedIndex letters = part.letters;
        while (part.next < end && !closing.isAsked()) {
            long began = time.nanoTime();
            long slice = Math.min(end, part.next + READ_BEFORE_REST);
            reader.read(partition, part.next, slice, RecordPrefilter.ALL, read -> take(letters, partition, read));
            part.next = slice;
            if (slice < end) {
                time.await(closing.signal(), time.nanoTime() - began);
            }
        }
    }

    private boolean take(UnresolvedIndex letters, Partition partition, FetchedRecords.Fetched read) {
        letters.take(DeadLetter.of(partition, read.offset(), read.message(), topics::mayBeOrigin), size() < MOST);
        return !closing.isAsked();
    }

    private UnresolvedCounts sum() {
        Instant now = time.now();
        Map<FaultNumbers.Name, FaultGroups.Group> groups = new HashMap<>();
        parts.values().forEach(part -> part.letters.addTo(groups, now));
        return new UnresolvedCounts(FaultGroups.largestFirst(groups.values()));
    }

    private int size() {
        return parts.values().stream().mapToInt(part -> part.letters.size()).sum();
    }

    /**
     * Whether there may be more than are known, and hardly any of those that are. To read again helps once the log is compacted,
     * and until then finds the same.
     */
    private boolean isUnknown() {
        return size() < MOST / 2 && parts.values().stream().anyMatch(part -> !part.letters.isAll());
    }
}
