package io.mediadeleter.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A dead letter as the service writes it, without a service that fails. Stateless. */
public final class PlantedLetter {

    private PlantedLetter() {}

    /** Of a request that has failed once, for a reason that may be gone. */
    public static ProducerRecord<byte[], byte[]> on(String topic, String origin) {
        String json = "{\"eventId\":\"e\",\"fileId\":\"8000000000000007\"}";
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(topic, origin.getBytes(UTF_8), json.getBytes(UTF_8));
        Map.of(
                        "md-origin", origin,
                        "md-origin-timestamp", "1764000000000",
                        "md-fault-kind", "TRANSIENT",
                        "md-fault-code", "InternalError",
                        "md-fault-message", "why",
                        "md-attempt", "1",
                        "md-failed-at", "2026-11-25T09:14:00Z")
                .forEach((name, text) -> letter.headers().add(name, text.getBytes(UTF_8)));
        return letter;
    }
}
