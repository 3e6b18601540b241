package io.mediadeleter.kafka.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.kafka.topics.TopicAdmin.TopicCreation;
import io.mediadeleter.kafka.topics.TopicInspection.TopicFinding;
import io.mediadeleter.kafka.topics.TopicPlan.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicInspectionTest {

    private static final Topic CONTROL = TopicPlan.control("g.control", Optional.empty());
    private static final Topic QUOTA = TopicPlan.quota("quota", Optional.empty());
    private static final TopicInspection INSPECTION = new TopicInspection("kafka:9092");

    @Test
    void controlTopicAsPlanned_isWell() {
        assertThat(findings(1, 1, Map.of())).isEmpty();
        assertThat(findings(1, 3, Map.of("min.insync.replicas", "2"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cleanup.policy, delete, cleanup.policy=compact",
        "cleanup.policy, 'compact,delete', cleanup.policy=compact",
        "message.timestamp.type, CreateTime, message.timestamp.type=LogAppendTime",
        "unclean.leader.election.enable, true, unclean.leader.election.enable=false"
    })
    void controlTopicThatHoldsAreNotSafeOn_isUseless(String setting, String value, String command) {
        assertThat(findings(1, 1, Map.of(setting, value)))
                .singleElement()
                .asString()
                .startsWith("g.control: " + setting + " is " + value + " and must be ")
                .contains("kafka-configs.sh --bootstrap-server kafka:9092 ")
                .endsWith("--entity-name g.control --add-config " + command + "`");
        assertThat(breaches(1, Map.of(setting, value))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "delete.retention.ms, 86399999, 86400000",
        "segment.ms, 3600001, 600000",
        "max.message.bytes, 65535, 1048588"
    })
    void controlTopicBeyondABound_isAFinding_butAnInstanceRuns(String setting, String value, String command) {
        assertThat(findings(1, 1, Map.of(setting, value)))
                .singleElement()
                .asString()
                .startsWith("g.control: " + setting + " is " + value + " and must be ")
                .endsWith("--add-config " + setting + "=" + command + "`");
        assertThat(breaches(1, Map.of(setting, value))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"delete.retention.ms, 604800000", "segment.ms, 60000", "max.message.bytes, 65536"})
    void controlTopicWithinItsBounds_isWell(String setting, String value) {
        assertThat(findings(1, 1, Map.of(setting, value))).isEmpty();
    }

    @Test
    void controlTopicOfSeveralPartitions_isUseless_andItsRecordsAreToBeSaved() {
        assertThat(findings(3, 1, Map.of()))
                .singleElement()
                .asString()
                .contains("has 3 partitions and must have 1", "save the topic's records");
        assertThat(breaches(3, Map.of())).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, false", "2, 1, true", "3, 1, true", "3, 2, false", "3, 3, false"})
    void replicasOfTheControlTopic_mustBeInSync(int replicas, String inSync, boolean isFound) {
        List<TopicFinding> findings = findings(1, replicas, Map.of("min.insync.replicas", inSync));

        assertThat(findings).hasSize(isFound ? 1 : 0);
        assertThat(findings)
                .allSatisfy(finding -> assertThat(finding.toString())
                        .contains("min.insync.replicas is 1 and must be 2 or more", "=2`"));
    }

    @ParameterizedTest
    @CsvSource({"0, ", "1, ", "2, 2", "3, 2"})
    void newControlTopic_isToBeOnTwoBrokersWhereItHasReplicas(int replicas, String inSync) {
        Map<String, String> config =
                new TopicCreation(0, Map.of()).of(CONTROL, replicas).configs();

        assertThat(config.get("min.insync.replicas")).isEqualTo(inSync);
        assertThat(config).containsAllEntriesOf(CONTROL.config());
    }

    /** It must not forget a claim that others have read. */
    @ParameterizedTest
    @CsvSource({"false, 0", "true, 1"})
    void quotaTopicThatMayLoseRecords_isAFinding(String unclean, int findings) {
        Map<String, String> config = new HashMap<>(QUOTA.config());
        config.putAll(Map.of(
                "unclean.leader.election.enable", unclean,
                "max.message.bytes", "1048588",
                "min.insync.replicas", "1"));
        ActualTopic found = new ActualTopic(1, 1, List.of(), List.of(), config);

        assertThat(INSPECTION.findings(new TopicPlan(List.of(QUOTA)), Map.of("quota", found)))
                .hasSize(findings)
                .allSatisfy(finding -> assertThat(finding.toString())
                        .contains("kafka-configs.sh --bootstrap-server kafka:9092 ")
                        .endsWith("--entity-name quota --add-config unclean.leader.election.enable=false`"));
    }

    /** Whatever the brokers' own setting is. */
    @Test
    void newQuotaTopic_losesNoRecord() {
        assertThat(new TopicCreation(0, Map.of()).of(QUOTA, 3).configs())
                .containsEntry("unclean.leader.election.enable", "false");
    }

    @Test
    void partitionsWithoutALeader_areNamed() {
        ActualTopic whole = actual(1, 1, Map.of());
        ActualTopic torn = new ActualTopic(1, 1, List.of(0), List.of(), whole.config());

        assertThat(INSPECTION.findings(new TopicPlan(List.of(CONTROL)), Map.of("g.control", torn)))
                .singleElement()
                .asString()
                .startsWith("g.control: partition 0 has no leader")
                .contains("bring back a broker", "--bootstrap-server kafka:9092 --describe --unavailable-partitions");
    }

    @Test
    void partitionsThatTakeNoRecord_areNamed() {
        assertThat(findingsWithOneInSync(2))
                .singleElement()
                .asString()
                .startsWith(
                        "g.control: partition 0 has fewer replicas in sync than min.insync.replicas: nothing is written to it")
                .contains("bring back the brokers", "--describe --under-min-isr-partitions");
    }

    /** Since Kafka 3.7 that is no outage, and before it no broker is missing. */
    @Test
    void moreReplicasInSyncThanThereAre_areASettingThatIsWrong() {
        assertThat(findingsWithOneInSync(1))
                .singleElement()
                .asString()
                .startsWith(
                        "g.control: min.insync.replicas is 2 and there is 1 replica: brokers before 3.7 write nothing to it")
                .endsWith("--add-config min.insync.replicas=1`");
    }

    /** Of so many replicas, where two should be. */
    private static List<TopicFinding> findingsWithOneInSync(int replicas) {
        Node broker = new Node(1, "b", 9092);
        List<Node> all = List.of(broker, new Node(2, "c", 9092)).subList(0, replicas);
        TopicDescription described = new TopicDescription(
                "g.control",
                false,
                List.of(new TopicPartitionInfo(0, broker, all, List.of(broker), List.of(), List.of())));
        Map<String, String> config = new HashMap<>(actual(1, 2, Map.of()).config());
        config.put("min.insync.replicas", "2");
        ActualTopic torn = ActualTopic.of(
                described,
                new Config(config.entrySet().stream()
                        .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
                        .toList()));
        return INSPECTION.findings(new TopicPlan(List.of(CONTROL)), Map.of("g.control", torn));
    }

    @Test
    void otherTopics_areCreatedWithTheBrokersOwnNumber() {
        Topic replay = TopicPlan.topic("replay", 2, Optional.of((short) 3), Map.of(), true);

        assertThat(new TopicCreation(0, Map.of()).of(replay, 3).configs()).isEmpty();
    }

    private static List<TopicFinding> findings(int partitions, int replicas, Map<String, String> but) {
        return INSPECTION.findings(
                new TopicPlan(List.of(CONTROL)), Map.of("g.control", actual(partitions, replicas, but)));
    }

    private static List<TopicFinding> breaches(int partitions, Map<String, String> but) {
        return INSPECTION.breaches(CONTROL, actual(partitions, 1, but)).toList();
    }

    private static ActualTopic actual(int partitions, int replicas, Map<String, String> but) {
        Map<String, String> config = new HashMap<>(CONTROL.config());
        config.put("min.insync.replicas", "1");
        config.put("retention.ms", "604800000");
        config.putAll(but);
        return new ActualTopic(partitions, replicas, List.of(), List.of(), config);
    }
}
