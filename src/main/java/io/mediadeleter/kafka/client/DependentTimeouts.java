package io.mediadeleter.kafka.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Defaults for times of which Kafka's clients refuse some combinations. Where the operator gives one time, this service's default of the
 * other gives way; two that contradict each other are left to be refused. Stateless.
 */
final class DependentTimeouts {

    /** What Kafka's producer has where nobody sets it. */
    static final int KAFKAS_LINGER_MS = 5;

    /** Also for one that only a provider knows. */
    private static final int KAFKAS_DELIVERY_MS = 120_000;

    /** Beats within a session; Kafka asks for three. */
    private static final int BEATS = 3;

    private DependentTimeouts() {}

    /** A whole answer may not take less than one of the requests that it is made of. */
    static void ofAdmin(Map<String, Object> config, int answerMs, int requestMs) {
        config.putIfAbsent(
                CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
                Math.max(answerMs, given(config, CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 0)));
        config.putIfAbsent(
                CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
                Math.min(requestMs, given(config, CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, requestMs)));
    }

    /** How long to wait for an admin client's answer that need not come: longer than it takes to fail, in two steps perhaps. */
    static Duration patienceWithAdmin(Map<String, Object> config) {
        int unknown = (int) Duration.ofMinutes(20).toMillis();
        return Duration.ofMillis(3L * given(config, CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, unknown));
    }

    /** A record has to have the time to wait for company and for one answer. */
    static void ofProducer(Map<String, Object> config, int deliveryMs, int requestMs) {
        int linger = given(config, ProducerConfig.LINGER_MS_CONFIG, KAFKAS_LINGER_MS);
        int most = given(config, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE) - linger;
        config.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, Math.min(requestMs, most)));
        config.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, deliveryOf(config, deliveryMs));
    }

    /** So long, or as long as the rest of the settings asks for. */
    private static int deliveryOf(Map<String, Object> config, int deliveryMs) {
        long least = (long) given(config, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 0)
                + given(config, ProducerConfig.LINGER_MS_CONFIG, KAFKAS_LINGER_MS);
        return (int) Math.min(Integer.MAX_VALUE, Math.max(deliveryMs, least));
    }

    /** How long a producer of these settings gives a record, once {@link #ofProducer} has completed them. */
    static Duration delivery(Map<String, Object> config) {
        return Duration.ofMillis(given(config, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, KAFKAS_DELIVERY_MS));
    }

    /** A member has to have the time to be heard. */
    static void ofMember(Map<String, Object> config, int sessionMs, int heartbeatMs) {
        long beat = given(config, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, heartbeatMs);
        config.putIfAbsent(
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                beat < sessionMs ? sessionMs : (int) Math.min(Integer.MAX_VALUE, BEATS * beat));
        int session = given(config, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, sessionMs);
        config.putIfAbsent(
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, Math.max(1, Math.min(heartbeatMs, session / BEATS)));
    }

    /** What stands there; the other where nothing does, or what only a provider knows. */
    private static int given(Map<String, Object> config, String name, int otherwise) {
        try {
            return Optional.ofNullable(config.get(name))
                    .map(value -> Integer.parseInt(value.toString().strip()))
                    .orElse(otherwise);
        } catch (NumberFormatException notKnownHere) {
            return otherwise;
        }
    }
}
