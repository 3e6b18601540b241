package io.mediadeleter.config;

import io.mediadeleter.text.Suggestion;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Which of Kafka's own settings may be passed through, and which of their values may be shown. */
final class KafkaOverridePolicy {

    private static final int MOST_IN_FLIGHT = 5;
    private static final String ONE_SETTLEMENT =
            "cannot be overridden: results, retries, dead letters and offsets must be committed in one transaction";
    private static final String OFFSETS =
            "cannot be overridden: offsets are committed with the results, not by the consumer";
    private static final String BYTES = "cannot be overridden: records are carried on as bytes, unchanged";
    private static final String NOT_LOST =
            "cannot be overridden: a record that was not written must not be taken for written";

    /** Why each of these is not for the operator, for consumers and producers alike. */
    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("bootstrap.servers", "set " + SettingDefinitions.BOOTSTRAP_SERVERS.property() + " instead"),
            Map.entry(
                    "bootstrap.controllers",
                    "cannot be set: records are written and read at brokers; set "
                            + SettingDefinitions.BOOTSTRAP_SERVERS.property() + " alone"),
            Map.entry(
                    "bootstrap.resolve.timeout.ms",
                    "cannot be set: a client that finds no broker's name within that time is of no use any more, also once"
                            + " the name server answers again"),
            Map.entry("group.id", "set " + SettingDefinitions.GROUP_ID.property() + " instead"),
            Map.entry("group.instance.id", "set " + SettingDefinitions.INSTANCE_ID.property() + " instead"),
            Map.entry(
                    "transactional.id",
                    "cannot be overridden: it is made from the group and the instance id, so that a"
                            + " restart fences what it replaces; set " + SettingDefinitions.INSTANCE_ID.property()),
            Map.entry("enable.auto.commit", OFFSETS),
            Map.entry("auto.offset.reset", "cannot be overridden: skipping to the end would lose requests"),
            Map.entry(
                    "isolation.level",
                    "cannot be overridden: a request of an aborted transaction must not be acted on"),
            Map.entry(
                    "allow.auto.create.topics",
                    "cannot be overridden: a misspelt topic must not be created automatically; create topics with"
                            + " `topics create`"),
            Map.entry("key.deserializer", BYTES),
            Map.entry("value.deserializer", BYTES),
            Map.entry("key.serializer", BYTES),
            Map.entry("value.serializer", BYTES),
            Map.entry("enable.idempotence", ONE_SETTLEMENT),
            Map.entry("acks", NOT_LOST),
            Map.entry("retries", NOT_LOST),
            Map.entry(
                    "transaction.timeout.ms",
                    "cannot be overridden: a dead instance's transaction blocks its successor until then, so it is"
                            + " short"),
            Map.entry("transaction.two.phase.commit.enable", ONE_SETTLEMENT));

    /** Without it no broker's name is compared with its certificate, and no value but the empty one says so. */
    private static final String NAME_CHECK = "ssl.endpoint.identification.algorithm";

    /** What is named by these, a provider's own settings, stands in no list. */
    private static final String PROVIDERS = "config.providers.";

    private static final Pattern USER_OF_ADDRESS = Pattern.compile("//[^/\\s]*@");

    private static final Map<String, ConfigDef.ConfigKey> OF_CONSUMERS =
            ConsumerConfig.configDef().configKeys();
    private static final Map<String, ConfigDef.ConfigKey> OF_PRODUCERS =
            ProducerConfig.configDef().configKeys();
    private static final Map<String, ConfigDef.ConfigKey> KNOWN = known();

    /** What a configuration provider puts there is known to Kafka's client alone. */
    private static final String PROVIDED = "${";

    private KafkaOverridePolicy() {}

    /** Why {@code name} cannot have this value, with what to do; empty when it can. */
    static Optional<String> objection(String name, String value) {
        String fixed = FIXED.get(name);
        if (fixed != null) {
            return Optional.of(fixed);
        }
        if (name.equals(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION) && !isFewInFlight(value)) {
            return Optional.of("give a whole number from 1 to " + MOST_IN_FLIGHT
                    + ": with more, a retried batch could overtake or repeat another");
        }
        if (!name.equals(name.toLowerCase(Locale.ROOT))) {
            return Optional.of("Kafka's names are in lower case: write " + name.toLowerCase(Locale.ROOT));
        }
        Optional<String> meant =
                KNOWN.containsKey(name) ? Optional.empty() : Suggestion.nearest(name, KNOWN.keySet(), 2);
        if (meant.isPresent()) {
            return Optional.of("Kafka has no such name; did you mean " + meant.get() + "?");
        }
        if (value.isBlank() && !name.equals(NAME_CHECK)) {
            return Optional.of("is empty: give a value, or remove it");
        }
        if (!isSecret(name) && USER_OF_ADDRESS.matcher(value).find()) {
            return Optional.of("give the address without a user and a password: Kafka's clients write it to the log");
        }
        return KNOWN.containsKey(name) && !value.contains(PROVIDED)
                ? refusal(KNOWN.get(name), value)
                : Optional.empty();
    }

    /** What Kafka's client would say, at the first command that makes one. */
    private static Optional<String> refusal(ConfigDef.ConfigKey key, String value) {
        try {
            Object parsed = ConfigDef.parseType(key.name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(key.name, parsed);
            }
            return Optional.empty();
        } catch (ConfigException wrong) {
            return Optional.of("Kafka does not take this value"
                    + (isSecret(key.name) ? "" : reason(key.name, String.valueOf(wrong.getMessage()))));
        }
    }

    /** Kafka's words behind the name, before which the value is said once more; of lists they begin otherwise. */
    private static String reason(String name, String said) {
        return Stream.of("for configuration " + name + ": ", "Configuration '" + name + "' ")
                .filter(said::contains)
                .map(place -> ": " + said.substring(said.lastIndexOf(place) + place.length()))
                .findFirst()
                .orElse("");
    }

    /** Why {@code name} with this value is hardly meant, though it is possible; empty when it may well be. */
    static Optional<String> warning(SettingPrefix family, String name, String value) {
        Optional<String> other = otherClients(family, name);
        if (other.isPresent()) {
            return other;
        }
        if (name.equals(NAME_CHECK) && value.isBlank()) {
            return Optional.of(
                    " is empty: no broker's name is compared with its certificate, so whoever is on the way can"
                            + " pass for a broker; remove it unless that is meant");
        }
        return KNOWN.containsKey(name) || name.startsWith(PROVIDERS)
                ? Optional.empty()
                : Optional.of(": Kafka's clients have no such setting; only a plug-in reads it");
    }

    /** A client passes over what only another kind of client has. */
    private static Optional<String> otherClients(SettingPrefix family, String name) {
        boolean isOfConsumers = family.equals(SettingPrefix.CONSUMER);
        boolean isOfAll = !isOfConsumers && !family.equals(SettingPrefix.PRODUCER);
        Map<String, ConfigDef.ConfigKey> read = isOfConsumers ? OF_CONSUMERS : OF_PRODUCERS;
        return isOfAll || read.containsKey(name) || !KNOWN.containsKey(name)
                ? Optional.empty()
                : Optional.of(" has no effect: Kafka's " + (isOfConsumers ? "consumers" : "producers")
                        + " have no such setting; remove it");
    }

    /** Whether a value may be shown: what Kafka does not know may be a plug-in's password. */
    static boolean isSecret(String name) {
        ConfigDef.ConfigKey key = KNOWN.get(name);
        return key == null || key.type == ConfigDef.Type.PASSWORD;
    }

    private static boolean isFewInFlight(String value) {
        return SettingType.number(1, MOST_IN_FLIGHT).parse(value).isPresent();
    }

    private static Map<String, ConfigDef.ConfigKey> known() {
        Map<String, ConfigDef.ConfigKey> keys =
                new HashMap<>(AdminClientConfig.configDef().configKeys());
        keys.putAll(OF_CONSUMERS);
        keys.putAll(OF_PRODUCERS);
        return keys;
    }
}
