package io.mediadeleter.kafka.outbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A producer that reaches no broker, and answers each record as its partition does just now; no commit goes through unless it is told so. */
final class ScriptedProducer extends KafkaProducer<byte[], byte[]> {

    private final Map<String, Integer> partitions = new HashMap<>();
    private final Map<TopicPartition, RuntimeException> errors = new HashMap<>();
    private final List<TopicPartition> sent = new ArrayList<>();
    private final List<Map<TopicPartition, OffsetAndMetadata>> offsets = new ArrayList<>();
    private @Nullable RuntimeException offsetsError;
    private boolean isInError;
    private boolean commits;
    private long nextOffset;

    ScriptedProducer() {
        super(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:9"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** What the client says of a topic that it waits for in vain. */
    static TimeoutException unknown(String topic) {
        return new TimeoutException("Topic " + topic + " not present in metadata after 10000 ms.");
    }

    /** From now on the topic has so many partitions; one that was never told of is unknown. */
    void hasPartitions(String topic, int count) {
        partitions.put(topic, count);
    }

    /** Whether from now on commits go through. */
    void takeCommits(boolean yes) {
        commits = yes;
    }

    /** The next record has this offset, and so have all that follow. */
    void writeAt(long offset) {
        nextOffset = offset;
    }

    /** From now on the partition refuses every record. */
    void refuse(TopicPartition partition, RuntimeException why) {
        errors.put(partition, why);
    }

    /** From now on no offsets are taken. */
    void refuseOffsets(RuntimeException why) {
        offsetsError = why;
    }

    /** From now on every record is taken, and all offsets are. */
    void takeAll() {
        errors.clear();
        offsetsError = null;
    }

    /** The offsets that were taken since this was last asked. */
    List<Map<TopicPartition, OffsetAndMetadata>> takeOffsets() {
        List<Map<TopicPartition, OffsetAndMetadata>> since = List.copyOf(offsets);
        offsets.clear();
        return since;
    }

    /** Where records were sent since this was last asked, in their order. */
    List<TopicPartition> takeSent() {
        List<TopicPartition> since = List.copyOf(sent);
        sent.clear();
        return since;
    }

    @Override
    public void beginTransaction() {
        isInError = false;
    }

    @Override
    public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> points, ConsumerGroupMetadata member) {
        throwIfInError();
        if (offsetsError != null) {
            throw offsetsError;
        }
        offsets.add(Map.copyOf(points));
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        throwIfInError();
        TopicPartition partition =
                new TopicPartition(record.topic(), Objects.requireNonNullElse(record.partition(), 0));
        sent.add(partition);
        RuntimeException error = errors.get(partition);
        if (error != null) {
            isInError = true;
            callback.onCompletion(new RecordMetadata(partition, -1, -1, -1, -1, -1), error);
            return CompletableFuture.failedFuture(error);
        }
        RecordMetadata written = new RecordMetadata(partition, nextOffset, 0, 0, 0, 0);
        callback.onCompletion(written, null);
        return CompletableFuture.completedFuture(written);
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        Integer count = partitions.get(topic);
        if (count == null) {
            throw unknown(topic);
        }
        return IntStream.range(0, count)
                .mapToObj(each -> new PartitionInfo(topic, each, Node.noNode(), new Node[0], new Node[0]))
                .toList();
    }

    @Override
    public void flush() {}

    @Override
    public void commitTransaction() {
        throwIfInError();
        if (!commits) {
            throw inError();
        }
    }

    @Override
    public void abortTransaction() {}

    /** As Kafka's client does once a record of the transaction has failed. */
    private void throwIfInError() {
        if (isInError) {
            throw inError();
        }
    }

    private static KafkaException inError() {
        return new KafkaException("Cannot execute transactional method because we are in an error state");
    }
}
