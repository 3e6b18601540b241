package io.mediadeleter.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.security.auth.login.LoginException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

class KafkaFailureTest {

    @Test
    void controllersPort_isCalledOne() {
        Throwable told = new ExecutionException(new UnsupportedVersionException("The node does not support METADATA"));

        assertThat(KafkaFailure.of("localhost:9093", "list the topics", told))
                .hasMessageContainingAll(
                        "Cannot list the topics at localhost:9093", "a KRaft controller's", "bootstrap-servers");
    }

    /** A missing file, too, is a setting's fault; the values may be secrets. */
    @Test
    void clientThatCannotBeMade_isAFailureOfTheSettings_whichAreNamed() {
        KafkaSettings settings = new KafkaSettings(
                "127.0.0.1:1",
                "g",
                "i",
                Map.of("security.protocol", "SSL"),
                Map.of(),
                Map.of("ssl.keystore.location", "/does/not/exist", "ssl.keystore.password", "s3cr3t"));

        assertThatThrownBy(() ->
                        KafkaFailure.connecting(settings, () -> new KafkaProducer<>(ClientConfigs.producer(settings))))
                .isInstanceOfSatisfying(
                        KafkaFailure.class,
                        failed -> assertThat(failed.isMisconfiguration()).isTrue())
                .hasMessageContaining("/does/not/exist")
                .hasMessageEndingWith(". Set are media-deleter.kafka.client.security.protocol,"
                        + " media-deleter.kafka.producer.ssl.keystore.location,"
                        + " media-deleter.kafka.producer.ssl.keystore.password")
                .hasMessageNotContaining("s3cr3t");
    }

    /** A newcomer's first slip; Kafka's own words name a setting of its client's. */
    @Test
    void hostThatNobodyKnows_isASettingToLookAt() {
        KafkaSettings settings = new KafkaSettings("nowhere.invalid:9092", "g", "i", Map.of(), Map.of(), Map.of());

        assertThatThrownBy(() ->
                        KafkaFailure.connecting(settings, () -> new KafkaProducer<>(ClientConfigs.producer(settings))))
                .isInstanceOfSatisfying(
                        KafkaFailure.class,
                        failed -> assertThat(failed.isMisconfiguration()).isFalse())
                .hasMessage("Cannot connect to Kafka at nowhere.invalid:9092: no host of"
                        + " media-deleter.kafka.bootstrap-servers is known here. Is it spelt right, and does this machine's"
                        + " name server know it?");
    }

    /** Whoever logs clients in may answer in a moment. */
    @Test
    void loginThatFails_isNone() {
        KafkaSettings settings = new KafkaSettings("127.0.0.1:1", "g", "i", Map.of(), Map.of(), Map.of());

        assertThatThrownBy(() -> KafkaFailure.connecting(settings, () -> {
                    throw new KafkaException(new LoginException("no answer"));
                }))
                .isInstanceOfSatisfying(
                        KafkaFailure.class,
                        failed -> assertThat(failed.isMisconfiguration()).isFalse());
        assertThat(KafkaFailure.of("b", "ask", new KafkaException("x")).isMisconfiguration())
                .isFalse();
    }

    @Test
    void whatAnOldBrokerLacks_isNotTakenForThat() {
        Throwable told = new UnsupportedVersionException("The node does not support LIST_TRANSACTIONS");

        assertThat(KafkaFailure.reason(told)).isEqualTo(told.getMessage());
    }
}
