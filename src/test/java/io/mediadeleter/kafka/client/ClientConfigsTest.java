package io.mediadeleter.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientConfigsTest {

    @Test
    void settlements_waitNeitherForCompanyNorLongForMarkers() {
        assertThat(ClientConfigs.transactionalProducer(settings(Map.of(), Map.of())))
                .containsEntry("linger.ms", 0)
                .containsEntry("retry.backoff.ms", 20)
                .containsEntry("transactional.id", "g-i");
    }

    @Test
    void settlements_areSentAsTheOperatorSays() {
        assertThat(ClientConfigs.transactionalProducer(
                        settings(Map.of("retry.backoff.ms", "250"), Map.of("linger.ms", "7"))))
                .containsEntry("linger.ms", "7")
                .containsEntry("retry.backoff.ms", "250");
    }

    /** A client is made without a connection; what Kafka refuses, it refuses then. */
    @ParameterizedTest
    @CsvSource({
        "request.timeout.ms, 30000",
        "request.timeout.ms, 120000",
        "request.timeout.ms, 2147483647",
        "default.api.timeout.ms, 5000",
        "delivery.timeout.ms, 4000",
        "linger.ms, 10000",
        "heartbeat.interval.ms, 15000",
        "session.timeout.ms, 6000",
        "session.timeout.ms, 100",
    })
    void oneTimeOfKafkasOwn_isTakenByEveryClient(String name, String value) {
        KafkaSettings settings = settings(Map.of(name, value), Map.of());

        AdminSession.open(settings).close();
        Admin.create(ClientConfigs.admin(settings)).close(Duration.ZERO);
        Stream.of(
                        ClientConfigs.producer(settings),
                        ClientConfigs.transactionalProducer(settings),
                        ClientConfigs.transactionalTrial(settings, "-trial"),
                        ClientConfigs.deadLetterProducer(settings),
                        LogClientConfigs.holdProducer(settings),
                        LogClientConfigs.quotaProducer(settings))
                .forEach(config -> new KafkaProducer<>(config).close(Duration.ZERO));
        Stream.of(
                        ClientConfigs.consumer(settings),
                        ClientConfigs.scanConsumer(settings),
                        LogClientConfigs.controlConsumer(settings))
                .forEach(config -> new KafkaConsumer<>(config).close(CloseOptions.timeout(Duration.ZERO)));
    }

    @ParameterizedTest
    @CsvSource({
        "classic, partition.assignment.strategy, org.apache.kafka.clients.consumer.RangeAssignor",
        "classic, session.timeout.ms, 30000",
        "consumer, group.remote.assignor, range",
    })
    void whatBelongsToOneGroupProtocol_isTakenByEveryConsumer(String protocol, String name, String value) {
        KafkaSettings settings = new KafkaSettings(
                "127.0.0.1:1", "g", "i", Map.of(), Map.of("group.protocol", protocol, name, value), Map.of());

        Stream.of(
                        ClientConfigs.consumer(settings),
                        ClientConfigs.scanConsumer(settings),
                        ClientConfigs.uncommittedScanConsumer(settings),
                        ClientConfigs.letterWatch(settings),
                        LogClientConfigs.quotaConsumer(settings),
                        LogClientConfigs.controlConsumer(settings))
                .forEach(config -> new KafkaConsumer<>(config).close(CloseOptions.timeout(Duration.ZERO)));
    }

    @Test
    void timesThatAreNotGiven_areThisServicesOwn() {
        assertThat(ClientConfigs.producer(settings(Map.of(), Map.of())))
                .containsEntry("request.timeout.ms", 5_000)
                .containsEntry("delivery.timeout.ms", 8_000);
        assertThat(ClientConfigs.consumer(settings(Map.of(), Map.of())))
                .containsEntry("session.timeout.ms", 10_000)
                .containsEntry("heartbeat.interval.ms", 200);
        assertThat(ClientConfigs.admin(settings(Map.of(), Map.of()), 20_000, 10_000))
                .containsEntry("default.api.timeout.ms", 20_000)
                .containsEntry("request.timeout.ms", 10_000);
    }

    /** A person waits; a broker that hangs is given up before the time is over, so that the next leader is asked. */
    @Test
    void holds_areWrittenAtTheNextLeader_whateverKafkasOwnTimesAre() {
        Map<String, String> patient =
                Map.of("request.timeout.ms", "120000", "linger.ms", "30000", "delivery.timeout.ms", "600000");

        assertThat(LogClientConfigs.holdProducer(settings(patient, Map.of())))
                .containsEntry("request.timeout.ms", 5_000)
                .containsEntry("linger.ms", 0)
                .containsEntry("delivery.timeout.ms", 20_000);
    }

    @Test
    void whoStopsDeletion_isToldSoonWhereABrokerHangs_whateverKafkasOwnTimesAre() {
        KafkaSettings patient =
                settings(Map.of("request.timeout.ms", "120000", "default.api.timeout.ms", "600000"), Map.of());

        assertThat(ClientConfigs.admin(patient.promptly(), 20_000, 10_000))
                .containsEntry("default.api.timeout.ms", 20_000)
                .containsEntry("request.timeout.ms", 10_000);
    }

    private static KafkaSettings settings(Map<String, String> client, Map<String, String> producer) {
        return new KafkaSettings("127.0.0.1:1", "g", "i", client, Map.of(), producer);
    }
}
