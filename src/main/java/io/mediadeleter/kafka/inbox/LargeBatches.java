package io.mediadeleter.kafka.inbox;

import io.mediadeleter.event.Omitted;
import io.mediadeleter.kafka.batch.BatchCursor;
import io.mediadeleter.kafka.batch.FetchGuard.HeavyFetch;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches with a record that is too heavy for the consumer to decode, read past it. While they are read here, a partition
 * is paused at the consumer. Confined to the consumer's thread.
 */
final class LargeBatches {

    private static final Logger log = LoggerFactory.getLogger(LargeBatches.class);

    /** A turn of the loop may take so long for what is only skipped. */
    private static final long LONGEST_TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final Duration POSITION_LIMIT = Duration.ofSeconds(1);

    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(1);

    private final KafkaConsumer<?, ?> consumer;
    private final String cut;
    private final Map<TopicPartition, LargeBatchProgress> reading = new LinkedHashMap<>();
    private final LeaderConnections leaders;
    private Set<TopicPartition> wanted = Set.of();
    private Set<TopicPartition> postponed = Set.of();

    /** @param cut what becomes of such a record, as in "it becomes a dead letter" */
    LargeBatches(KafkaConsumer<?, ?> consumer, Map<String, Object> config, String cut) {
        this.consumer = consumer;
        this.cut = cut;
        this.leaders = new LeaderConnections(consumer, config);
    }

    /** The partitions whose batches are read here. */
    Set<TopicPartition> partitions() {
        return Set.copyOf(reading.keySet());
    }

    void readOnly(Set<TopicPartition> partitions) {
        wanted = Set.copyOf(partitions);
    }

    void forget(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            LargeBatchProgress progress = reading.remove(partition);
            if (progress != null) {
                progress.close();
            }
        }
    }

    /** Reads what the consumer must not decode, from now on, if it is still what comes next. */
    void pass(HeavyFetch heavy) {
        OptionalLong position = StillAssigned.position(consumer, heavy.partition(), POSITION_LIMIT);
        if (position.isPresent() && position.getAsLong() == heavy.from() && !reading.containsKey(heavy.partition())) {
            log.debug("Passing {}", heavy.getMessage());
            begin(heavy.partition(), heavy.from(), heavy.end());
        }
    }

    private void begin(TopicPartition partition, long position, long end) {
        StillAssigned.change(List.of(partition), consumer::pause);
        reading.put(partition, new LargeBatchProgress(position, end));
    }

    /**
     * After the consumer failed, looks for large batches that lie next on these partitions, and reads them from now on. It waits for one
     * leader that does not answer, and not for each of them: the next time it begins with what is left.
     *
     * @return whether there is one, or what lay next is gone
     * @throws KafkaException when none is found and a partition cannot be read now
     */
    boolean find(Collection<TopicPartition> partitions) {
        long begin = System.nanoTime();
        boolean isFound = false;
        KafkaException unknown = null;
        Set<TopicPartition> left = new LinkedHashSet<>(postponed);
        left.retainAll(partitions);
        left.addAll(partitions);
        for (TopicPartition partition : List.copyOf(left)) {
            left.remove(partition);
            try {
                isFound |= find(partition);
            } catch (OffsetOutOfRangeException gone) {
                isFound = true; // whether that was the record, the consumer finds out when it reads on
            } catch (KafkaException notNow) {
                unknown = notNow;
                log.debug("Not looked for on {}: {}", partition, notNow.toString());
                if (notNow instanceof TimeoutException && System.nanoTime() - begin >= LONGEST_TURN_NANOS) {
                    break;
                }
            }
        }
        postponed = left;
        if (!isFound && unknown != null) {
            throw unknown;
        }
        return isFound;
    }

    private boolean find(TopicPartition partition) {
        OptionalLong position = StillAssigned.position(consumer, partition, POSITION_LIMIT);
        if (position.isEmpty() || reading.containsKey(partition)) {
            return false;
        }
        OptionalLong end = leaders.ask(
                partition, reader -> reader.endOfLarge(partition, position.getAsLong(), LONGEST_TURN_NANOS));
        end.ifPresent(last -> begin(partition, position.getAsLong(), last));
        return end.isPresent();
    }

    /** Reads on, as far as there is room; the next time with another partition first. One that fails holds up no other. */
    void read(FetchedRecords fetched) {
        long begin = System.nanoTime();
        for (TopicPartition partition : List.copyOf(reading.keySet())) {
            LargeBatchProgress progress = Objects.requireNonNull(reading.remove(partition));
            reading.put(partition, progress);
            if (wanted.contains(partition) && begin - progress.notBefore >= 0) {
                read(partition, progress, fetched, begin);
            }
        }
        if (reading.isEmpty()) {
            leaders.close();
        }
    }

    private void read(TopicPartition partition, LargeBatchProgress progress, FetchedRecords fetched, long begin) {
        try {
            boolean goesOn = true;
            while (goesOn && fetched.hasRoom() && System.nanoTime() - begin < LONGEST_TURN_NANOS) {
                goesOn = step(partition, progress, fetched);
            }
            if (!goesOn) {
                leave(partition, progress);
            }
        } catch (OffsetOutOfRangeException gone) {
            leave(partition, progress); // the consumer finds that out, too, and is told where to go on
        } catch (KafkaException notNow) {
            log.warn("Could not read a batch with a record that is too large on {}: {}", partition, notNow.toString());
            Duration rest =
                    notNow instanceof TimeoutException ? LeaderConnections.REST_AFTER_SILENCE : REST_AFTER_FAILURE;
            progress.notBefore = System.nanoTime() + rest.toNanos();
        }
    }

    /** From here on it is the consumer's to read. */
    private void leave(TopicPartition partition, LargeBatchProgress progress) {
        StillAssigned.seek(consumer, partition, progress.position);
        forget(List.of(partition));
    }

    /** False at the end of the last large batch. */
    private boolean step(TopicPartition partition, LargeBatchProgress progress, FetchedRecords fetched) {
        if (progress.cursor == null) {
            if (progress.position >= progress.end) {
                return false;
            }
            progress.cursor = leaders.ask(
                    partition,
                    reader -> reader.next(partition, progress.position, LONGEST_TURN_NANOS)
                            .or(() -> progress.nothingBefore(reader.passed()))
                            .orElse(null));
            if (progress.cursor == null) {
                fetched.readUpTo(partition, progress.position);
                return false;
            }
        }
        BatchCursor cursor = progress.cursor;
        if (cursor.hasMore()) {
            BatchCursor.Item item = cursor.take();
            if (!item.message().omitted().equals(Omitted.NOTHING)) {
                log.warn(
                        "The record of {} at the offset {} is too large to be held; {}", partition, item.offset(), cut);
            }
            fetched.add(partition, item.offset(), item.message(), cursor.leaderEpoch());
            progress.position = item.offset() + 1;
        } else {
            progress.position = cursor.end();
            fetched.readUpTo(partition, new OffsetAndMetadata(cursor.end(), cursor.leaderEpoch(), ""));
            progress.close();
        }
        return true;
    }

    /** Reads from {@code offset} on, again; false when it is the consumer that reads the partition. */
    boolean seek(TopicPartition partition, long offset) {
        LargeBatchProgress progress = reading.get(partition);
        if (progress == null) {
            return false;
        }
        progress.close();
        progress.position = offset;
        return true;
    }

    void close() {
        forget(partitions());
        leaders.close();
    }
}
