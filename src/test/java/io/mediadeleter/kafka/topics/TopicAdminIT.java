package io.mediadeleter.kafka.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.topics.TopicInspection.TopicFinding;
import io.mediadeleter.rule.RetryDelay;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@WithKafka
class TopicAdminIT {

    private final KafkaFixture kafka;
    private final TopicNames names;
    private final TopicPlan plan;

    @AutoClose
    private final TopicAdmin admin;

    TopicAdminIT(KafkaFixture kafka) {
        this.kafka = kafka;
        String requested = kafka.unique("requested");
        names = new TopicNames(
                requested,
                requested + ".bulk",
                kafka.unique("deleted"),
                requested + ".dead-letter",
                requested + ".replay",
                kafka.unique("quota"),
                kafka.unique("control"),
                List.of(new RetryDelay("5s", Duration.ofSeconds(5)), new RetryDelay("2h", Duration.ofHours(2))),
                List.of());
        plan = TopicPlan.of(names, 3, Optional.empty());
        admin = new TopicAdmin(new KafkaSettings(kafka.bootstrapServers(), "g", "i", Map.of(), Map.of(), Map.of()));
    }

    @Test
    void noTopics_allAreMissingUntilTheyAreCreatedOnce() {
        assertThat(admin.check(plan))
                .hasSize(11)
                .allSatisfy(finding ->
                        assertThat(finding).asString().contains("is missing; run `media-deleter topics create`"));

        assertThat(admin.create(plan)).hasSize(11);

        assertThat(admin.check(plan)).isEmpty();
        assertThat(admin.create(plan)).isEmpty();
    }

    @Test
    void createdTopics_haveThePlannedPartitionsAndSettings() {
        admin.create(plan);

        assertThat(kafka.describe(names.requested()).partitions()).hasSize(3);
        assertThat(kafka.describe(names.quota()).partitions()).hasSize(1);
        assertThat(kafka.config(names.requested())).containsEntry("cleanup.policy", "delete");
        assertThat(kafka.config(names.deadLetter())).containsEntry("cleanup.policy", "compact");
        assertThat(kafka.config(names.replay())).containsEntry("max.message.bytes", "2097152");
        assertThat(kafka.config(names.quota()))
                .containsEntry("message.timestamp.type", "LogAppendTime")
                .containsEntry("retention.ms", "3600000")
                .containsEntry("segment.ms", "600000");
    }

    @Test
    void createdControlTopic_keepsEveryHoldAndFewProbes_andGoesByTheReplicasThatTheBrokersGiveIt() {
        admin.create(plan);

        assertThat(kafka.describe(names.control()).partitions()).hasSize(1);
        assertThat(kafka.config(names.control()))
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("message.timestamp.type", "LogAppendTime")
                .containsEntry("unclean.leader.election.enable", "false")
                .containsEntry("segment.ms", "600000")
                .containsEntry("delete.retention.ms", "86400000")
                .containsEntry("max.message.bytes", "1048588")
                .containsEntry("min.insync.replicas", "1"); // more would stop a topic of one replica
    }

    @Test
    void createdTopicsThatAreReadWhole_takeNoSmallRecordThatUnpacksToALargeOne() {
        admin.create(plan);
        ProducerRecord<byte[], byte[]> control =
                new ProducerRecord<>(names.control(), bytes("media:1"), new byte[20_000_000]);
        ProducerRecord<byte[], byte[]> quota = new ProducerRecord<>(names.quota(), bytes("i"), new byte[20_000_000]);

        try (Producer<byte[], byte[]> zstd = kafka.producer(
                Map.of("compression.type", "zstd", "max.request.size", 30_000_000, "buffer.memory", 60_000_000L))) {
            for (ProducerRecord<byte[], byte[]> bomb : List.of(control, quota)) {
                assertThatThrownBy(() -> zstd.send(bomb).get()).hasCauseInstanceOf(RecordTooLargeException.class);
            }
        }
    }

    /** One batch of the request topic may hold a thousand of them, and each is carried on by itself. */
    @Test
    void deadLettersThatCompressWell_takeLittleRoom() {
        admin.create(plan);
        kafka.produce(IntStream.range(0, 20)
                .mapToObj(i -> new ProducerRecord<>(names.deadLetter(), 0, bytes("r/0/" + i), new byte[900_000]))
                .toList());

        int broker =
                kafka.describe(names.deadLetter()).partitions().get(0).leader().id();
        TopicPartition partition = new TopicPartition(names.deadLetter(), 0);
        long stored = Patience.get(
                        kafka.admin().describeLogDirs(List.of(broker)).allDescriptions())
                .values()
                .stream()
                .flatMap(directories -> directories.values().stream())
                .flatMap(directory -> directory.replicaInfos().entrySet().stream())
                .filter(replica -> replica.getKey().equals(partition))
                .mapToLong(replica -> replica.getValue().size())
                .sum();
        assertThat(stored).isBetween(1_000L, 1_000_000L);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void controlTopicThatABrokerMadeByItself_isFoundWithTheCommandsThatMendIt() {
        kafka.createTopics(1, names.control());
        admin.create(plan);

        assertThat(admin.check(plan))
                .extracting(TopicFinding::toString)
                .hasSize(4)
                .allSatisfy(line -> assertThat(line)
                        .startsWith(names.control() + ": ")
                        .contains("kafka-configs.sh --bootstrap-server " + kafka.bootstrapServers()))
                .anySatisfy(line -> assertThat(line).endsWith("--add-config cleanup.policy=compact`"))
                .anySatisfy(line -> assertThat(line).endsWith("--add-config message.timestamp.type=LogAppendTime`"))
                .anySatisfy(line -> assertThat(line).endsWith("--add-config segment.ms=600000`"))
                .anySatisfy(line -> assertThat(line).endsWith("--add-config min.compaction.lag.ms=60000`"));
    }

    @Test
    void requestTopicOfLargerRequests_theOthersAreCreatedLarger() {
        kafka.createTopics(
                List.of(new NewTopic(names.requested(), 1, (short) 1).configs(Map.of("max.message.bytes", "5000000"))));

        assertThat(admin.create(plan)).hasSize(10).doesNotContain(names.requested());

        assertThat(kafka.config(names.deadLetter()))
                .containsEntry("max.message.bytes", String.valueOf(5_000_000 + 65_536));
        assertThat(admin.check(plan)).isEmpty();
    }

    @Test
    void bulkTopicOfLargerRequests_countsAsWell() {
        kafka.createTopics(
                List.of(new NewTopic(names.bulk(), 1, (short) 1).configs(Map.of("max.message.bytes", "5000000"))));

        assertThat(admin.create(plan)).hasSize(10);

        assertThat(kafka.config(names.graceOf(names.bulk()))).containsEntry("max.message.bytes", "5065536");
        assertThat(admin.check(plan)).isEmpty();
    }

    @Test
    void graceTopics_areStampedByTheBrokersAndKeptAsLongAsTheirRequests() {
        kafka.createTopics(List.of(
                new NewTopic(names.requested(), 1, (short) 1).configs(Map.of("retention.ms", "999999999")),
                new NewTopic(names.bulk(), 1, (short) 1).configs(Map.of("retention.ms", "-1"))));

        admin.create(plan);

        assertThat(kafka.config(names.graceOf(names.requested())))
                .containsEntry("message.timestamp.type", "LogAppendTime")
                .containsEntry("retention.ms", "999999999")
                .containsEntry("retention.bytes", "-1");
        assertThat(kafka.config(names.graceOf(names.bulk()))).containsEntry("retention.ms", "-1");
        assertThat(admin.check(plan)).isEmpty();
    }

    @Test
    void graceTopicsMadeOtherwise_areFound() {
        kafka.createTopics(List.of(
                new NewTopic(names.requested(), 1, (short) 1).configs(Map.of("retention.ms", "3600000")),
                new NewTopic(names.bulk(), 1, (short) 1).configs(Map.of("retention.ms", "-1")),
                new NewTopic(names.graceOf(names.requested()), 1, (short) 1)
                        .configs(Map.of("retention.ms", "86400000", "max.message.bytes", "2097152")),
                new NewTopic(names.graceOf(names.bulk()), 1, (short) 1)
                        .configs(Map.of(
                                "message.timestamp.type", "LogAppendTime",
                                "retention.ms", "604800000",
                                "max.message.bytes", "2097152"))));
        String grace = names.graceOf(names.requested());
        String bulkGrace = names.graceOf(names.bulk());

        assertThat(admin.check(plan))
                .extracting(TopicFinding::toString)
                .filteredOn(line -> line.contains(".grace"))
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).startsWith(grace).contains("must be LogAppendTime"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith(grace)
                        .contains("retention.ms is 86400000 and must be 604800000 or more"))
                .anySatisfy(line ->
                        assertThat(line).startsWith(bulkGrace).contains("must be -1", "--add-config retention.ms=-1"));
    }

    @Test
    void topicsMadeOtherwise_areFoundWithTheCommandThatMendsThem() {
        kafka.createTopics(2, names.requested(), names.deleted(), names.deadLetter(), names.quota());
        kafka.createTopics(List.of(
                new NewTopic(names.retry(names.retryDelays().get(1)), 1, (short) 1)
                        .configs(Map.of(
                                "retention.ms", "60000",
                                "retention.bytes", "1048576",
                                "max.message.bytes", "2000000")),
                new NewTopic(names.replay(), 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))));

        List<TopicFinding> findings = admin.check(TopicPlan.of(names, 3, Optional.of((short) 2)));

        assertThat(findings)
                .extracting(TopicFinding::toString)
                .anySatisfy(line -> assertThat(line)
                        .startsWith(names.deadLetter())
                        .contains(
                                "cleanup.policy is delete and must be compact",
                                "kafka-configs.sh --bootstrap-server " + kafka.bootstrapServers(),
                                "--entity-name " + names.deadLetter() + " --add-config cleanup.policy=compact"))
                .anySatisfy(
                        line -> assertThat(line).startsWith(names.deadLetter()).contains("max.message.bytes=1114124"))
                .anySatisfy(
                        line -> assertThat(line).startsWith(names.quota()).contains("has 2 partitions and must have 1"))
                .anySatisfy(line -> assertThat(line).startsWith(names.quota()).contains("must be LogAppendTime"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith(names.retry(names.retryDelays().get(1)))
                        .contains("retention.ms is 60000"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith(names.retry(names.retryDelays().get(1)))
                        .contains("retention.bytes is 1048576 and must be -1", "--add-config retention.bytes=-1"))
                .anySatisfy(line -> assertThat(line).startsWith(names.replay()).contains("must be delete"))
                .anySatisfy(
                        line -> assertThat(line).startsWith(names.requested()).contains("has 1 replica and"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith(names.retry(names.retryDelays().get(0)))
                        .contains("is missing"));
    }

    @Test
    void moreReplicasThanBrokers_isOneClearFailure() {
        assertThatThrownBy(() -> admin.create(TopicPlan.of(names, 3, Optional.of((short) 9))))
                .isInstanceOf(KafkaFailure.class)
                .hasMessageContainingAll("Cannot create the topic " + names.requested(), "9");
    }
}
