package io.mediadeleter.chaos;

import static org.awaitility.Awaitility.await;

import io.mediadeleter.event.Origin;
import io.mediadeleter.fixture.Deployment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what a deployment commits, as it comes. Not thread-safe. */
final class Follower implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(200);

    private final Deployment deployment;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<Step> steps = new ArrayList<>();
    private final Set<Origin> settled = new HashSet<>();

    Follower(String bootstrapServers, Deployment deployment) {
        this(bootstrapServers, deployment, deployment.outcomes());
    }

    /** Of these topics alone. */
    Follower(String bootstrapServers, Deployment deployment, List<String> topics) {
        this.deployment = deployment;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Requests that have a settlement by now. */
    Set<Origin> settled() {
        consumer.poll(LOOK).forEach(written -> {
            Step step = Step.of(written, deployment);
            steps.add(step);
            if (step.isSettlement()) {
                settled.add(step.origin());
            }
        });
        return settled;
    }

    /** Waits until this many requests have a settlement. */
    void awaitSettled(int count, Duration atMost) {
        await("settlements")
                .pollInSameThread()
                .atMost(atMost)
                .until(() -> settled().size() >= count);
    }

    /** Reads up to where the topics end now. */
    void awaitEnd(Duration atMost) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        await("the end of " + deployment.outcomes())
                .pollInSameThread()
                .atMost(atMost)
                .until(() -> {
                    settled();
                    return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
                });
    }

    /** The sum of a topic's end offsets: the records on it, as long as no transaction has written there. */
    long endOffsets(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        return consumer.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** All steps that were read so far, partition by partition in their order. */
    List<Step> steps() {
        return List.copyOf(steps);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
