package io.mediadeleter.kafka.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Settings of Kafka's each of which a client takes by itself, and which it refuses together: it would say so where it is made, in the midst
 * of a command or of a start, and of some only when it sends. Asks no broker. Stateless.
 */
public final class Contradictions {

    /** Which client refuses them. */
    public enum Client {
        ADMIN,
        CONSUMER,
        PRODUCER
    }

    /**
     * Settings that do not go together.
     *
     * @param values by Kafka's names, those that are given and those that this service or Kafka sets; the first is to be changed before the
     *     others
     * @param rule which they break, as a sentence without its stop
     */
    public record Contradiction(Client client, Map<String, String> values, String rule) {}

    /** By name, not by the client's constants: the benchmarks, whose peers do not run with Kafka's client 4.4, are built with 4.3. */
    private static final String ALLOCATION_STRATEGY = "buffer.memory.allocation.strategy";

    private static final String RACK_AWARE = "partitioner.rack.aware";
    private static final String RACK = "client.rack";

    private static final int KAFKAS_BATCH_BYTES = 16 << 10;

    private static final List<String> NOT_WITH_CONSUMER = List.of(
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
            ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG);
    private static final List<String> NOT_WITH_CLASSIC = List.of(
            ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG,
            ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
            ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG);

    private final Client client;
    private final Map<String, Object> config;
    private final List<Contradiction> found = new ArrayList<>();

    private Contradictions(Client client, Map<String, Object> config) {
        this.client = client;
        this.config = config;
    }

    /** All that is found in the settings of all clients, each once. */
    public static List<Contradiction> of(KafkaSettings settings) {
        Contradictions admin = new Contradictions(Client.ADMIN, ClientConfigs.admin(settings));
        admin.ofAdmin();
        Contradictions consumer = new Contradictions(Client.CONSUMER, ClientConfigs.consumer(settings));
        consumer.ofMember();
        Contradictions producer = new Contradictions(Client.PRODUCER, ClientConfigs.producer(settings));
        producer.ofProducer();
        producer.ofBatches();
        if (producer.found.isEmpty()) { // with a batch of its own
            producer.found.addAll(ofHolds(settings));
        }
        Map<String, Contradiction> byRule = new LinkedHashMap<>();
        for (Contradictions each : List.of(admin, consumer, producer)) {
            each.found.forEach(one -> byRule.putIfAbsent(one.rule(), one));
        }
        return List.copyOf(byRule.values());
    }

    private static List<Contradiction> ofHolds(KafkaSettings settings) {
        Contradictions holds = new Contradictions(Client.PRODUCER, LogClientConfigs.holdProducer(settings));
        holds.ofBatches();
        return holds.found;
    }

    private void ofAdmin() {
        String answer = CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG;
        String request = CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG;
        if (number(answer, Long.MAX_VALUE) < number(request, 0)) {
            refuse("default.api.timeout.ms must not be less than request.timeout.ms", answer, request);
        }
    }

    private void ofMember() {
        String protocol = text(ConsumerConfig.GROUP_PROTOCOL_CONFIG).orElse(GroupProtocol.CLASSIC.name());
        boolean isClassic = GroupProtocol.CLASSIC.name().equalsIgnoreCase(protocol);
        for (String name : isClassic ? NOT_WITH_CLASSIC : NOT_WITH_CONSUMER) {
            if (config.containsKey(name)) {
                refuse(
                        "group.protocol=" + protocol.toLowerCase(Locale.ROOT) + " does not go with " + name,
                        name,
                        ConsumerConfig.GROUP_PROTOCOL_CONFIG);
            }
        }
        String beat = ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG;
        String session = ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG;
        if (isClassic && number(beat, 0) >= number(session, Long.MAX_VALUE)) {
            refuse("heartbeat.interval.ms must be less than session.timeout.ms", beat, session);
        }
    }

    private void ofProducer() {
        String delivery = ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG;
        String request = ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG;
        String linger = ProducerConfig.LINGER_MS_CONFIG;
        long least =
                Math.min(number(linger, DependentTimeouts.KAFKAS_LINGER_MS), Integer.MAX_VALUE) + number(request, 0);
        if (number(delivery, Long.MAX_VALUE) < Math.min(least, Integer.MAX_VALUE)) {
            refuse(
                    "delivery.timeout.ms must not be less than request.timeout.ms and linger.ms together",
                    delivery,
                    request,
                    linger);
        }
        String compression = ProducerConfig.COMPRESSION_TYPE_CONFIG;
        if (isIncremental()
                && text(compression).filter(type -> !type.equals("none")).isPresent()) {
            refuse(
                    "buffer.memory.allocation.strategy=incremental does not go with compression",
                    ALLOCATION_STRATEGY,
                    compression);
        }
        if (text(RACK_AWARE).filter(Boolean::parseBoolean).isPresent()
                && text(RACK).isEmpty()) {
            refuse("partitioner.rack.aware=true needs client.rack", RACK_AWARE);
        }
    }

    /** Each batch gets as much at once; one above all that there is could never be sent. */
    private void ofBatches() {
        String batch = ProducerConfig.BATCH_SIZE_CONFIG;
        String buffer = ProducerConfig.BUFFER_MEMORY_CONFIG;
        long bytes = number(batch, KAFKAS_BATCH_BYTES);
        if (bytes > number(buffer, Long.MAX_VALUE) && !isIncremental()) {
            refuse("batch.size (" + bytes + ") must not be more than buffer.memory", batch, buffer);
        }
    }

    private boolean isIncremental() {
        return text(ALLOCATION_STRATEGY).filter("incremental"::equalsIgnoreCase).isPresent();
    }

    private void refuse(String rule, String... names) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : names) {
            text(name).ifPresent(value -> values.put(name, value));
        }
        found.add(new Contradiction(client, values, rule));
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(config.get(name))
                .map(value -> value.toString().strip());
    }

    /** The other where nothing stands there, or what only a provider knows. */
    private long number(String name, long otherwise) {
        try {
            return text(name).map(Long::parseLong).orElse(otherwise);
        } catch (NumberFormatException notKnownHere) {
            return otherwise;
        }
    }
}
