package io.mediadeleter.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.config.Settings;
import io.mediadeleter.event.Origin;
import io.mediadeleter.kafka.client.ClientConfigs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** A service that reads results and dead letters, committed ones only, from the beginning. Confined to one thread. */
final class Downstream implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final ObjectMapper json = new ObjectMapper();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String deadLetterTopic;
    private final List<TopicPartition> partitions;

    Downstream(Settings settings) {
        deadLetterTopic = settings.topics().deadLetter();
        Map<String, Object> config = ClientConfigs.admin(settings.kafka());
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        partitions = Stream.of(settings.topics().deleted(), deadLetterTopic)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** What has come since the last time; waits a moment when that is nothing. */
    List<SandboxOutcome> poll() {
        List<SandboxOutcome> endings = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> read : consumer.poll(PATIENCE)) {
            if (read.value() != null) {
                endings.add(read.topic().equals(deadLetterTopic) ? deadLetter(read) : result(read));
            }
        }
        return endings;
    }

    /** Whether all that was committed until now has been read. */
    boolean isAtEnd() {
        return consumer.endOffsets(partitions).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void close() {
        consumer.close();
    }

    private SandboxOutcome result(ConsumerRecord<byte[], byte[]> read) {
        JsonNode result = parse(read.value());
        JsonNode source = result.path("source");
        return new SandboxOutcome(
                new Origin(
                        source.path("topic").asText(),
                        source.path("partition").asInt(),
                        source.path("offset").asLong()),
                result.path("outcome").asText(),
                result.path("attempts").asInt(),
                result.path("requestId").textValue(),
                result.path("coalesced").asBoolean(),
                "",
                System.nanoTime());
    }

    private static SandboxOutcome deadLetter(ConsumerRecord<byte[], byte[]> read) {
        return new SandboxOutcome(
                Origin.parse(new String(read.key(), UTF_8)).orElseThrow(),
                SandboxOutcome.DEAD_LETTER + header(read, "md-fault-code"),
                Integer.parseInt(String.valueOf(header(read, "md-attempt"))),
                header(read, "md-fault-request-id"),
                false,
                header(read, "md-fault-kind") + " " + header(read, "md-fault-code") + ": "
                        + header(read, "md-fault-message"),
                System.nanoTime());
    }

    private JsonNode parse(byte[] value) {
        try {
            return json.readTree(value);
        } catch (IOException noJson) {
            throw new UncheckedIOException("a result that is no JSON", noJson);
        }
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> read, String name) {
        Header header = read.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }
}
