package io.mediadeleter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.kafka.topics.TopicPlan.Topic;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.RetryDelay;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @TempDir
    Path directory;

    @Test
    void nothingGiven_theDefaultsCount() {
        Settings settings = Settings.load(Map.of("HOSTNAME", "pod/7"), null);

        assertThat(settings.kafka().bootstrapServers()).isEqualTo("localhost:9092");
        assertThat(settings.kafka().groupId()).isEqualTo("media-deleter");
        assertThat(settings.kafka().instanceId()).isEqualTo("pod-7");
        assertThat(settings.topics().requested()).isEqualTo("media-delete-requested");
        assertThat(settings.topics().deleted()).isEqualTo("media-deleted");
        assertThat(settings.topics().deadLetter()).isEqualTo("media-delete-requested.dead-letter");
        assertThat(settings.topics().replay()).isEqualTo("media-delete-requested.replay");
        assertThat(settings.topics().quota()).isEqualTo("media-deleter.quota");
        assertThat(settings.partitions()).isEqualTo(12);
        assertThat(settings.replicationFactor()).isEmpty();
        assertThat(settings.retrySchedule().delays())
                .containsExactly(
                        new RetryDelay("5s", Duration.ofSeconds(5)),
                        new RetryDelay("1m", Duration.ofMinutes(1)),
                        new RetryDelay("10m", Duration.ofMinutes(10)));
        assertThat(settings.vod().endpoint()).isEqualTo(URI.create("https://vod.intl.tencentcloudapi.com"));
        assertThat(settings.vod().connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.vod().callTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.vod().maxInFlight()).isEqualTo(64);
        assertThat(settings.requestRules().defaultSubAppId()).isNull();
        assertThat(settings.requestRules().allowedSubAppIds()).isEmpty();
        assertThat(settings.requestRules().emptyPartsDeleteAll()).isFalse();
        assertThat(settings.requestRules().subAppIdRequired()).isFalse();
        assertThat(settings.quotaPerSecond()).isEqualTo(100);
        assertThat(settings.quotaMode()).isEqualTo(QuotaMode.GROUP);
        assertThat(settings.quotaLease()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.settleInterval()).isEqualTo(Duration.ofMillis(20));
        assertThat(settings.dryRun()).isFalse();
        assertThat(settings.faultOverrides()).isEmpty();
        assertThat(settings.opsHost()).isEqualTo("127.0.0.1");
        assertThat(settings.opsPort()).isEqualTo(8080);
        assertThat(settings.logFormat()).isEqualTo(LogFormat.TEXT);
    }

    @Test
    void environmentAndFile_theEnvironmentWins() throws IOException {
        Path file = file("media-deleter.quota.per-second=10", "media-deleter.dry-run=true");

        Settings settings = Settings.load(Map.of("MEDIA_DELETER_QUOTA_PER_SECOND", "20"), file);

        assertThat(settings.quotaPerSecond()).isEqualTo(20);
        assertThat(settings.dryRun()).isTrue();
        assertThat(settings.origins())
                .contains(
                        new SettingValue(
                                "media-deleter.quota.per-second", "20", "environment MEDIA_DELETER_QUOTA_PER_SECOND"),
                        new SettingValue("media-deleter.dry-run", "true", "file " + file),
                        new SettingValue("media-deleter.quota.mode", "group", "default"));
    }

    @Test
    void systemProperty_isNoSource() {
        System.setProperty("media-deleter.quota.per-second", "7");
        try {
            assertThat(Settings.load(Map.of(), null).quotaPerSecond()).isEqualTo(100);
        } finally {
            System.clearProperty("media-deleter.quota.per-second");
        }
    }

    @Test
    void everySetting_isReadFromTheEnvironment() {
        Settings settings = Settings.load(
                Map.ofEntries(
                        Map.entry("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", "a:1, [::1]:2"),
                        Map.entry("MEDIA_DELETER_INSTANCE_ID", "one"),
                        Map.entry("MEDIA_DELETER_TOPICS_REPLICATION_FACTOR", "3"),
                        Map.entry("MEDIA_DELETER_RETRY_DELAYS", "100ms,PT5S,2h"),
                        Map.entry("MEDIA_DELETER_VOD_ENDPOINT", "http://127.0.0.1:9000/"),
                        Map.entry("MEDIA_DELETER_VOD_DEFAULT_SUB_APP_ID", "1500000001"),
                        Map.entry("MEDIA_DELETER_VOD_ALLOWED_SUB_APP_IDS", "1500000001, 2"),
                        Map.entry("MEDIA_DELETER_VOD_REQUIRE_SUB_APP_ID", "true"),
                        Map.entry("MEDIA_DELETER_QUOTA_MODE", "local"),
                        Map.entry("MEDIA_DELETER_REQUESTS_EMPTY_DELETE_PARTS", "delete-all"),
                        Map.entry("MEDIA_DELETER_LOG_FORMAT", "JSON")),
                null);

        assertThat(settings.kafka().bootstrapServers()).isEqualTo("a:1,[::1]:2");
        assertThat(settings.kafka().instanceId()).isEqualTo("one");
        assertThat(settings.replicationFactor()).isEqualTo(Optional.of((short) 3));
        assertThat(settings.topics().retryDelays()).extracting(RetryDelay::name).containsExactly("100ms", "PT5S", "2h");
        assertThat(settings.vod().endpoint()).isEqualTo(URI.create("http://127.0.0.1:9000"));
        assertThat(settings.requestRules().defaultSubAppId()).isEqualTo(1500000001L);
        assertThat(settings.requestRules().allowedSubAppIds()).containsExactlyInAnyOrder(1500000001L, 2L);
        assertThat(settings.requestRules().emptyPartsDeleteAll()).isTrue();
        assertThat(settings.requestRules().subAppIdRequired()).isTrue();
        assertThat(settings.quotaMode()).isEqualTo(QuotaMode.LOCAL);
        assertThat(settings.logFormat()).isEqualTo(LogFormat.JSON);
    }

    @Test
    void requestedTopicGiven_theOthersAreNamedAfterIt() {
        Settings settings = Settings.load(Map.of("MEDIA_DELETER_TOPICS_REQUESTED", "wanted"), null);

        assertThat(settings.topics().consumed())
                .containsExactly(
                        "wanted",
                        "wanted.bulk",
                        "wanted.grace",
                        "wanted.bulk.grace",
                        "wanted.retry.5s",
                        "wanted.retry.1m",
                        "wanted.retry.10m",
                        "wanted.replay");
        assertThat(settings.topics().deadLetter()).isEqualTo("wanted.dead-letter");
    }

    @Test
    void noRetries_saysNone() {
        assertThat(Settings.load(Map.of("MEDIA_DELETER_RETRY_DELAYS", "none"), null)
                        .retrySchedule()
                        .delays())
                .isEmpty();
    }

    @Test
    void passThrough_comesFromFileAndEnvironment() throws IOException {
        Path file = file(
                "media-deleter.kafka.client.sasl.mechanism=PLAIN",
                "media-deleter.kafka.client.ssl.endpoint.identification.algorithm=",
                "media-deleter.kafka.consumer.group.protocol=consumer",
                "media-deleter.kafka.producer.linger.ms=7",
                "media-deleter.faults.FailedOperation.NoPrivileges=PERMANENT");

        Settings settings = Settings.load(
                Map.of(
                        "MEDIA_DELETER_KAFKA_CLIENT_SECURITY_PROTOCOL", "SASL_SSL",
                        "MEDIA_DELETER_KAFKA_PRODUCER_LINGER_MS", "9",
                        "MEDIA_DELETER_FAULTS_FAILEDOPERATION_NOPRIVILEGES", "transient"),
                file);

        assertThat(settings.kafka().client())
                .containsOnly(
                        Map.entry("sasl.mechanism", "PLAIN"),
                        Map.entry("security.protocol", "SASL_SSL"),
                        Map.entry("ssl.endpoint.identification.algorithm", ""));
        assertThat(settings.kafka().consumer()).containsOnly(Map.entry("group.protocol", "consumer"));
        assertThat(settings.kafka().producer()).containsOnly(Map.entry("linger.ms", "9"));
        assertThat(settings.faultOverrides())
                .containsOnly(Map.entry("FailedOperation.NoPrivileges", FaultKind.TRANSIENT));
    }

    @Test
    void secrets_areMaskedInTheOrigins() throws IOException {
        Path file = file(
                "media-deleter.kafka.client.sasl.jaas.config=jaas hunter2 ${HOME}",
                "media-deleter.kafka.client.plugin.password=hunter2",
                "media-deleter.kafka.client.security.protocol=SSL");

        Settings settings = Settings.load(Map.of(), file);

        assertThat(settings.kafka().client()).containsEntry("sasl.jaas.config", "jaas hunter2 ${HOME}");
        assertThat(settings.origins())
                .contains(new SettingValue("media-deleter.kafka.client.security.protocol", "SSL", "file " + file));
        assertThat(settings.toString()).doesNotContain("hunter2");
    }

    @Test
    void kubernetesServiceLinks_areNoSettings() {
        Settings settings = Settings.load(
                Map.of(
                        "MEDIA_DELETER_SERVICE_HOST", "10.0.0.1",
                        "MEDIA_DELETER_SERVICE_PORT_METRICS", "8080",
                        "MEDIA_DELETER_PORT", "tcp://10.0.0.1:8080",
                        "MEDIA_DELETER_PORT_8080_TCP_ADDR", "10.0.0.1"),
                null);

        assertThat(settings.opsPort()).isEqualTo(8080);
    }

    @Test
    void missingFile_isAnError() {
        assertThatThrownBy(() -> Settings.load(Map.of(), directory.resolve("none.properties")))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContainingAll("none.properties", "there is no such file");
    }

    private Path file(String... lines) throws IOException {
        return Files.write(directory.resolve("settings.properties"), List.of(lines));
    }

    @ParameterizedTest
    @ValueSource(strings = {"group", "local"})
    void controlTopic_isNeededInEachQuotaMode(String mode) {
        Settings settings = Settings.load(Map.of("MEDIA_DELETER_QUOTA_MODE", mode), null);

        assertThat(settings.topicPlan().topics()).extracting(Topic::name).contains("media-deleter.control");
        assertThat(settings.accessPlan().rights())
                .filteredOn(right -> right.name().equals("media-deleter.control"))
                .extracting(right -> right.operation())
                .containsExactlyInAnyOrder(AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS);
    }
}
