package io.mediadeleter.config;

import io.mediadeleter.rule.RetrySchedule;
import io.mediadeleter.vod.CredentialChoice;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Every setting there is. The typed settings, the reference and the error messages are all made from this. */
final class SettingDefinitions {

    private static final Duration INSTANT = Duration.ofMillis(1);

    static final Setting<String> BOOTSTRAP_SERVERS = new Setting<>(
            "kafka.bootstrap-servers",
            SettingType.bootstrapServers(),
            "localhost:9092",
            "Bootstrap brokers, as host:port, separated by commas.");
    static final Setting<String> GROUP_ID = new Setting<>(
            "group-id",
            SettingType.kafkaName(),
            "media-deleter",
            "The consumer group. All instances of one group share the work and the quota.");
    static final Setting<String> INSTANCE_ID = new Setting<>(
            "instance-id",
            SettingType.kafkaName(),
            Setting.HOST_NAME,
            "The name of this instance: its static group membership and part of its transactional id. Different for each"
                    + " instance of a group, and the same after a restart.");
    static final Setting<String> TOPIC_REQUESTED = new Setting<>(
            "topics.requested",
            SettingType.kafkaName(),
            "media-delete-requested",
            "The topic that requests are read from. The retry topics are named after it:"
                    + " <topics.requested>.retry.<delay>, and the grace topic: <topics.requested>.grace.");
    static final Setting<String> TOPIC_BULK = new Setting<>(
            "topics.bulk",
            SettingType.kafkaName(),
            Setting.REQUESTED_TOPIC + ".bulk",
            "The topic of requests that can wait: however many they are, they delay no live request.");
    static final Setting<String> TOPIC_DELETED = new Setting<>(
            "topics.deleted", SettingType.kafkaName(), "media-deleted", "The topic that results are published on.");
    static final Setting<String> TOPIC_DEAD_LETTER = new Setting<>(
            "topics.dead-letter",
            SettingType.kafkaName(),
            Setting.REQUESTED_TOPIC + ".dead-letter",
            "The compacted topic of requests that were given up or refused.");
    static final Setting<String> TOPIC_REPLAY = new Setting<>(
            "topics.replay",
            SettingType.kafkaName(),
            Setting.REQUESTED_TOPIC + ".replay",
            "The topic that replayed dead letters are written to.");
    static final Setting<String> TOPIC_QUOTA = new Setting<>(
            "topics.quota",
            SettingType.kafkaName(),
            "media-deleter.quota",
            "The topic by which the instances share the quota. Groups that spend the same account's quota name the same"
                    + " topic.");
    static final Setting<String> TOPIC_CONTROL = new Setting<>(
            "topics.control",
            SettingType.kafkaName(),
            Setting.GROUP + ".control",
            "The compacted topic of holds, by which the group is told not to delete. Each group has its own.");
    static final Setting<Integer> TOPIC_PARTITIONS = new Setting<>(
            "topics.partitions",
            SettingType.number(1, 10_000),
            "12",
            "Partitions of each topic that `topics create` makes; at least as many as instances. The quota topic and the"
                    + " control topic always have one.");
    static final Setting<Integer> TOPIC_REPLICATION = new Setting<>(
            "topics.replication-factor",
            SettingType.number(1, 100),
            null,
            "Replicas of each topic that `topics create` makes. Unset, the brokers' own default.");

    static final Setting<RetrySchedule> RETRY_DELAYS = new Setting<>(
            "retry.delays",
            SettingType.retrySchedule(Duration.ofHours(24)),
            "5s,1m,10m",
            "The waits between attempts, in order. Each is a topic, named by the text of its delay; after the last one a"
                    + " request is dead-lettered. `none` for no retries. Requests left on the topic of a delay that is no"
                    + " longer listed are still processed.");

    static final Setting<URI> VOD_ENDPOINT = new Setting<>(
            "vod.endpoint",
            SettingType.endpoint(),
            "https://vod.intl.tencentcloudapi.com",
            "The API's address: scheme, host and, if needed, port. For accounts of the mainland site:"
                    + " https://vod.tencentcloudapi.com.");
    static final Setting<Long> VOD_DEFAULT_SUB_APP = new Setting<>(
            "vod.default-sub-app-id",
            SettingType.subAppId(),
            null,
            "The sub-application of requests that name none. Unset, none is sent: the account's own. With"
                    + " vod.allowed-sub-app-ids such requests are dead-lettered instead. A request keeps the one that it was"
                    + " first read with for all its attempts.");
    static final Setting<Set<Long>> VOD_ALLOWED_SUB_APPS = new Setting<>(
            "vod.allowed-sub-app-ids",
            SettingType.subAppIds(),
            null,
            "The sub-applications that may be deleted from, separated by commas; requests for others are dead-lettered."
                    + " Unset, all.");
    static final Setting<Boolean> VOD_REQUIRE_SUB_APP = new Setting<>(
            "vod.require-sub-app-id",
            SettingType.truth(),
            "false",
            "Refuse requests that name no sub-application, even where vod.default-sub-app-id is set.");
    static final Setting<Duration> VOD_CONNECT_TIMEOUT = new Setting<>(
            "vod.connect-timeout",
            SettingType.duration(INSTANT, Duration.ofMinutes(1)),
            "3s",
            "The longest wait for a connection to the API; at most vod.call-timeout.");
    static final Setting<Duration> VOD_CALL_TIMEOUT = new Setting<>(
            "vod.call-timeout",
            SettingType.duration(INSTANT, Duration.ofMinutes(1)),
            "10s",
            "The longest a call may take as a whole. A shutdown may take this long, too.");
    static final Setting<CredentialChoice> VOD_CREDENTIALS = new Setting<>(
            "vod.credentials",
            SettingType.oneOf(CredentialChoice.class),
            "auto",
            "The one way that the API's credentials come: environment, profile, cvm-role or tke-oidc-role. auto: the first of"
                    + " these that is there.");
    static final Setting<Integer> CALLS_MAX_IN_FLIGHT = new Setting<>(
            "calls.max-in-flight",
            SettingType.number(1, 1_000),
            "64",
            "Calls at the same time, and so threads and connections. Quota times the API's latency in seconds, and"
                    + " some to spare.");
    static final Setting<Integer> MAX_HOLDS = new Setting<>(
            "holds.max",
            SettingType.number(1, 10_000_000),
            "1000000",
            "Holds that may stand on the control topic at a time, without those that have ended; each takes 200 to 512 bytes of an instance's memory, and one"
                    + " that takes more counts once for each 512: give instances a heap for as many as this says. With more, no"
                    + " call is made, since some could not be kept in mind.");
    static final Setting<Integer> CALLS_MAX_PER_HOUR = new Setting<>(
            "calls.max-deletes-per-hour",
            SettingType.number(1, 1_000_000_000),
            null,
            "Safety limit for the group: after this many calls within an hour, deletion pauses for an hour, or until an"
                    + " operator releases it. The same for all instances, else the lowest applies. Unset, no limit.");

    static final Setting<Integer> QUOTA_PER_SECOND = new Setting<>(
            "quota.per-second",
            SettingType.number(1, 100_000),
            "100",
            "Calls a second that all instances together may make; the same for all instances.");
    static final Setting<QuotaMode> QUOTA_MODE = new Setting<>(
            "quota.mode",
            SettingType.oneOf(QuotaMode.class),
            "group",
            "group: the instances share the quota by the quota topic. local: this instance has all of it; only for a"
                    + " single instance.");
    static final Setting<Duration> QUOTA_LEASE = new Setting<>(
            "quota.lease",
            SettingType.duration(Duration.ofSeconds(3), Duration.ofMinutes(1)),
            "5s",
            "Lease: how long a share of the quota stays valid without renewal; the same for all instances.");
    static final Setting<Duration> SETTLE_INTERVAL = new Setting<>(
            "settle.interval",
            SettingType.duration(INSTANT, Duration.ofSeconds(5)),
            "20ms",
            "The longest that results, retries, dead letters and offsets wait for the next transaction. An upper bound;"
                    + " commits normally happen sooner.");
    static final Setting<Boolean> DRY_RUN = new Setting<>(
            "dry-run",
            SettingType.truth(),
            "false",
            "Make no call; publish a result with the outcome DRY_RUN for each valid request, without a grace period.");

    static final Setting<String> OPS_HOST = new Setting<>(
            "ops.host",
            SettingType.host(),
            "127.0.0.1",
            "The address that health, metrics and status are served on. 0.0.0.0 for all of the machine's.");
    static final Setting<Integer> OPS_PORT = new Setting<>(
            "ops.port",
            SettingType.number(0, 65_535),
            "8080",
            "The port of health, metrics and status; 0 for any free one.");
    static final Setting<Set<String>> OPS_ALLOWED_HOSTS = new Setting<>(
            "ops.allowed-hosts",
            SettingType.hosts(),
            null,
            "Host names, separated by commas, by which the pages may be asked for, besides addresses, localhost, ops.host,"
                    + " names without a dot and those of a cluster's services (.svc, .cluster.local).");
    static final Setting<PartitionMeters> OPS_PARTITION_METERS = new Setting<>(
            "ops.partition-meters",
            SettingType.oneOf(PartitionMeters.class),
            "lag",
            "Which of the Kafka client's meters are shown for each partition. lag: kafka_consumer_…_records_lag alone."
                    + " all: all of them, some 7 for each partition.");
    static final Setting<LogFormat> LOG_FORMAT = new Setting<>(
            "log.format",
            SettingType.oneOf(LogFormat.class),
            "text",
            "text: lines for people. json: one JSON object a line.");

    /** In the order of the reference. */
    static final List<Setting<?>> ALL = List.of(
            BOOTSTRAP_SERVERS,
            GROUP_ID,
            INSTANCE_ID,
            TOPIC_REQUESTED,
            TOPIC_BULK,
            TOPIC_DELETED,
            TOPIC_DEAD_LETTER,
            TOPIC_REPLAY,
            TOPIC_QUOTA,
            TOPIC_CONTROL,
            TOPIC_PARTITIONS,
            TOPIC_REPLICATION,
            RETRY_DELAYS,
            VOD_ENDPOINT,
            VOD_DEFAULT_SUB_APP,
            VOD_ALLOWED_SUB_APPS,
            VOD_REQUIRE_SUB_APP,
            VOD_CONNECT_TIMEOUT,
            VOD_CALL_TIMEOUT,
            VOD_CREDENTIALS,
            CALLS_MAX_IN_FLIGHT,
            CALLS_MAX_PER_HOUR,
            MAX_HOLDS,
            QUOTA_PER_SECOND,
            QUOTA_MODE,
            QUOTA_LEASE,
            SETTLE_INTERVAL,
            DRY_RUN,
            RequestDefinitions.EMPTY_PARTS,
            RequestDefinitions.MAX_AGE,
            RequestDefinitions.GRACE_PERIOD,
            RequestDefinitions.DEADLINE,
            RequestDefinitions.ABSENT,
            RequestDefinitions.START,
            OPS_HOST,
            OPS_PORT,
            OPS_ALLOWED_HOSTS,
            OPS_PARTITION_METERS,
            OtelSettings.ENDPOINT,
            OtelSettings.SIGNALS,
            LOG_FORMAT);

    private SettingDefinitions() {}
}
