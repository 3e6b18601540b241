package io.mediadeleter.service.brokers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.cli.Cli;
import io.mediadeleter.fixture.Json;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.PairedKafka;
import io.mediadeleter.fixture.WebPage;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.topics.TopicAdmin;
import io.mediadeleter.kafka.topics.TopicPlan;
import io.mediadeleter.service.ServiceRig;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The control topic where its records have more than one replica; and, last, what is left of a topic whose other half is gone. */
@SuppressWarnings("NullAway.Init") // set up before all tests
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoBrokersIT {

    private static PairedKafka brokers;
    private static KafkaFixture kafka;
    private static TopicAdmin admin;

    @BeforeAll
    static void start() {
        brokers = PairedKafka.start();
        kafka = KafkaFixture.on(brokers);
        admin = new TopicAdmin(new KafkaSettings(kafka.bootstrapServers(), "g", "i", Map.of(), Map.of(), Map.of()));
        await().until(() -> kafka.admin().describeCluster().nodes().get().size() == 2);
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

        await().ignoreExceptionsMatching(broker -> broker.getCause() instanceof UnknownTopicOrPartitionException)
                .untilAsserted(() -> {
                    assertThat(kafka.describe(name).partitions().get(0).replicas())
                            .hasSize(replicas);
                    assertThat(kafka.config(name)).containsEntry("min.insync.replicas", inSync);
                    assertThat(admin.check(plan)).isEmpty();
                });
    }

    @Test
    void controlTopicWhoseHoldsMayBeOnOneBroker_isFoundWithTheCommandThatMendsIt() {
        TopicPlan plan = plan(Optional.empty());
        String name = plan.topics().get(0).name();
        admin.create(plan);
        kafka.configure("min.insync.replicas", "1", name);

        await().untilAsserted(() -> assertThat(admin.check(plan))
                .singleElement()
                .asString()
                .contains("min.insync.replicas is 1 and must be 2 or more")
                .endsWith("--entity-name " + name + " --add-config min.insync.replicas=2`"));
    }

    /** One partition of requests and one of dead letters are on the second broker alone, which goes. */
    @Test
    @Order(Integer.MAX_VALUE - 1)
    void partitionWithoutALeader_keepsNoRequestOfAnotherFromBeingDone_andIsNamed() throws Exception {
        String requested = kafka.unique("torn");
        String letters = requested + ".dead-letter";
        Map<Integer, List<Integer>> apart = Map.of(0, List.of(1), 1, List.of(2));
        kafka.createTopics(List.of(new NewTopic(requested, apart), new NewTopic(letters, apart)));
        kafka.produce(List.of(request(requested, 0), request(requested, 1)));
        String well = groupOf(1);
        String lost = groupOf(2);
        String blind = groupOf(1);
        Map<String, String> forHolds = Map.of("cleanup.policy", "compact", "message.timestamp.type", "LogAppendTime");
        kafka.createTopics(Stream.of(lost, blind)
                .map(group -> new NewTopic(group + ".control", Map.of(0, List.of(2))).configs(forHolds))
                .toList());
        brokers.stopSecond();
        Map<String, String> settings = Map.of(
                "MEDIA_DELETER_GROUP_ID", well,
                "MEDIA_DELETER_TOPICS_REQUESTED", requested,
                "MEDIA_DELETER_TOPICS_REPLICATION_FACTOR", "1");
        try (ServiceRig rig = new ServiceRig(kafka, settings)) {
            rig.start("one");

            assertThat(rig.results(1))
                    .singleElement()
                    .satisfies(result -> assertThat(
                                    ServiceRig.json(result).path("fileId").asText())
                            .isEqualTo("528548548798527140"));
            assertThat(rig.cli("topics", "check").out())
                    .contains(requested + ": partition 1 has no leader", letters + ": partition 1 has no leader");
            assertThat(rig.cli("trace", "--file-id", "528548548798527140").out())
                    .contains(requested + "/0/0", requested + "/1 has no leader", "This is incomplete: not read: ");
            Cli listed = rig.cli("dead-letters", "list").ended(1);
            assertThat(listed.err()).contains("This is incomplete: " + letters + "/1 has no leader");
            assertThat(rig.cli("status", "--timeout", "1m").out())
                    .contains(requested + "/1 has no leader", letters + "/1 has no leader")
                    .doesNotContain("not answered in time");
            refused(rig.cli("dead-letters", "replay", "--all", "--yes"), letters + "/1 has no leader");
            refused(rig.cli("offsets", "set", "earliest", "--yes"), requested + "/1 has no leader");

            rig.set("MEDIA_DELETER_GROUP_ID", lost);
            String coordinator = "__consumer_offsets/" + Utils.abs(lost.hashCode()) % 2 + " has no leader";
            assertThat(rig.cli("trace", "--file-id", "528548548798527140").out())
                    .contains("Done: DELETED", "the group has no coordinator");
            refused(rig.cli("offsets", "set", "earliest", "--yes"), coordinator);
            refused(rig.cli("pause", "--reason", "drill"), lost + ".control/0 has no leader");
            assertThat(rig.cli("status").err()).contains(coordinator);

            rig.set("MEDIA_DELETER_GROUP_ID", blind);
            assertThat(rig.cli("status", "--format", "json").out())
                    .contains("\"level\":\"stopped\",\"sentence\":\"" + blind
                            + ".control/0 has no leader, so nobody can read or");
            URI page = rig.startWithPages("one");
            await().untilAsserted(() -> assertThat(List.of("/situation/text", "/control/obstacle"))
                    .extracting(place -> status(page).at(place).asText())
                    .allMatch(told -> told.startsWith(blind + ".control/0 has no leader")));
        }
    }

    /** Of the two replicas that a write waits for, one is gone. */
    @ParameterizedTest
    @ValueSource(strings = {",.retry.5s,.dead-letter", ".deleted,.quota,.control"})
    @Order(Integer.MAX_VALUE)
    void partitionWithTooFewReplicasInSync_isNamedByStatus(String roles) throws Exception {
        brokers.stopSecond();
        String requested = kafka.unique("behind");
        List<String> topics =
                Stream.of(roles.split(",")).map(role -> requested + role).toList();
        kafka.createTopics(topics.stream()
                .map(topic -> new NewTopic(topic, Map.of(0, List.of(1, 2))).configs(Map.of("min.insync.replicas", "2")))
                .toList());
        Map<String, String> settings = Map.of(
                "MEDIA_DELETER_GROUP_ID",
                requested,
                "MEDIA_DELETER_TOPICS_REQUESTED",
                requested,
                "MEDIA_DELETER_TOPICS_DELETED",
                requested + ".deleted",
                "MEDIA_DELETER_TOPICS_QUOTA",
                requested + ".quota",
                "MEDIA_DELETER_TOPICS_REPLICATION_FACTOR",
                "1",
                "MEDIA_DELETER_QUOTA_MODE",
                "group",
                "MEDIA_DELETER_RETRY_DELAYS",
                "5s");
        try (ServiceRig rig = new ServiceRig(kafka, settings)) {
            String named = topics.stream()
                    .sorted()
                    .map(topic -> topic + "/0")
                    .collect(Collectors.joining(", "))
                    .replaceFirst(", ([^,]*)$", " and $1");

            Cli status = rig.cli("status", "--format", "json").ended(1);

            assertThat(status.out())
                    .contains(
                            "\"level\":\"stopped\"",
                            named
                                    + " have fewer replicas in sync than min.insync.replicas, so nothing can be written to"
                                    + " them. Bring back the brokers that have the others");
        }
    }

    /** A group that this broker coordinates, as long as it is there; each has one of the two partitions that decide. */
    private static String groupOf(int broker) {
        kafka.committed(kafka.unique("none")); // so that they are there
        List<TopicPartitionInfo> partitions =
                kafka.describe("__consumer_offsets").partitions();
        return Stream.generate(() -> kafka.unique("group"))
                .filter(id -> partitions
                                .get(Utils.abs(id.hashCode()) % partitions.size())
                                .leader()
                                .id()
                        == broker)
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode status(URI page) {
        return Json.read(WebPage.text(page.resolve("/status")));
    }

    private static void refused(Cli run, String why) {
        assertThat(run.ended(1).err()).contains(why, "Bring back a broker that has a replica");
    }

    private static ProducerRecord<byte[], byte[]> request(String topic, int partition) {
        String value = "{\"eventId\":\"e-" + partition + "\",\"fileId\":\"52854854879852714" + partition + "\"}";
        return new ProducerRecord<>(topic, partition, null, value.getBytes(UTF_8));
    }

    private static TopicPlan plan(Optional<Short> replicas) {
        return new TopicPlan(List.of(TopicPlan.control(kafka.unique("control"), replicas)));
    }
}
