package io.mediadeleter.kafka.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.PairedKafka;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.kafka.client.KafkaSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The control topic where its records have more than one replica. */
@SuppressWarnings("NullAway.Init") // set up before all tests
class ReplicatedTopicsIT {

    private static KafkaFixture kafka;
    private static TopicAdmin admin;

    @BeforeAll
    static void start() {
        kafka = KafkaFixture.on(PairedKafka.start());
        admin = new TopicAdmin(new KafkaSettings(kafka.bootstrapServers(), "g", "i", Map.of(), Map.of(), Map.of()));
        await().atMost(Patience.LIMIT)
                .until(() -> kafka.admin().describeCluster().nodes().get().size() == 2);
    }

    @AfterAll
    static void stop() {
        admin.close();
        kafka.close();
    }

    @ParameterizedTest
    @CsvSource({", 2, 2", "2, 2, 2", "1, 1, 1"})
    void controlTopic_isOnAsManyBrokersAsItHasReplicas(Short asked, int replicas, String inSync) {
        TopicPlan plan = plan(Optional.ofNullable(asked));
        String name = plan.topics().get(0).name();

        admin.create(plan);

        await().atMost(Patience.LIMIT)
                .ignoreExceptionsMatching(broker -> broker.getCause() instanceof UnknownTopicOrPartitionException)
                .untilAsserted(() -> {
                    assertThat(describe(name).partitions().get(0).replicas()).hasSize(replicas);
                    assertThat(inSync(name)).isEqualTo(inSync);
                    assertThat(admin.check(plan)).isEmpty();
                });
    }

    @Test
    void controlTopicWhoseHoldsMayBeOnOneBroker_isFoundWithTheCommandThatMendsIt() {
        TopicPlan plan = plan(Optional.empty());
        String name = plan.topics().get(0).name();
        admin.create(plan);
        kafka.configure("min.insync.replicas", "1", name);

        await().atMost(Patience.LIMIT)
                .untilAsserted(() -> assertThat(admin.check(plan))
                        .singleElement()
                        .asString()
                        .contains("min.insync.replicas is 1 and must be 2 or more")
                        .endsWith("--entity-name " + name + " --add-config min.insync.replicas=2`"));
    }

    private static TopicPlan plan(Optional<Short> replicas) {
        return new TopicPlan(List.of(TopicPlan.control(kafka.unique("control"), replicas)));
    }

    private static TopicDescription describe(String topic) throws Exception {
        return Objects.requireNonNull(kafka.admin()
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .get(topic));
    }

    private static String inSync(String topic) throws Exception {
        return kafka.admin()
                .describeConfigs(List.of(new ConfigResource(ConfigResource.Type.TOPIC, topic)))
                .all()
                .get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .values()
                .iterator()
                .next()
                .get("min.insync.replicas")
                .value();
    }
}
