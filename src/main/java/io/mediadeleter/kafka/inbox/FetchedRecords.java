package io.mediadeleter.kafka.inbox;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.batch.HeldRecord;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.partitions.OwnedPartitions;
import io.mediadeleter.pipeline.port.RequestLog.Arrivals;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What was read in a turn. Not thread-safe. */
public final class FetchedRecords {

    /** A record where it was read. */
    public record Fetched(TopicPartition partition, long offset, Message message) {}

    private final List<Fetched> records = new ArrayList<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> reached = new HashMap<>();
    private final Map<TopicPartition, NavigableMap<Long, Integer>> leaderEpochs = new HashMap<>();
    private Map<String, String> topicIds = Map.of();
    private final int mostRecords;
    private final long mostBytes;
    private long bytes;

    FetchedRecords(int mostRecords, long mostBytes) {
        this.mostRecords = mostRecords;
        this.mostBytes = mostBytes;
    }

    void addAll(ConsumerRecords<ByteBuffer, ByteBuffer> read) {
        for (ConsumerRecord<ByteBuffer, ByteBuffer> one : read) {
            TopicPartition partition = new TopicPartition(one.topic(), one.partition());
            add(partition, one.offset(), HeldRecord.of(one), one.leaderEpoch());
        }
        read.nextOffsets().forEach(this::readUpTo);
    }

    private void writtenBy(TopicPartition partition, long offset, int leaderEpoch) {
        NavigableMap<Long, Integer> epochs = leaderEpochs.computeIfAbsent(partition, none -> new TreeMap<>());
        if (epochs.isEmpty() || epochs.lastEntry().getValue() < leaderEpoch) {
            epochs.put(offset, leaderEpoch);
        }
    }

    /** The epochs of the leaders that wrote it, by partition, each with the first offset that it was found at. */
    Map<TopicPartition, NavigableMap<Long, Integer>> leaderEpochs() {
        return leaderEpochs;
    }

    /** @param leaderEpoch of the leader that wrote it; empty when that is not known */
    void add(TopicPartition partition, long offset, Message message, Optional<Integer> leaderEpoch) {
        leaderEpoch.ifPresent(epoch -> writtenBy(partition, offset, epoch));
        Long next = offset + 1;
        positions.putIfAbsent(partition, offset); // memory may run out, but not between a record and its place
        records.add(new Fetched(partition, offset, message));
        positions.put(partition, next);
        bytes += message.weight();
    }

    /** This offset of the partition is read next. */
    void readUpTo(TopicPartition partition, long next) {
        positions.put(partition, next);
    }

    /** The same, with the epoch of the leader that wrote what came last. */
    void readUpTo(TopicPartition partition, OffsetAndMetadata next) {
        if (next.leaderEpoch().isPresent()) {
            reached.put(partition, next); // what was known before stays true where an empty answer names no epoch
        }
        readUpTo(partition, next.offset());
        next.leaderEpoch().ifPresent(epoch -> writtenBy(partition, next.offset() - 1, epoch));
    }

    /** The topic ids that all these fetches named. */
    void cameFrom(Map<String, String> ids) {
        topicIds = ids;
    }

    /** The ids of the topics that it is of, by name; empty when that is not known. */
    Map<String, String> topicIds() {
        return topicIds;
    }

    boolean hasRoom() {
        return records.size() < mostRecords && bytes < mostBytes;
    }

    boolean isEmpty() {
        return records.isEmpty() && positions.isEmpty();
    }

    /** In offset order within a partition. */
    public List<Fetched> records() {
        return records;
    }

    /** The offset of the first record, by partition. */
    Map<TopicPartition, Long> firstOffsets() {
        Map<TopicPartition, Long> first = new HashMap<>();
        records.forEach(one -> first.putIfAbsent(one.partition(), one.offset()));
        return first;
    }

    /**
     * What of it is of owned partitions of these topics, whose ids were found unchanged after the records had come; they are read
     * up to there from now on, and what is of others is read again later.
     */
    Arrivals proven(Set<String> topics, OwnedPartitions owned, RecordReader reader) {
        List<Delivery> deliveries = new ArrayList<>(records.size());
        for (Fetched read : records) {
            Partition here = KafkaConversions.toPartition(read.partition());
            Long epoch = owned.epochOf(here);
            if (epoch != null && topics.contains(here.topic())) {
                deliveries.add(reader.read(read, epoch, owned.isInherited(here, read.offset())));
            }
        }
        Map<Partition, Long> ownPositions = new HashMap<>();
        positions.forEach((partition, next) -> {
            if (topics.contains(partition.topic())) {
                ownPositions.put(KafkaConversions.toPartition(partition), next);
            }
        });
        ownPositions.keySet().retainAll(owned.among(ownPositions.keySet()));
        owned.readUpTo(ownPositions);
        reached.forEach((partition, next) -> next.leaderEpoch()
                .filter(epoch -> ownPositions.containsKey(KafkaConversions.toPartition(partition)))
                .ifPresent(epoch -> owned.reached(KafkaConversions.toPartition(partition), next.offset(), epoch)));
        return new Arrivals(deliveries, ownPositions);
    }

    /** The offset after the last one read, by partition. */
    public Map<TopicPartition, Long> positions() {
        return positions;
    }
}
