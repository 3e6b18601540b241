package io.mediadeleter.service.brokers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.cli.Jar;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.ProxiedKafka;
import io.mediadeleter.kafka.batch.NamedTopics;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import io.mediadeleter.simulator.request.Credential;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that takes everything but what a commit needs, as Kafka 2.4 does: nothing is called that cannot be settled. */
@SuppressWarnings("NullAway.Init") // set up before all tests
class OldBrokerIT {

    private static final String FILE_ID = "5285485487985271487";

    @TempDir
    static Path directory;

    private static ProxiedKafka broker;

    @AutoClose
    private static KafkaFixture kafka;

    @AutoClose
    private static Simulator simulator;

    private static Deployment deployment;

    @BeforeAll
    static void start() {
        broker = ProxiedKafka.beforeTransactionsOfGroups();
        kafka = KafkaFixture.on(broker);
        simulator = Simulator.start(
                new SimulatorSettings().address("127.0.0.1", 0).credentials(new Credential("simulator", "simulator")));
        deployment = Deployment.of("old", broker.proxied(), simulator.uri());
        deployment.createTopics();
        kafka.produce(deployment.requested(), "1", "{\"eventId\":\"e\",\"fileId\":\"" + FILE_ID + "\"}");
    }

    @Test
    void run_endsBeforeAnyCall_withOneSentence() throws Exception {
        Cli run = jar().run("run").ended(1);

        assertThat(run.err().lines()).singleElement().asString().contains("Kafka 2.5");
        assertThat(run.out()).doesNotContain("at io.mediadeleter");
        assertThat(simulator.calls().newest(1, Optional.of(FILE_ID))).isEmpty();
    }

    @Test
    void check_saysIt() throws Exception {
        Cli check = jar().run("check").ended(1);

        assertThat(check.out()).contains("Kafka 2.5").doesNotContain("All is ok");
    }

    @Test
    void fetchesThatNameTopics_showNoIdOfThem() {
        Map<String, Object> config = Map.of("bootstrap.servers", broker.proxied(), "group.id", "old");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            NamedTopics named = NamedTopics.of(consumer);
            consumer.assign(consumer.partitionsFor(deployment.requested()).stream()
                    .map(of -> new TopicPartition(of.topic(), of.partition()))
                    .toList());
            consumer.seekToBeginning(consumer.assignment());

            await().until(() -> consumer.poll(Duration.ofMillis(100)), records -> !records.isEmpty());

            assertThat(named.ids()).isEmpty();
        }
    }

    private static Jar jar() {
        return new Jar(directory, deployment.environment("i1"));
    }
}
