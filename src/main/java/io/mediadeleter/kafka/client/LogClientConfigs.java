package io.mediadeleter.kafka.client;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The settings of clients of the topics by which the group's members hear of each other: quota and control. */
public final class LogClientConfigs {

    private static final int QUOTA_REQUEST_TIMEOUT_MS = 2_000;
    private static final int QUOTA_DELIVERY_TIMEOUT_MS = 4_000;
    private static final int QUOTA_MAX_BLOCK_MS = 1_000;
    private static final int QUOTA_API_TIMEOUT_MS = 5_000;
    private static final int QUOTA_FETCH_BYTES = 512 << 10;
    private static final int QUOTA_POLL_RECORDS = 10;
    private static final int CONTROL_POLL_RECORDS = 500;

    /** A person waits: longer than a broker's restart takes, and not longer. */
    private static final int COMMAND_TIMEOUT_MS = 20_000;

    /** A leader that does not answer is given up within that time, so that the next one is asked. */
    private static final int COMMAND_REQUEST_TIMEOUT_MS = 5_000;

    private static final int HOLD_BATCH_BYTES = 128 << 10;

    private LogClientConfigs() {}

    /** For reading the quota topic from a place of its own; without a group. */
    public static Map<String, Object> quotaConsumer(KafkaSettings settings) {
        return logConsumer(settings, "-quota");
    }

    /** For reading the control topic, what is not committed included; without a group. */
    public static Map<String, Object> controlConsumer(KafkaSettings settings) {
        Map<String, Object> config = logConsumer(settings, "-control");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, CONTROL_POLL_RECORDS);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, ClientConfigs.READ_UNCOMMITTED);
        return config;
    }

    /** A topic of one partition and small records, read by everybody as it is written. */
    private static Map<String, Object> logConsumer(KafkaSettings settings, String suffix) {
        Map<String, Object> config = ClientConfigs.lookingConsumer(settings, suffix);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, QUOTA_FETCH_BYTES);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, QUOTA_POLL_RECORDS);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, SmallBytes.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, SmallBytes.class);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, QUOTA_API_TIMEOUT_MS);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, QUOTA_API_TIMEOUT_MS);
        return config;
    }

    /** For claims on the quota: one that is not written within moments is of no use. */
    public static Map<String, Object> quotaProducer(KafkaSettings settings) {
        return logProducer(settings, "-quota");
    }

    /** For probes of the control topic: one that is not written within moments proves nothing. */
    public static Map<String, Object> controlProducer(KafkaSettings settings) {
        return logProducer(settings, "-control");
    }

    /** For a command that writes many small records one behind the other, and must know the end of each. */
    public static Map<String, Object> holdProducer(KafkaSettings settings) {
        Map<String, Object> config = ClientConfigs.named(ClientConfigs.producer(settings), "-holds");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, COMMAND_REQUEST_TIMEOUT_MS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, COMMAND_TIMEOUT_MS);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, COMMAND_TIMEOUT_MS);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, HOLD_BATCH_BYTES);
        // On a new topic, the first of several batches in flight can be refused while the second is not (KAFKA-15591).
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return config;
    }

    /** For how long such a command waits for the end of what it has written. */
    public static DeliveryLimit limitOfHolds() {
        return DeliveryLimit.of(Duration.ofMillis(COMMAND_TIMEOUT_MS));
    }

    /** For how long a claim or a probe is waited for. */
    public static DeliveryLimit limitOfLogs() {
        return DeliveryLimit.of(Duration.ofMillis(QUOTA_DELIVERY_TIMEOUT_MS));
    }

    private static Map<String, Object> logProducer(KafkaSettings settings, String suffix) {
        Map<String, Object> config = ClientConfigs.named(ClientConfigs.producer(settings), suffix);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, QUOTA_REQUEST_TIMEOUT_MS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, QUOTA_DELIVERY_TIMEOUT_MS);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, QUOTA_MAX_BLOCK_MS);
        return config;
    }
}
