package io.mediadeleter.config;

import io.mediadeleter.kafka.acl.AccessPlan;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.codec.RequestRules;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.kafka.topics.TopicPlan;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.RetrySchedule;
import io.mediadeleter.vod.CredentialChoice;
import io.mediadeleter.vod.VodSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All settings, checked. A value comes from the environment, else from the properties file, else it is the default;
 * Java's system properties are no source. An empty value is refused, not taken for the default: an emptied list of allowed
 * sub-applications must not come to mean all of them. Texts are taken as they are: there are no {@code ${…}} expressions.
 *
 * @param partitions of each topic that is created, but for the quota topic
 * @param replicationFactor of each topic that is created; empty for the brokers' default
 * @param credentials where the API's keys come from
 * @param callsPerHour calls of the group within an hour after which the brake stops deletion; empty for no limit
 * @param requests which of them are still acted on
 * @param maxHolds holds that may stand on the control topic; with more, no call is made
 * @param quotaPerSecond calls a second of all instances together
 * @param quotaLease how long a share is held without a word from its holder
 * @param settleInterval the longest that what is settled waits for its commit
 * @param faultOverrides the operator's rows of the fault table, by code
 * @param opsPort 0 for any free port
 * @param opsAllowedHosts names by which the pages may be asked for, besides those that nobody can register
 * @param otel what an OpenTelemetry collector is sent
 * @param origins where each value comes from, secrets masked
 */
public record Settings(
        KafkaSettings kafka,
        TopicNames topics,
        int partitions,
        Optional<Short> replicationFactor,
        RetrySchedule retrySchedule,
        VodSettings vod,
        CredentialChoice credentials,
        OptionalInt callsPerHour,
        RequestRules requestRules,
        RequestSettings requests,
        int maxHolds,
        int quotaPerSecond,
        QuotaMode quotaMode,
        Duration quotaLease,
        Duration settleInterval,
        boolean dryRun,
        Map<String, FaultKind> faultOverrides,
        String opsHost,
        int opsPort,
        Set<String> opsAllowedHosts,
        PartitionMeters partitionMeters,
        OtelSettings otel,
        LogFormat logFormat,
        List<SettingValue> origins) {

    public Settings {
        faultOverrides = Map.copyOf(faultOverrides);
        opsAllowedHosts = Set.copyOf(opsAllowedHosts);
        origins = List.copyOf(origins);
    }

    /**
     * Reads and checks all settings.
     *
     * @param environment the process's variables, in which {@code MEDIA_DELETER_…} count
     * @param file a properties file; null for none
     * @throws InvalidSettings listing all that is wrong
     */
    public static Settings load(Map<String, String> environment, @Nullable Path file) {
        return load(SettingSources.read(environment, file));
    }

    /**
     * Checks all settings that {@code sources} give.
     *
     * @throws InvalidSettings listing all that is wrong
     */
    public static Settings load(SettingSources sources) {
        SettingReader reader = new SettingReader(sources);
        KafkaSettings kafka = kafka(reader);
        reader.refuseContradictions(kafka);
        TopicNames topics = topics(reader);
        int partitions = reader.value(SettingDefinitions.TOPIC_PARTITIONS);
        Optional<Short> replicas =
                reader.optional(SettingDefinitions.TOPIC_REPLICATION).map(Integer::shortValue);
        RetrySchedule retrySchedule = new RetrySchedule(topics.retryDelays());
        VodSettings vod = vod(reader);
        OptionalInt callsPerHour = reader.optional(SettingDefinitions.CALLS_MAX_PER_HOUR).stream()
                .mapToInt(Integer::intValue)
                .findFirst();
        RequestRules rules = requestRules(reader);
        Settings settings = new Settings(
                kafka,
                topics,
                partitions,
                replicas,
                retrySchedule,
                vod,
                reader.value(SettingDefinitions.VOD_CREDENTIALS),
                callsPerHour,
                rules,
                RequestSettings.read(reader),
                reader.value(SettingDefinitions.MAX_HOLDS),
                reader.value(SettingDefinitions.QUOTA_PER_SECOND),
                reader.value(SettingDefinitions.QUOTA_MODE),
                reader.value(SettingDefinitions.QUOTA_LEASE),
                reader.value(SettingDefinitions.SETTLE_INTERVAL),
                reader.value(SettingDefinitions.DRY_RUN),
                reader.faults(),
                reader.value(SettingDefinitions.OPS_HOST),
                reader.value(SettingDefinitions.OPS_PORT),
                reader.optional(SettingDefinitions.OPS_ALLOWED_HOSTS).orElse(Set.of()),
                reader.value(SettingDefinitions.OPS_PARTITION_METERS),
                OtelSettings.read(reader),
                reader.value(SettingDefinitions.LOG_FORMAT),
                reader.values());
        reader.throwIfInvalid();
        return settings;
    }

    /** What is possible and yet hardly meant; a sentence each. */
    public List<String> warnings() {
        return Stream.of(
                        Warnings.of(kafka).stream(),
                        Warnings.of(vod.endpoint(), faultOverrides).stream(),
                        requests.warning(retrySchedule).stream())
                .flatMap(warnings -> warnings)
                .toList();
    }

    /** In which form the log is asked for, before all settings are known to be right; what is no form counts as text. */
    public static LogFormat logFormat(SettingSources sources) {
        return sources.find(SettingDefinitions.LOG_FORMAT.property())
                .flatMap(given -> SettingDefinitions.LOG_FORMAT.type().parse(given.text()))
                .orElse(LogFormat.TEXT);
    }

    /** How long a request waits before it is first called. */
    public GracePeriod gracePeriod() {
        return new GracePeriod(requests.gracePeriod(), Set.copyOf(topics.requests()));
    }

    /** The topics that an instance needs; with the quota to itself it has no use for the quota topic. */
    public TopicPlan topicPlan() {
        TopicPlan plan = TopicPlan.of(topics, partitions, replicationFactor).inGrace(requests.gracePeriod());
        return quotaMode == QuotaMode.GROUP ? plan : plan.without(topics.quota());
    }

    /** The rights that an instance needs. */
    public AccessPlan accessPlan() {
        AccessPlan plan = AccessPlan.of(kafka, topics);
        return quotaMode == QuotaMode.GROUP ? plan : plan.without(topics.quota());
    }

    private static KafkaSettings kafka(SettingReader reader) {
        return new KafkaSettings(
                reader.value(SettingDefinitions.BOOTSTRAP_SERVERS),
                reader.value(SettingDefinitions.GROUP_ID),
                reader.value(SettingDefinitions.INSTANCE_ID),
                reader.passThrough(SettingPrefix.CLIENT),
                reader.passThrough(SettingPrefix.CONSUMER),
                reader.passThrough(SettingPrefix.PRODUCER));
    }

    private static TopicNames topics(SettingReader reader) {
        TopicNames topics = new TopicNames(
                reader.value(SettingDefinitions.TOPIC_REQUESTED),
                reader.value(SettingDefinitions.TOPIC_BULK),
                reader.value(SettingDefinitions.TOPIC_DELETED),
                reader.value(SettingDefinitions.TOPIC_DEAD_LETTER),
                reader.value(SettingDefinitions.TOPIC_REPLAY),
                reader.value(SettingDefinitions.TOPIC_QUOTA),
                reader.value(SettingDefinitions.TOPIC_CONTROL),
                reader.value(SettingDefinitions.RETRY_DELAYS).delays(),
                List.of());
        TopicCheck.check(topics, reader);
        return topics;
    }

    private static VodSettings vod(SettingReader reader) {
        VodSettings vod = new VodSettings(
                reader.value(SettingDefinitions.VOD_ENDPOINT),
                reader.value(SettingDefinitions.VOD_CONNECT_TIMEOUT),
                reader.value(SettingDefinitions.VOD_CALL_TIMEOUT),
                reader.value(SettingDefinitions.CALLS_MAX_IN_FLIGHT));
        if (reader.areSound(SettingDefinitions.VOD_CONNECT_TIMEOUT, SettingDefinitions.VOD_CALL_TIMEOUT)
                && vod.connectTimeout().compareTo(vod.callTimeout()) > 0) {
            reader.reject(
                    SettingDefinitions.VOD_CONNECT_TIMEOUT,
                    "is longer than " + SettingDefinitions.VOD_CALL_TIMEOUT.property()
                            + ", which bounds it: give less");
        }
        return vod;
    }

    private static RequestRules requestRules(SettingReader reader) {
        Optional<Long> preset = reader.optional(SettingDefinitions.VOD_DEFAULT_SUB_APP);
        Set<Long> allowed =
                reader.optional(SettingDefinitions.VOD_ALLOWED_SUB_APPS).orElse(Set.of());
        if (preset.isPresent() && !allowed.isEmpty() && !allowed.contains(preset.get())) {
            reader.reject(
                    SettingDefinitions.VOD_DEFAULT_SUB_APP,
                    "is not among " + SettingDefinitions.VOD_ALLOWED_SUB_APPS.property()
                            + ": add it there or change it");
        }
        return new RequestRules(
                preset.orElse(null),
                reader.value(SettingDefinitions.VOD_REQUIRE_SUB_APP),
                allowed,
                reader.value(RequestDefinitions.EMPTY_PARTS) == RequestDefinitions.EmptyParts.DELETE_ALL);
    }
}
