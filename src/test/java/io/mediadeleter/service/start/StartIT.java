package io.mediadeleter.service.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.cli.Jar;
import io.mediadeleter.event.Partition;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.pipeline.status.OffsetlessPartition;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a group does that has no offset for a partition with records in it. */
@WithKafka.Together
class StartIT {

    private static final String START = "MEDIA_DELETER_REQUESTS_START";

    @TempDir
    Path directory;

    private final KafkaFixture kafka;

    @AutoClose
    private final ServiceRig rig;

    private final TopicPartition first;

    StartIT(KafkaFixture kafka) {
        this.kafka = kafka;
        this.rig = new ServiceRig(kafka, Map.of("MEDIA_DELETER_TOPICS_PARTITIONS", "1", START, "refuse"));
        this.first = new TopicPartition(rig.topics().requested(), 0);
    }

    private void request(int from, int to) {
        rig.requestAll(IntStream.range(from, to).mapToObj(i -> "52854854879852714" + String.format("%02d", i)));
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() {
        return kafka.committed(rig.topics().requested());
    }

    private void commit(long offset) {
        kafka.commit(rig.topics().requested(), Map.of(first, new OffsetAndMetadata(offset)));
    }

    private void forgetOffsets() {
        Patience.get(kafka.admin()
                .deleteConsumerGroupOffsets(
                        rig.topics().requested(), committed().keySet())
                .all());
    }

    private void awaitCommits(int partitions) {
        await("commits of " + partitions + " partitions")
                .until(() -> committed().size() == partitions);
    }

    private static OffsetlessPartition waiting(Service service) {
        return await("partitions that wait")
                .until(() -> ServiceRig.lag(service).beginning().waiting(), waiting -> !waiting.isEmpty())
                .get(0);
    }

    @Test
    void emptyPartition_isCommittedAtOnce_soThatItsFirstRequestsAreNoQuestion() throws Exception {
        Service service = rig.start("one");
        awaitCommits(rig.topics().consumed().size());
        ServiceRig.end(service);
        request(0, 2);

        Service next = rig.start("one");

        assertThat(rig.results(2)).hasSize(2);
        assertThat(ServiceRig.lag(next).beginning().waiting()).isEmpty();
    }

    @Test
    void newGroupWithRequestsAhead_callsNothingAndSaysSo() {
        request(0, 5);

        Service service = rig.start("one");

        OffsetlessPartition waiting = waiting(service);
        assertThat(waiting.partition()).isEqualTo(new Partition(first.topic(), 0));
        assertThat(waiting.records()).isEqualTo(5);
        assertThat(waiting.since()).isNotNull();
        assertThat(waiting.tooOld()).isZero();
        awaitCommits(rig.topics().consumed().size() - 1);
        assertThat(committed()).doesNotContainKey(first);
        assertThat(rig.simulator().calls().all()).isEmpty();
    }

    @Test
    void groupWhoseOffsetsWereDeleted_repeatsNoCall() throws Exception {
        Service service = rig.start("one");
        awaitCommits(rig.topics().consumed().size());
        request(0, 3);
        rig.results(3);
        ServiceRig.end(service);
        forgetOffsets();
        request(3, 4);

        Service next = rig.start("one");

        assertThat(waiting(next).records()).isGreaterThanOrEqualTo(4);
        assertThat(rig.simulator().calls().all()).hasSize(3);
    }

    @Test
    void offsetThatTheLogDoesNotHave_countsForNone() throws Exception {
        request(0, 4);
        commit(50);
        Service beyond = rig.start("one");
        assertThat(waiting(beyond).records()).isEqualTo(4);
        ServiceRig.end(beyond);

        commit(1);
        kafka.deleteRecords(first, 2);
        Service before = rig.start("one");

        assertThat(waiting(before).records()).isEqualTo(2);
        assertThat(rig.simulator().calls().all()).isEmpty();
    }

    @Test
    void withEarliest_itBeginsAndSaysWhatLiesAhead() {
        rig.set(START, "earliest");
        request(0, 3);

        Service service = rig.start("one");

        assertThat(rig.results(3)).hasSize(3);
        assertThat(ServiceRig.lag(service).beginning().waiting()).isEmpty();
        assertThat(ServiceRig.lag(service).beginning().begun())
                .extracting(OffsetlessPartition::partition, OffsetlessPartition::records)
                .containsExactly(tuple(new Partition(first.topic(), 0), 3L));
    }

    @Test
    void decision_isCarriedOutByWhoRuns_andCountsForThisTimeAlone() throws Exception {
        request(0, 3);
        Service service = rig.start("one");
        waiting(service);

        Cli set = rig.cli("offsets", "set", "earliest", "--by", "ops").ended(0);

        assertThat(set.said()).isEmpty();
        assertThat(set.out()).contains("3 requests lie on", "Done: the group has an offset");
        assertThat(rig.results(3)).hasSize(3);
        assertThat(ServiceRig.lag(service).beginning().waiting()).isEmpty();
        assertThat(rig.cli("offsets", "set", "latest").out()).contains("there is nothing to decide");

        ServiceRig.end(service);
        forgetOffsets();
        assertThat(waiting(rig.start("one")).records()).isGreaterThanOrEqualTo(3);
        assertThat(rig.simulator().calls().all()).hasSize(3);
    }

    @Test
    void latest_leavesOutWhatWasThereWhenItWasDecided_thoughNobodyRan() {
        request(0, 5);

        Cli set = rig.cli("offsets", "set", "latest", "--format", "json");
        request(5, 6);
        rig.start("one");

        assertThat(set.out())
                .isEqualToIgnoringNewLines(
                        "{\"position\":\"latest\",\"partitions\":1,\"requests\":5,\"partitionsLeft\":1}");
        assertThat(set.err()).contains("5 requests lie on", "No instance is running");
        assertThat(rig.results(1)).hasSize(1);
        assertThat(rig.simulator().calls().all())
                .extracting(call -> call.fileId().orElse(""))
                .containsExactly("5285485487985271405");
    }

    @Test
    void latest_leavesNothingOutOfPartitionsThatWereEmpty() {
        request(0, 5);

        rig.cli("offsets", "set", "latest");
        kafka.produce(List.of(dated(rig.topics().bulk(), Instant.now().toEpochMilli(), "5285485487985271499")));
        rig.start("one");

        assertThat(rig.results(1)).hasSize(1);
        assertThat(rig.simulator().calls().all())
                .extracting(call -> call.fileId().orElse(""))
                .containsExactly("5285485487985271499");
    }

    /** Nobody can read them when it is decided, but they are there. */
    @Test
    void latest_leavesOutWhatLiesBehindAnOpenTransaction() throws Exception {
        request(0, 2);
        try (AutoCloseable open = hide(first.topic(), "5285485487985271490")) {
            assertThat(open).isNotNull();
            request(2, 5);

            Cli set = rig.cli("offsets", "set", "latest");
            assertThat(set.out())
                    .contains("2 requests lie on", "behind open transactions, which nobody can read yet, up to 4 more");
            Service service = rig.start("one");
            awaitCommits(rig.topics().consumed().size());
            assertThat(rig.cli("offsets", "set", "latest").out()).contains("there is nothing to decide");
            assertThat(ServiceRig.lag(service).beginning().waiting()).isEmpty();
        }
        request(5, 6);

        assertThat(rig.results(1)).hasSize(1);
        assertThat(rig.simulator().calls().all())
                .extracting(call -> call.fileId().orElse(""))
                .containsExactly("5285485487985271405");
    }

    @Test
    void latest_leavesOutWhatLiesBehindAnOpenTransaction_whereNothingElseIs() throws Exception {
        String bulk = rig.topics().bulk();
        try (AutoCloseable open = hide(bulk, "5285485487985271490")) {
            assertThat(open).isNotNull();
            kafka.produce(List.of(dated(bulk, Instant.now().toEpochMilli(), "5285485487985271491")));

            rig.cli("offsets", "set", "latest");
            rig.start("one");
            awaitCommits(rig.topics().consumed().size());
        }
        kafka.produce(List.of(dated(bulk, Instant.now().toEpochMilli(), "5285485487985271492")));

        assertThat(rig.results(1)).hasSize(1);
        assertThat(rig.simulator().calls().all())
                .extracting(call -> call.fileId().orElse(""))
                .containsExactly("5285485487985271492");
    }

    @Test
    void time_leavesOutWhatIsOlder_behindAnOpenTransactionToo() throws Exception {
        long hourAgo = Instant.now().minusSeconds(3_600).toEpochMilli();
        kafka.produce(List.of(dated(first.topic(), hourAgo, "5285485487985271400")));
        try (AutoCloseable open = kafka.hide(List.of(dated(first.topic(), hourAgo + 1_000, "5285485487985271490")))) {
            assertThat(open).isNotNull();
            kafka.produce(List.of(
                    dated(first.topic(), hourAgo + 2_000, "5285485487985271401"),
                    dated(first.topic(), hourAgo + 2_000_000, "5285485487985271402")));

            rig.cli("offsets", "set", Instant.ofEpochMilli(hourAgo + 1_000_000).toString());
            rig.start("one");
            awaitCommits(rig.topics().consumed().size());
        }

        assertThat(rig.results(1)).hasSize(1);
        assertThat(rig.simulator().calls().all())
                .extracting(call -> call.fileId().orElse(""))
                .containsExactly("5285485487985271402");
    }

    /** As `kafka-consumer-groups --to-latest` sets it. */
    @Test
    void offsetBehindAnOpenTransaction_isOne() throws Exception {
        request(0, 2);
        try (AutoCloseable open = hide(first.topic(), "5285485487985271490")) {
            assertThat(open).isNotNull();
            request(2, 3);
            commit(4);

            assertThat(rig.cli("offsets", "set", "latest").out()).contains("there is nothing to decide");
        }
    }

    private AutoCloseable hide(String topic, String fileId) throws Exception {
        return kafka.hide(List.of(dated(topic, Instant.now().toEpochMilli(), fileId)));
    }

    @Test
    void time_beginsWithWhatWasWrittenThen() throws Exception {
        long hourAgo = Instant.now().minusSeconds(3_600).toEpochMilli();
        kafka.produce(List.of(
                dated(first.topic(), hourAgo, "5285485487985271400"),
                dated(first.topic(), hourAgo + 1_000, "5285485487985271401"),
                dated(first.topic(), hourAgo + 2_000_000, "5285485487985271402")));
        Service service = rig.start("one");
        waiting(service);

        Cli set = new Jar(directory, rig.environment("ops"))
                .run("offsets", "set", "50m")
                .ended(0);

        assertThat(set.out()).contains("3 requests lie on", "Done: the group has an offset");
        assertThat(rig.results(1)).hasSize(1);
        assertThat(rig.simulator().calls().all())
                .extracting(call -> call.fileId().orElse(""))
                .containsExactly("5285485487985271402");
    }

    @Test
    void check_saysWhatLiesThereAndTheCommand() {
        request(0, 2);

        Cli refused = rig.cli("check");
        rig.set(START, "earliest");
        Cli begins = rig.cli("check");

        assertThat(refused.out())
                .containsPattern("wrong +start +.*2 requests lie on .*since 20")
                .contains("media-deleter offsets set earliest|latest|TIME");
        assertThat(begins.out())
                .containsPattern("warning +start +.*2 requests lie on .*is called when an instance starts");
    }

    private ProducerRecord<byte[], byte[]> dated(String topic, long written, String fileId) {
        return new ProducerRecord<>(
                topic,
                0,
                written,
                fileId.getBytes(UTF_8),
                ("{\"eventId\":\"e-" + fileId + "\",\"fileId\":\"" + fileId + "\"}").getBytes(UTF_8));
    }
}
