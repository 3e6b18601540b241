package io.mediadeleter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.mediadeleter.text.LostCharacters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractStringAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsErrorTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            KAFKA_BOOTSTRAP_SERVERS    | localhost            | host:port
            KAFKA_BOOTSTRAP_SERVERS    | a:1,,b:2             | host:port
            KAFKA_BOOTSTRAP_SERVERS    | a:70000              | host:port
            GROUP_ID                   | a b                  | letters, digits
            INSTANCE_ID                | ..                   | letters, digits
            TOPICS_REQUESTED           | a/b                  | letters, digits
            TOPICS_PARTITIONS          | 0                    | from 1 to
            TOPICS_REPLICATION_FACTOR  | -1                   | from 1 to
            RETRY_DELAYS               | 5s,soon              | durations
            RETRY_DELAYS               | 5s,5s                | different
            RETRY_DELAYS               | 0s                   | durations
            RETRY_DELAYS               | 25h                  | up to 24h
            VOD_ENDPOINT               | vod.example          | http or https
            VOD_ENDPOINT               | ftp://vod.example    | http or https
            VOD_ENDPOINT               | https://vod.example/v2 | without a path
            VOD_DEFAULT_SUB_APP_ID     | -1                   | whole number
            VOD_DEFAULT_SUB_APP_ID     | 0                    | from 1 to
            VOD_DEFAULT_SUB_APP_ID     | +7                   | from 1 to
            VOD_DEFAULT_SUB_APP_ID     | 9007199254740992     | from 1 to
            VOD_ALLOWED_SUB_APP_IDS    | 1,x                  | separated by commas
            VOD_ALLOWED_SUB_APP_IDS    | 0                    | separated by commas
            VOD_ALLOWED_SUB_APP_IDS    | 1500000001,0         | separated by commas
            VOD_REQUIRE_SUB_APP_ID     | yes                  | true or false
            VOD_CONNECT_TIMEOUT        | 11s                  | vod.call-timeout
            VOD_CALL_TIMEOUT           | 0s                   | a duration such as
            VOD_CALL_TIMEOUT           | 10                   | a duration such as
            CALLS_MAX_IN_FLIGHT        | 0                    | from 1 to
            QUOTA_PER_SECOND           | 1e2                  | whole number
            QUOTA_MODE                 | all                  | group or local
            QUOTA_LEASE                | 1s                   | from 3s
            SETTLE_INTERVAL            | -100ms               | a duration such as
            SETTLE_INTERVAL            | 30m1h                | a duration such as
            SETTLE_INTERVAL            | 1h1h                 | a duration such as
            SETTLE_INTERVAL            | -1h30m               | a duration such as
            DRY_RUN                    | 1                    | true or false
            REQUESTS_EMPTY_DELETE_PARTS | allow               | refuse or delete-all
            REQUESTS_MAX_AGE           | forever             | or none
            REQUESTS_MAX_AGE           | 0s                  | from 1ms to
            REQUESTS_ABSENT            | gone                | result or dead-letter
            OPS_HOST                   | a b                  | host name
            OPS_PORT                   | 65536                | from 0 to 65535
            LOG_FORMAT                 | xml                  | text or json
            FAULTS_FAILEDOPERATION     | fatal                | transient
            FAULTS_FAILEDOPERATION     | malformed            | transient
            FAULTS_FAILEDOPERATION     | HELD                 | no call ends with HELD
            FAULTS_FAILEDOPERATION     | expired              | give throttled, systemic, absent, permanent or transient
            """)
    void impossibleValue_saysWhereAndWhatToDo(String variable, String value, String remedy) {
        assertError(Map.of("MEDIA_DELETER_" + variable, value))
                .contains("(environment MEDIA_DELETER_" + variable + ")", "\"" + value + "\"", remedy);
    }

    @Test
    void passwordInAnAddress_isRefusedAndNotShown() {
        assertError(Map.of("MEDIA_DELETER_VOD_ENDPOINT", "https://me:pw@vod.example"))
                .contains("\"https://***@vod.example\"", "give an http or https address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DRY_RUN", "VOD_ALLOWED_SUB_APP_IDS", "INSTANCE_ID", "FAULTS_FAILEDOPERATION"})
    void emptyValue_isNotTakenForTheDefault(String variable) {
        assertError(Map.of("MEDIA_DELETER_" + variable, "")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "MEDIA_DELETER_DRYRUN, MEDIA_DELETER_DRY_RUN",
        "media_deleter_dry_run, MEDIA_DELETER_DRY_RUN",
        "MEDIA_DELETER_OPS_PROT, MEDIA_DELETER_OPS_PORT",
        "MEDIA_DELETER_KAFKA_COSUMER_MAX_POLL_RECORDS, MEDIA_DELETER_KAFKA_CONSUMER_MAX_POLL_RECORDS",
    })
    void misspeltVariable_isAnErrorWithASuggestion(String variable, String meant) {
        assertError(Map.of(variable, "5")).contains(variable, "environment", "did you mean " + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({
        "media-deleter.vod.alowed-sub-app-ids, media-deleter.vod.allowed-sub-app-ids",
        "media-delter.dry-run, media-deleter.dry-run",
        "quota.per-second, media-deleter.quota.per-second",
        "media-deleter.kafka.prodcer.linger.ms, media-deleter.kafka.producer.linger.ms",
    })
    void misspeltProperty_isAnErrorWithASuggestion(String property, String meant) throws IOException {
        assertFileError(property + "=5").contains(property, "file ", "did you mean " + meant + "?");
    }

    @Test
    void byteOrderMark_isNoPartOfTheFirstName() throws IOException {
        assertFileError("\uFEFFmedia-deleter.ops.port=x").startsWith("media-deleter.ops.port");
    }

    @Test
    void malformedEscape_isNotTakenForAWrongCharset() throws IOException {
        assertFileError("media-deleter.group-id=C:\\users").contains("four hexadecimal digits");
    }

    @Test
    void prefixOfAFamilyAlone_isNotSuggestedForItself() {
        assertError(Map.of("MEDIA_DELETER_KAFKA_CLIENT_", "x")).doesNotContain("did you mean");
    }

    @Test
    void credentialsInTheFile_areRefusedAndNotShown() throws IOException {
        assertFileError("media-deleter.vod.secret-key=hunter2")
                .contains("TENCENTCLOUD_SECRET_KEY")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client.bootstrap.servers",
                "consumer.group.id",
                "consumer.group.instance.id",
                "consumer.enable.auto.commit",
                "consumer.isolation.level",
                "consumer.auto.offset.reset",
                "consumer.allow.auto.create.topics",
                "consumer.key.deserializer",
                "consumer.value.deserializer",
                "client.isolation.level",
                "producer.transactional.id",
                "producer.enable.idempotence",
                "producer.acks",
                "producer.transaction.timeout.ms",
                "producer.retries",
                "producer.key.serializer",
                "producer.value.serializer",
                "producer.max.in.flight.requests.per.connection",
                "client.security.protcol"
            })
    void whatTheGuaranteesRestOn_cannotBeOverridden(String name) throws IOException {
        assertFileError("media-deleter.kafka." + name + "=6").startsWith("media-deleter.kafka." + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client.security.protocol",
                "client.sasl.jaas.config",
                "consumer.group.protocol",
                "producer.linger.ms",
                "client.plugin.host"
            })
    void kafkasOwnSettingThatIsEmpty_isRefused(String name) throws IOException {
        assertFileError("media-deleter.kafka." + name + "=")
                .startsWith("media-deleter.kafka." + name)
                .contains("is empty: give a value, or remove it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            client.request.timeout.ms      | abc      | Not a number of type INT
            client.request.timeout.ms      | -1       | Value must be at least 0
            client.security.protocol       | NONSENSE | one of
            consumer.fetch.min.bytes       | few      | Not a number of type INT
            producer.compression.type      | lzma     | one of
            client.sasl.login.class        | no.Such  | could not be found
            client.metric.reporters        | x,,y     | values must not be empty
            client.ssl.enabled.protocols   | A,A      | values must not be duplicated
            """)
    void valueThatKafkaDoesNotTake_isRefusedWithKafkasWords(String name, String value, String words)
            throws IOException {
        assertFileError("media-deleter.kafka." + name + "=" + value)
                .startsWith("media-deleter.kafka." + name)
                .contains("\"" + value + "\"", "Kafka does not take this value: ", words);
    }

    @Test
    void valuesThatKafkaDoesNotTake_areAllToldAtOnce() throws IOException {
        assertThat(fileErrors(
                        "media-deleter.kafka.client.request.timeout.ms=abc",
                        "media-deleter.kafka.client.security.protocol=NONSENSE"))
                .hasSize(2);
    }

    @Test
    void secretThatIsRefused_isMasked() throws IOException {
        assertFileError("media-deleter.kafka.client.sasl.jaas.confg=hunter2")
                .contains("***", "did you mean sasl.jaas.config?")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "topics.deleted, media-delete-requested",
        "topics.dead-letter, media-deleter.quota",
        "topics.replay, media-delete-requested.retry.5s",
        "topics.quota, media-deleter_quota.dead-letter",
    })
    void topicsThatCollide_areAnError(String setting, String topic) throws IOException {
        String other = "media-deleter.topics.deleted=media-deleter.quota_dead-letter";

        assertFileError("media-deleter." + setting + "=" + topic, setting.equals("topics.quota") ? other : "")
                .contains("collides with");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ops.example.com:8080", "ops.example.com.", "a,b:80"})
    void hostThatNoRequestNames_isAnError(String hosts) throws IOException {
        assertFileError("media-deleter.ops.allowed-hosts=" + hosts)
                .contains("without ports and without a dot at the end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bulk", "deleted", "dead-letter", "replay", "quota", "control"})
    void topicThatIsNamedAsARetryTopic_isAnError(String which) throws IOException {
        assertFileError("media-deleter.topics." + which + "=media-delete-requested.retry.1d")
                .startsWith("media-deleter.topics." + which)
                .contains("named as the retry topics are");
    }

    @Test
    void requestedTopicTooLongForTheOthers_isAnError() throws IOException {
        assertThat(fileErrors("media-deleter.topics.requested=" + "x".repeat(245)))
                .anySatisfy(line -> assertThat(line).startsWith("media-deleter.topics.dead-letter"))
                .anySatisfy(line -> assertThat(line).contains("too long for the retry topic"));
    }

    @Test
    void defaultSubAppThatIsNotAllowed_isAnError() throws IOException {
        assertFileError("media-deleter.vod.default-sub-app-id=1", "media-deleter.vod.allowed-sub-app-ids=2,3")
                .contains("media-deleter.vod.default-sub-app-id", "is not among");
    }

    @Test
    void manyErrors_areAllToldAtOnce() throws IOException {
        InvalidSettings error = failure(
                Map.of("MEDIA_DELETER_OPS_PORT", "x", "MEDIA_DELETER_NONSENSE", "1"),
                file("media-deleter.quota.mode=y", "media-deleter.kafka.consumer.group.id=z", "nonsense=1"));

        assertThat(error).hasMessageStartingWith("5 settings are wrong:\n");
        assertThat(lines(error)).hasSize(5);
    }

    /** The one that there is. */
    private static AbstractStringAssert<?> assertError(Map<String, String> environment) {
        return assertThat(lines(failure(environment, null))).singleElement(STRING);
    }

    private AbstractStringAssert<?> assertFileError(String... properties) throws IOException {
        return assertThat(fileErrors(properties)).singleElement(STRING);
    }

    private List<String> fileErrors(String... properties) throws IOException {
        return lines(failure(Map.of(), file(properties)));
    }

    private Path file(String... lines) throws IOException {
        return Files.write(directory.resolve("settings.properties"), List.of(lines));
    }

    private static InvalidSettings failure(Map<String, String> environment, @Nullable Path file) {
        return catchThrowableOfType(InvalidSettings.class, () -> Settings.load(environment, file));
    }

    private static List<String> lines(InvalidSettings error) {
        return String.valueOf(error.getMessage())
                .lines()
                .skip(1)
                .map(String::strip)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "MEDIADELETER_DRY_RUN, MEDIA_DELETER_DRY_RUN",
        "MEDIA_DELETE_DRY_RUN, MEDIA_DELETER_DRY_RUN",
        "MEDIADELETER_KAFKA_CLIENT_SECURITY_PROTOCOL, MEDIA_DELETER_KAFKA_CLIENT_"
    })
    void misspeltPrefix_isAnError(String variable, String meant) {
        assertThatThrownBy(() -> Settings.load(Map.of(variable, "true"), null))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContainingAll(variable, "did you mean " + meant);
    }

    @Test
    void othersVariables_areNoError() {
        Map<String, String> ofKubernetes =
                Map.of("MEDIADELETER_PORT", "tcp://10.0.0.1:80", "MEDIADELETER_SERVICE_HOST", "10.0.0.1");

        assertThatCode(() -> Settings.load(ofKubernetes, null)).doesNotThrowAnyException();
    }

    @Test
    void propertyThatIsGivenTwice_isAnErrorWithItsLines() throws IOException {
        Path file = Files.writeString(directory.resolve("twice.properties"), """
                # a comment
                media-deleter.dry-run = true
                media-deleter.retry.delays = 5s,\\
                    10s

                media-deleter.dry\\u002drun: false
                """);

        assertThatThrownBy(() -> Settings.load(Map.of(), file))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContainingAll("media-deleter.dry-run", "lines 2 and 6", "given twice");
    }

    @Test
    void valueWithLostCharacters_isAnError_andIsNotShown() throws IOException {
        Path file = Files.writeString(
                directory.resolve("lost.properties"),
                "# of an editor\nmedia-deleter.kafka.client.client.rack=M\uFFFDnchen\n");

        assertThatThrownBy(() -> Settings.load(Map.of("MEDIA_DELETER_KAFKA_CLIENT_SASL_JAAS_CONFIG", "p\uFFFD"), file))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContainingAll(
                        "MEDIA_DELETER_KAFKA_CLIENT_SASL_JAAS_CONFIG (environment): ",
                        LostCharacters.remedy(),
                        "media-deleter.kafka.client.client.rack (file " + file + ", line 2): has U+FFFD")
                .message()
                .doesNotContain("p\uFFFD", "M\uFFFDnchen");
    }

    @Test
    void settingOfKafkasThatTwoVariablesSpell_isAnError() {
        assertThatThrownBy(() -> Settings.load(
                        Map.of(
                                "MEDIA_DELETER_KAFKA_CLIENT_CLIENT_RACK", "a",
                                "MEDIA_DELETER_KAFKA_CLIENT_client_rack", "b"),
                        null))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContainingAll(
                        "MEDIA_DELETER_KAFKA_CLIENT_client_rack",
                        "is the same setting as MEDIA_DELETER_KAFKA_CLIENT_CLIENT_RACK: keep one");
    }

    @Test
    void twoVariablesThatSayTheSame_areNoProblem() {
        assertThatCode(() -> SettingSources.read(
                        Map.of(
                                "MEDIA_DELETER_KAFKA_CLIENT_CLIENT_RACK", "a",
                                "MEDIA_DELETER_KAFKA_CLIENT_client_rack", "a"),
                        null))
                .doesNotThrowAnyException();
    }

    /** Kafka's clients would say so in the midst of a command, and name no setting of this program. */
    @Test
    void settingsOfKafkasOwnThatContradictEachOther_areNamedWithTheirSources() throws IOException {
        Path file = Files.writeString(
                directory.resolve("kafka.properties"), "media-deleter.kafka.client.request.timeout.ms=10000\n");

        assertThatThrownBy(() -> Settings.load(
                        Map.of(
                                "MEDIA_DELETER_KAFKA_PRODUCER_DELIVERY_TIMEOUT_MS", "5000",
                                "MEDIA_DELETER_KAFKA_CONSUMER_GROUP_PROTOCOL", "consumer",
                                "MEDIA_DELETER_KAFKA_CLIENT_SESSION_TIMEOUT_MS", "30000"),
                        file))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage("2 settings are wrong:\n"
                        + "  media-deleter.kafka.client.session.timeout.ms = \"30000\""
                        + " (environment MEDIA_DELETER_KAFKA_CLIENT_SESSION_TIMEOUT_MS): group.protocol=consumer does not go"
                        + " with session.timeout.ms: change it, or media-deleter.kafka.consumer.group.protocol = \"consumer\""
                        + " (environment MEDIA_DELETER_KAFKA_CONSUMER_GROUP_PROTOCOL)\n"
                        + "  media-deleter.kafka.producer.delivery.timeout.ms = \"5000\""
                        + " (environment MEDIA_DELETER_KAFKA_PRODUCER_DELIVERY_TIMEOUT_MS): delivery.timeout.ms must not be less"
                        + " than request.timeout.ms and linger.ms together: change it, or"
                        + " media-deleter.kafka.client.request.timeout.ms = \"10000\" (file " + file + ")");
    }

    @Test
    void controllersAsBootstrap_areRefused() {
        assertThatThrownBy(
                        () -> Settings.load(Map.of("MEDIA_DELETER_KAFKA_CLIENT_BOOTSTRAP_CONTROLLERS", "c:9093"), null))
                .hasMessageContaining(
                        "kafka.client.bootstrap.controllers", "set media-deleter.kafka.bootstrap-servers alone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "consumer", "producer"})
    void lookingUpBrokersLater_isRefused(String family) throws IOException {
        assertFileError("media-deleter.kafka." + family + ".bootstrap.resolve.timeout.ms=60000")
                .startsWith("media-deleter.kafka." + family + ".bootstrap.resolve.timeout.ms")
                .contains("cannot be set", "name server");
    }
}
