package io.mediadeleter.kafka.client;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The Kafka clients' settings: this service's defaults, under what the operator passes through, under what the guarantees
 * rest on.
 */
public final class ClientConfigs {

    /**
     * A dead instance's unfinished transaction holds up readers and the next owner for this time, and until the broker
     * looks for such transactions, by default every 10 s: together within the 15 s that are promised. One that takes
     * longer while its instance lives is aborted and tried again.
     */
    private static final int TRANSACTION_TIMEOUT_MS = 4_000;

    /** After kill -9 the partitions of a classic group move within this time and a rebalance. */
    private static final int SESSION_TIMEOUT_MS = 10_000;

    /** Members of a classic group hear of its changes by this; until all have, partitions that move are nobody's. */
    private static final int HEARTBEAT_MS = 200;

    /**
     * A transaction that begins while the brokers still write the markers of the last one is told to come again. The client's 100 ms are
     * many times as long as that takes; this is what it waits itself for the same in the older protocol of transactions.
     */
    private static final int TRANSACTION_BACK_OFF_MS = 20;

    private static final int KAFKAS_API_TIMEOUT_MS = 60_000;
    private static final int KAFKAS_REQUEST_TIMEOUT_MS = 30_000;

    private static final int REQUEST_TIMEOUT_MS = 5_000;
    private static final int DELIVERY_TIMEOUT_MS = 8_000;
    private static final int MAX_BLOCK_MS = 10_000;

    /** From each broker; a batch that is larger comes alone. */
    private static final int FETCH_MAX_BYTES = 2 << 20;

    private static final int MAX_PARTITION_FETCH_BYTES = 512 << 10;

    /** To poll for one costs as much as the rest of reading it; each has half a megabyte at most, or is read otherwise. */
    private static final int FEW_RECORDS = 4;

    /** A record is held decompressed before anybody can say that it is too large: never two of them. */
    private static final int ONE_RECORD = 1;

    /** What is written at once; a record above it could not be written at all. */
    private static final int BUFFER_MEMORY = 16 << 20;

    private static final int TABLE_FETCH_BYTES = 2 << 20;

    private static final int WATCH_FETCH_BYTES = 256 << 10;

    /** At a partition's end a fetch that waits for more would hold up the next partition. */
    private static final int TABLE_FETCH_WAIT_MS = 20;

    private static final String READ_COMMITTED =
            IsolationLevel.READ_COMMITTED.name().toLowerCase(Locale.ROOT);

    static final String READ_UNCOMMITTED =
            IsolationLevel.READ_UNCOMMITTED.name().toLowerCase(Locale.ROOT);

    /** Above any request that a topic takes: bytes and headers have to fit into a dead letter, or it would be stuck. */
    private static final int MAX_REQUEST_SIZE = 16 << 20;

    private ClientConfigs() {}

    /** For clients that only look or administer. */
    public static Map<String, Object> admin(KafkaSettings settings) {
        return admin(settings, KAFKAS_API_TIMEOUT_MS, KAFKAS_REQUEST_TIMEOUT_MS);
    }

    /** The same, with an end to waiting that may be given otherwise. */
    static Map<String, Object> admin(KafkaSettings settings, int answerMs, int requestMs) {
        Map<String, Object> config = common(settings);
        DependentTimeouts.ofAdmin(config, answerMs, requestMs);
        return config;
    }

    public static Map<String, Object> consumer(KafkaSettings settings) {
        Map<String, Object> config = reading(
                settings,
                Map.of(
                        ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_MAX_BYTES,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MAX_PARTITION_FETCH_BYTES));
        if (isClassic(config)) {
            config.putIfAbsent(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
            DependentTimeouts.ofMember(config, SESSION_TIMEOUT_MS, HEARTBEAT_MS);
        }
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, FEW_RECORDS);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.groupId());
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.instanceId());
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, READ_COMMITTED);
        return config;
    }

    /** What every consumer has, over what the operator passes through, which is over these defaults. */
    private static Map<String, Object> reading(KafkaSettings settings, Map<String, Object> defaults) {
        Map<String, Object> config = common(settings);
        config.putAll(defaults);
        config.putAll(settings.client());
        config.putAll(settings.consumer());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return config;
    }

    /**
     * For settlements. They have waited for company before their transaction began: what is sent then goes out beside the offsets, and
     * not after them.
     */
    public static Map<String, Object> transactionalProducer(KafkaSettings settings) {
        Map<String, Object> config = transactional(settings, transactionalId(settings));
        config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.putIfAbsent(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, TRANSACTION_BACK_OFF_MS);
        return config;
    }

    private static Map<String, Object> transactional(KafkaSettings settings, String id) {
        Map<String, Object> config = producer(settings);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        return config;
    }

    /** This instance's own. */
    public static String transactionalId(KafkaSettings settings) {
        return transactionalId(settings, settings.instanceId());
    }

    /** That of the group's instance of this name. */
    public static String transactionalId(KafkaSettings settings, String instanceId) {
        return settings.groupId() + "-" + instanceId;
    }

    /** For finding out whether transactions are allowed, by an id that is this instance's with a suffix. */
    public static Map<String, Object> transactionalTrial(KafkaSettings settings, String suffix) {
        return transactional(settings, transactionalId(settings) + suffix);
    }

    /** For a producer that loses and repeats nothing as long as it lives. */
    public static Map<String, Object> producer(KafkaSettings settings) {
        Map<String, Object> config = common(settings);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_SIZE);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_MEMORY);
        config.putAll(settings.client());
        config.putAll(settings.producer());
        DependentTimeouts.ofProducer(config, DELIVERY_TIMEOUT_MS, REQUEST_TIMEOUT_MS);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return config;
    }

    /** For reading the table of dead letters, committed ones only; without a group. */
    public static Map<String, Object> deadLetterConsumer(KafkaSettings settings) {
        return scanConsumer(settings, "-dead-letters");
    }

    /** For reading topics once, committed records only; without a group. */
    public static Map<String, Object> scanConsumer(KafkaSettings settings) {
        return scanConsumer(settings, "-scan");
    }

    /** For reading a topic once, what is not committed or was aborted included; without a group. */
    public static Map<String, Object> uncommittedScanConsumer(KafkaSettings settings) {
        Map<String, Object> config = scanConsumer(settings);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, READ_UNCOMMITTED);
        return config;
    }

    private static Map<String, Object> scanConsumer(KafkaSettings settings, String suffix) {
        Map<String, Object> config = lookingConsumer(settings, suffix);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, READ_COMMITTED);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, TABLE_FETCH_BYTES);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, TABLE_FETCH_BYTES);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, ONE_RECORD);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, TABLE_FETCH_WAIT_MS);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, MAX_BLOCK_MS);
        return config;
    }

    /** The same for an instance that counts them beside its work: less at a time, and silent where it may not. */
    public static Map<String, Object> letterWatch(KafkaSettings settings) {
        Map<String, Object> config = deadLetterConsumer(settings);
        named(config, "-watch");
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, WATCH_FETCH_BYTES);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, WATCH_FETCH_BYTES);
        return config;
    }

    /**
     * For changing the table of dead letters. The transactional id is the group's, so that only one process at a time can;
     * its colon is in no instance's name, so that it is no instance's id either.
     */
    public static Map<String, Object> deadLetterProducer(KafkaSettings settings) {
        return transactional(settings, deadLetterTransactionalId(settings));
    }

    /** See {@link #deadLetterProducer}. */
    public static String deadLetterTransactionalId(KafkaSettings settings) {
        return settings.groupId() + "-dead-letters:change";
    }

    /** For looking at a topic without a group. */
    static Map<String, Object> lookingConsumer(KafkaSettings settings, String suffix) {
        Map<String, Object> config = named(reading(settings, Map.of()), suffix);
        config.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
        config.remove(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG); // which the classic protocol refuses
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        return config;
    }

    /** The same with a client id that ends in {@code suffix}. */
    static Map<String, Object> named(Map<String, Object> config, String suffix) {
        config.merge(CommonClientConfigs.CLIENT_ID_CONFIG, suffix, (id, end) -> id + end.toString());
        return config;
    }

    private static Map<String, Object> common(KafkaSettings settings) {
        Map<String, Object> config = new HashMap<>(settings.client());
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        config.putIfAbsent(CommonClientConfigs.CLIENT_ID_CONFIG, settings.groupId() + "-" + settings.instanceId());
        return config;
    }

    private static boolean isClassic(Map<String, Object> config) {
        Object protocol = config.getOrDefault(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name());
        return GroupProtocol.CLASSIC.name().equalsIgnoreCase(protocol.toString());
    }
}
