package io.mediadeleter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WarningsTest {

    private static List<String> warnings(String... namesAndValues) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put("MEDIA_DELETER_" + namesAndValues[i], namesAndValues[i + 1]);
        }
        return Settings.load(environment, null).warnings();
    }

    @Test
    void defaults_areNoReasonToWarn() {
        assertThat(warnings()).isEmpty();
    }

    @Test
    void ageLimitThatRetriesDoNotOutlive_isWarnedOf() {
        assertThat(warnings("REQUESTS_MAX_AGE", "11m"))
                .singleElement(STRING)
                .contains("requests.max-age", "retry.delays");
        assertThat(warnings("REQUESTS_MAX_AGE", "12m")).isEmpty();
        assertThat(warnings("REQUESTS_MAX_AGE", "none")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://vod.example.com", "http://10.0.0.7:8085", "http://[2001:db8::1]", "http://simulator:80"})
    void httpToAnotherMachine_isWarnedOf(String endpoint) {
        assertThat(warnings("VOD_ENDPOINT", endpoint)).singleElement(STRING).contains("vod.endpoint", "https");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8085",
                "http://127.8.9.10",
                "http://localhost:1",
                "http://LOCALHOST",
                "http://[::1]:8085",
                "https://vod.example.com"
            })
    void loopbackAndHttps_areNot(String endpoint) {
        assertThat(warnings("VOD_ENDPOINT", endpoint)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INTERNALERROR",
                "FAILEDOPERATION",
                "FAILEDOPERATION_NETWORKERROR",
                "AUTHFAILURE",
                "UNAUTHORIZEDOPERATION",
                "REQUESTLIMITEXCEEDED",
                "RESOURCENOTFOUND_USERNOTEXIST",
                "INVALIDPARAMETERVALUE",
                "INVALIDPARAMETERVALUE_SUBAPPID",
                "NOSUCHPRODUCT",
                "SOMETHINGNEW"
            })
    void codeThatDoesNotSayAbsent_madeAbsent_isWarnedOf(String code) {
        assertThat(warnings("FAULTS_" + code, "ABSENT"))
                .singleElement(STRING)
                .contains(code.replace('_', '.'), "ALREADY_ABSENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESOURCENOTFOUND", "RESOURCENOTFOUND_FILENOTEXIST", "FAILEDOPERATION_MEDIANOTEXIST"})
    void absentCode_warnsNothing(String code) {
        assertThat(warnings("FAULTS_" + code, "ABSENT")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NETWORK_CONNECTIONREFUSED",
                "NETWORK",
                "HTTP_404",
                "HTTP",
                "INVALIDRESPONSE",
                "CREDENTIALS_MISSING",
                "CALLFAILED",
                "LOCAL_NORESOURCES"
            })
    void ownCodeMadeAbsentOrThrottled_isAnErrorThatSaysWhy(String code) {
        assertThatThrownBy(() -> warnings("FAULTS_" + code, "THROTTLED"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContainingAll("no code of the API", "may have deleted the media");
        assertThatThrownBy(() -> warnings("FAULTS_" + code, "ABSENT"))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("no code of the API");
        assertThat(warnings("FAULTS_" + code, "SYSTEMIC")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CLIENT_PROTOCOL, client.protocol",
        "CLIENT_SASL_USERNAME, client.sasl.username",
        "CLIENT_SASL_PASSWORD, client.sasl.password",
        "CONSUMER_QUEUED_MAX_MESSAGES, consumer.queued.max.messages",
        "PRODUCER_PARTITION_COUNT, producer.partition.count"
    })
    void settingThatKafkaDoesNotKnow_isWarnedOf_withoutItsValue(String variable, String name) {
        assertThat(warnings("KAFKA_" + variable, "hunter2"))
                .containsExactly("kafka." + name + ": Kafka's clients have no such setting; only a plug-in reads it");
    }

    @Test
    void settingOfAnotherKindOfClient_isWarnedOf() {
        assertThat(warnings("KAFKA_PRODUCER_SESSION_TIMEOUT_MS", "9000", "KAFKA_CONSUMER_LINGER_MS", "7"))
                .containsExactly(
                        "kafka.consumer.linger.ms has no effect: Kafka's consumers have no such setting; remove it",
                        "kafka.producer.session.timeout.ms has no effect: Kafka's producers have no such setting;"
                                + " remove it");
        assertThat(warnings("KAFKA_CLIENT_SESSION_TIMEOUT_MS", "9000", "KAFKA_CLIENT_LINGER_MS", "7"))
                .isEmpty();
    }

    @Test
    void valueOfAProvider_isLeftToKafkasClient() {
        assertThat(warnings("KAFKA_CLIENT_REQUEST_TIMEOUT_MS", "${file:/run/kafka:timeout}"))
                .isEmpty();
    }

    @Test
    void hostNamesThatAreNotChecked_areWarnedOf() {
        assertThat(warnings("KAFKA_CLIENT_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM", ""))
                .singleElement(STRING)
                .startsWith("kafka.client.ssl.endpoint.identification.algorithm is empty");
    }

    @Test
    void settingsThatKafkaReads_areNot() {
        assertThat(warnings(
                        "KAFKA_CLIENT_SECURITY_PROTOCOL", "SASL_SSL",
                        "KAFKA_CLIENT_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM", "https",
                        "KAFKA_CLIENT_CONFIG_PROVIDERS", "file",
                        "KAFKA_CLIENT_CONFIG_PROVIDERS_FILE_CLASS", "io.example.Provider",
                        "KAFKA_CONSUMER_GROUP_PROTOCOL", "consumer",
                        "KAFKA_PRODUCER_LINGER_MS", "7"))
                .isEmpty();
    }
}
