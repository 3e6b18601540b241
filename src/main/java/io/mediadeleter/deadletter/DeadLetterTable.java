package io.mediadeleter.deadletter;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.client.Leadership;
import io.mediadeleter.kafka.scan.HiddenRecords;
import io.mediadeleter.kafka.scan.PartitionReader;
import io.mediadeleter.kafka.scan.ReadableEnds;
import io.mediadeleter.kafka.scan.RecordPrefilter;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.time.Time;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Reads the table of unresolved dead letters off its compacted topic. Confined to one thread.
 *
 * <p>How does a million fit into little memory? The partitions are read one after the other, each twice: first for the last
 * offset of each key, in a {@link DeadLetterIndex}; then for the letters at those offsets, which are handed on one by one.
 *
 * <p>A key is only compared within its partition. If partitions were added to the topic, a letter and the one that came
 * after its replay lie apart; each is resolved by a tombstone in its own partition, so neither hides the other.
 */
public final class DeadLetterTable implements AutoCloseable {

    private static final String TASK = "read the dead letters on ";
    private static final String CUT = "its dead letter is shown without its value, and is not replayed";

    private final KafkaSettings settings;
    private final TopicNames topics;
    private final String topic;
    private final PartitionReader reader;

    /**
     * Connects on first use.
     *
     * @throws KafkaFailure when the client's settings are impossible
     */
    public DeadLetterTable(KafkaSettings settings, TopicNames topics) {
        this.settings = settings;
        this.topics = topics;
        this.topic = topics.deadLetter();
        try {
            reader = new PartitionReader(ClientConfigs.deadLetterConsumer(settings), CUT);
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    /**
     * How far each partition goes.
     *
     * @param hidden a sentence about what lies behind it and cannot be read; empty when that is nothing
     */
    public record Extent(Map<Partition, Long> ends, Optional<String> hidden) {

        public Extent {
            ends = Map.copyOf(ends);
        }
    }

    /**
     * The table up to the first transaction that does not end in a moment, if there is one, and without partitions that nobody leads: to
     * look at, with hardly a wait.
     */
    public Extent readable() {
        try (AdminSession session = AdminSession.open(settings)) {
            Time time = Time.system();
            Leadership leadership = Leadership.of(List.of(described(session)));
            ReadableEnds readable = ReadableEnds.soon(session, leadership.led(), time);
            List<String> gaps = Stream.of(
                            leadership.gap(),
                            HiddenRecords.of(session, readable.hidden())
                                    .map(hidden -> hidden.words(time.now()) + ". " + HiddenRecords.REMEDY))
                    .flatMap(Optional::stream)
                    .toList();
            return extent(
                    readable.ends(),
                    gaps.isEmpty()
                            ? Optional.empty()
                            : Optional.of("This is incomplete: " + String.join(". ", gaps) + "."));
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    /**
     * The table up to its very end. Reading it waits for transactions that are not decided: a tombstone behind one of them
     * counts, or what it resolves would be replayed again.
     *
     * @throws KafkaFailure when a partition has no leader; its message names it
     */
    public Extent whole() {
        try (AdminSession session = AdminSession.open(settings)) {
            List<TopicPartition> partitions = session.allLed(TASK + topic, List.of(described(session)));
            return extent(
                    session.bounds(TASK + topic, partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED),
                    Optional.empty());
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    /** Hands on every letter, by partition and offset, until {@code goesOn} says false. */
    public void forEach(Extent extent, Predicate<DeadLetter> goesOn) {
        read(extent, partition -> true, goesOn);
    }

    /** The same for those that were chosen and are still unresolved. */
    public void forEach(Extent extent, Selection chosen, Predicate<DeadLetter> goesOn) {
        read(extent, chosen::hasAnyOf, letter -> !chosen.contains(letter) || goesOn.test(letter));
    }

    @Override
    public void close() {
        reader.close();
    }

    private void read(Extent extent, Predicate<Partition> wanted, Predicate<DeadLetter> goesOn) {
        Map<Partition, Long> ordered = new TreeMap<>(Comparator.comparingInt(Partition::number));
        ordered.putAll(extent.ends());
        try {
            for (Map.Entry<Partition, Long> part : ordered.entrySet()) {
                if (wanted.test(part.getKey()) && !read(part.getKey(), part.getValue(), goesOn)) {
                    return;
                }
            }
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    private boolean read(Partition partition, long end, Predicate<DeadLetter> goesOn) {
        long[] live = new UnresolvedOffsets().of(reader, partition, end);
        if (live.length == 0) {
            return true;
        }
        LiveCursor cursor = new LiveCursor(live);
        return reader.read(
                partition,
                live[0],
                live[live.length - 1] + 1,
                RecordPrefilter.ALL,
                read -> !cursor.isAt(read.offset())
                        || goesOn.test(DeadLetter.of(partition, read.offset(), read.message(), topics::mayBeOrigin)));
    }

    private TopicDescription described(AdminSession session) {
        return session.describe(List.of(topic), UnknownTopicOrPartitionException.class).stream()
                .findFirst()
                .orElseThrow(
                        () -> new CommandFailure(
                                "The topic " + topic
                                        + " does not exist: run `media-deleter topics create`, or set media-deleter.topics.dead-letter"));
    }

    private static Extent extent(Map<TopicPartition, Long> ends, Optional<String> hidden) {
        return new Extent(
                ends.entrySet().stream()
                        .collect(Collectors.toMap(
                                end -> new Partition(
                                        end.getKey().topic(), end.getKey().partition()),
                                Map.Entry::getValue)),
                hidden);
    }

    private KafkaFailure failure(Throwable cause) {
        return KafkaFailure.of(settings.bootstrapServers(), TASK + topic, cause);
    }

    /** Finds ascending offsets in an ascending stream. */
    private static final class LiveCursor {

        private final long[] offsets;
        private int next;

        LiveCursor(long[] offsets) {
            this.offsets = offsets;
        }

        boolean isAt(long offset) {
            while (next < offsets.length && offsets[next] < offset) {
                next++; // compaction took it since: a newer record of its key exists
            }
            return next < offsets.length && offsets[next] == offset;
        }
    }
}
