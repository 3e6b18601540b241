package io.mediadeleter.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.mediadeleter.config.Settings;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Origin;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.kafka.codec.RequestDecoder;
import io.mediadeleter.service.Service;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Bytes that are no request do no harm: {@code -Dpoison.records=100000} tries more of them, {@code -Dpoison.seed=N} others. */
@WithKafka
class PoisonIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Logger settlements = (Logger) LoggerFactory.getLogger("media-deleter");
    private final KafkaFixture kafka;

    PoisonIT(KafkaFixture kafka) {
        this.kafka = kafka;
    }

    /** Other tests of this JVM read the log, too. */
    @AfterEach
    void speakAgain() {
        settlements.setLevel(null);
    }

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void anyBytes_endAsADeadLetterUnchangedOrAsAResult() throws Exception {
        Deployment deployment = Deployment.of(kafka.unique("poison"), kafka.bootstrapServers(), URI.create("http://x"))
                .with("dry-run", "true")
                .with("quota.per-second", "100000");
        deployment.createTopics();
        Poison poison = new Poison(Long.getLong("poison.seed", 1), deployment.requested());
        List<ProducerRecord<byte[], byte[]>> records = Stream.generate(poison::next)
                .limit(Integer.getInteger("poison.records", 10_000))
                .toList();
        Map<Origin, ProducerRecord<byte[], byte[]>> published = published(records, kafka.produce(records));

        Settings settings = deployment.typed("only");
        Service service = quietly(settings);
        try (Follower follower = new Follower(kafka.bootstrapServers(), deployment)) {
            follower.awaitSettled(records.size(), PATIENCE);
        } finally {
            service.stop();
            assertThat(service.awaitEnd()).isEmpty();
        }

        assertSettledOnce(deployment, published, new RequestDecoder(settings.requestRules()));
    }

    private void assertSettledOnce(
            Deployment deployment, Map<Origin, ProducerRecord<byte[], byte[]>> published, RequestDecoder decoder) {
        Map<Origin, ProducerRecord<byte[], byte[]>> open = new HashMap<>(published);
        for (ConsumerRecord<byte[], byte[]> result : kafka.readCommitted(deployment.deleted())) {
            Origin origin = Step.of(result, deployment).origin();
            ProducerRecord<byte[], byte[]> asked = open.remove(origin);
            assertThat(asked)
                    .as("the request of a result, not settled before: %s", origin)
                    .isNotNull();
            assertThat(decoder.decode(message(asked))).isInstanceOf(Content.Valid.class);
        }
        assertThat(published.size() - open.size()).as("results").isPositive();
        for (ConsumerRecord<byte[], byte[]> dead : kafka.readCommitted(deployment.deadLetter())) {
            Origin origin = Origin.parse(new String(dead.key(), UTF_8)).orElseThrow();
            ProducerRecord<byte[], byte[]> asked = open.remove(origin);
            assertThat(asked)
                    .as("the request of a dead letter, not settled before: %s", origin)
                    .isNotNull();
            assertThat(dead.value()).isEqualTo(asked.value() == null ? new byte[0] : asked.value());
            assertThat(dead.headers().lastHeader("md-null-value") != null).isEqualTo(asked.value() == null);
            assertThat(foreign(dead.headers())).isEqualTo(foreign(asked.headers()));
            assertThat(decoder.decode(message(asked))).isInstanceOf(Content.Malformed.class);
        }
        assertThat(open.keySet()).as("lost").isEmpty();
    }

    private static Map<Origin, ProducerRecord<byte[], byte[]>> published(
            List<ProducerRecord<byte[], byte[]>> records, List<RecordMetadata> positions) {
        Map<Origin, ProducerRecord<byte[], byte[]>> published = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            RecordMetadata position = positions.get(i);
            published.put(new Origin(position.topic(), position.partition(), position.offset()), records.get(i));
        }
        return published;
    }

    /** Starts the service without its line for each settlement. */
    private Service quietly(Settings settings) {
        settlements.setLevel(Level.OFF);
        return Service.start(settings, Optional::empty, () -> {});
    }

    private static Message message(ProducerRecord<byte[], byte[]> asked) {
        List<Header> headers = new ArrayList<>();
        asked.headers().forEach(header -> headers.add(new Header(header.key(), header.value())));
        return new Message(asked.key(), asked.value(), headers, Instant.EPOCH);
    }

    /** All headers but the service's own. */
    private static List<org.apache.kafka.common.header.Header> foreign(org.apache.kafka.common.header.Headers headers) {
        return StreamSupport.stream(headers.spliterator(), false)
                .filter(header -> !header.key().startsWith("md-"))
                .toList();
    }
}
