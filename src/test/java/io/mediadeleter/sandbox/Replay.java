package io.mediadeleter.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.app.settings.Settings;
import io.mediadeleter.kafka.ClientConfigs;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Sends a dead letter back: the request's own bytes go to the replay topic and a tombstone marks the dead letter resolved,
 * in one transaction, so that it is never in both places and never in neither.
 */
final class Replay {

    private static final String OWN_PREFIX = "md-";

    private Replay() {}

    static void of(ConsumerRecord<byte[], byte[]> deadLetter, Settings settings) {
        Map<String, Object> config = ClientConfigs.producer(settings.kafka());
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.kafka().groupId() + "-sandbox-replay");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
            producer.initTransactions();
            producer.beginTransaction();
            for (ProducerRecord<byte[], byte[]> half :
                    List.of(request(deadLetter, settings.topics().replay()), tombstone(deadLetter))) {
                var unused = producer.send(half); // the commit throws when it was not written
            }
            producer.commitTransaction();
        }
    }

    private static ProducerRecord<byte[], byte[]> request(ConsumerRecord<byte[], byte[]> deadLetter, String topic) {
        String key = text(deadLetter, "md-origin-key");
        ProducerRecord<byte[], byte[]> request = new ProducerRecord<>(
                topic,
                key == null ? null : Base64.getDecoder().decode(key),
                text(deadLetter, "md-null-value") == null ? deadLetter.value() : null);
        for (Header header : deadLetter.headers()) {
            if (!header.key().startsWith(OWN_PREFIX)) {
                request.headers().add(header);
            }
        }
        String replays = text(deadLetter, "md-replays");
        put(request.headers(), "md-origin", new String(deadLetter.key(), UTF_8));
        put(request.headers(), "md-origin-timestamp", text(deadLetter, "md-origin-timestamp"));
        put(request.headers(), "md-replay-of", new String(deadLetter.key(), UTF_8));
        put(request.headers(), "md-replays", String.valueOf(replays == null ? 1 : Integer.parseInt(replays) + 1));
        return request;
    }

    private static ProducerRecord<byte[], byte[]> tombstone(ConsumerRecord<byte[], byte[]> deadLetter) {
        return new ProducerRecord<>(deadLetter.topic(), deadLetter.key(), null);
    }

    private static void put(Headers headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(name, value.getBytes(UTF_8));
        }
    }

    private static @Nullable String text(ConsumerRecord<byte[], byte[]> read, String name) {
        Header header = read.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }
}
