package io.mediadeleter.service.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mediadeleter.event.TopicRole;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.group.GroupFacts.Instance;
import io.mediadeleter.group.GroupFacts.Letters;
import io.mediadeleter.group.GroupFacts.Waiting;
import io.mediadeleter.group.GroupStatus;
import io.mediadeleter.group.GroupStatus.Level;
import io.mediadeleter.service.GroupLook;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.vod.Keys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What somebody sees of running instances who reaches Kafka alone. */
@WithKafka.Together
class GroupLookIT {

    private final KafkaFixture kafka;
    private final ServiceRig rig;
    private final GroupLook group;

    GroupLookIT(KafkaFixture kafka) {
        this.kafka = kafka;
        rig = new ServiceRig(
                kafka, Map.of("MEDIA_DELETER_QUOTA_MODE", "group", "MEDIA_DELETER_REQUESTS_GRACE_PERIOD", "1h"));
        group = new GroupLook(rig.settings("x"), true);
    }

    @AfterEach
    void stop() {
        group.close();
        rig.close();
    }

    private static boolean hasBoth(GroupStatus status) {
        return status.facts().isSettled()
                && status.facts().instances().size() == 2
                && status.facts().instances().stream()
                        .allMatch(instance -> instance.isMember()
                                && instance.report() != null
                                && instance.share() != null
                                && !instance.partitions().isEmpty());
    }

    private static long sum(GroupStatus status, TopicRole kind) {
        return Objects.requireNonNull(status.facts().waiting()).stream()
                .filter(each -> each.kind() == kind)
                .mapToLong(Waiting::records)
                .sum();
    }

    @Test
    void groupThatWasNever_isNotRunning_andNothingIsUnknown() {
        GroupStatus status = group.look();

        assertThat(status.facts().gaps()).isEmpty();
        assertThat(status.level()).isEqualTo(Level.STOPPED);
        assertThat(status.sentence())
                .startsWith("No instance of the group "
                        + rig.settings("x").kafka().groupId() + " is running. No request is due.");
    }

    @Test
    void twoInstances_areSeenWithTheirShares_graceAndDeadLetters() {
        rig.start("a");
        rig.start("b");
        rig.requestAll(IntStream.range(1, 31).mapToObj(String::valueOf));
        rig.request("no request at all");

        group.untilAsserted(status -> {
            assertThat(status).matches(GroupLookIT::hasBoth, "has both");
            assertThat(sum(status, TopicRole.REQUESTED)).isZero();
            assertThat(status.facts().gaps()).isEmpty();
            assertThat(status.sentence()).contains("127.0.0.1", "no host of Tencent Cloud's API");
            assertThat(status.level()).isEqualTo(Level.BUSY);
            assertThat(status.figures().due()).isZero();
            assertThat(status.figures().inGrace()).isBetween(30L, 40L);
            assertThat(status.facts().instances()).extracting(Instance::name).containsExactly("a", "b");
            assertThat(status.facts().instances().stream()
                            .mapToInt(each -> each.partitions().size())
                            .sum())
                    .isEqualTo(2 * 7);
            assertThat(status.facts().deadLetters()).isNotNull();
            assertThat(Objects.requireNonNull(status.facts().deadLetters()).groups())
                    .extracting(Letters::kind, Letters::lately)
                    .containsExactly(tuple("MALFORMED", 1L));
        });
    }

    @Test
    void retriesThatWaitForTheirTime_areNotDue_onAnEarlierRetryTopicAndWithinTheirJitter() {
        Instant now = Instant.now();
        String requested = rig.topics().requested();
        kafka.createTopics(1, requested + ".retry.10m", requested + ".retry.20m");
        kafka.produce(List.of(
                retry(requested + ".retry.10m", now.minus(Duration.ofMinutes(5)), now.plus(Duration.ofMinutes(5))),
                retry(requested + ".retry.20m", now.minus(Duration.ofMinutes(20)), now.plusSeconds(110))));
        rig.start("a");

        group.until(
                "an instance with all partitions",
                seen -> seen.facts().isSettled()
                        && seen.facts().instances().stream()
                                .anyMatch(each -> each.report() != null
                                        && each.partitions().size() == 2 * 7 + 2));

        GroupStatus status = group.look();
        assertThat(sum(status, TopicRole.RETRY)).isEqualTo(2);
        assertThat(status.figures().due()).isZero();
        assertThat(status.level()).as(status.sentence()).isNotEqualTo(Level.STOPPED);
    }

    private static ProducerRecord<byte[], byte[]> retry(String topic, Instant written, Instant due) {
        ProducerRecord<byte[], byte[]> retry = new ProducerRecord<>(
                topic,
                0,
                written.toEpochMilli(),
                "k".getBytes(UTF_8),
                "{\"eventId\":\"e\",\"fileId\":\"5285485487985271400\"}".getBytes(UTF_8));
        retry.headers().add("md-not-before", String.valueOf(due.toEpochMilli()).getBytes(UTF_8));
        return retry;
    }

    @Test
    void whatIsStopped_isToldFromAnyMachine() {
        rig.set("MEDIA_DELETER_REQUESTS_GRACE_PERIOD", "none");
        rig.start("a");
        rig.start("b", new Keys("id", "another-key", null));
        group.until("both", GroupLookIT::hasBoth);
        rig.requestAll(IntStream.range(1, 201).mapToObj(String::valueOf));

        group.untilAsserted(stopped -> {
            assertThat(stopped.sentence())
                    .startsWith("1 of 2 instances makes no calls, b: ")
                    .contains("AuthFailure.SignatureFailure", "media-deleter check --call");
            assertThat(stopped.level()).isEqualTo(Level.STOPPED);
        });

        rig.cli("pause", "--reason", "drill", "--by", "jane").ended(0);
        GroupStatus paused = group.look();
        assertThat(paused.sentence())
                .startsWith("Deletion has been paused since ")
                .contains("by jane: drill");
        assertThat(Objects.requireNonNull(paused.facts().control()).pauses()).hasSize(1);
    }

    @Test
    void instancesThatAreGone_leaveWhatWaitsToBeSeen() throws Exception {
        rig.set("MEDIA_DELETER_REQUESTS_GRACE_PERIOD", "none");
        Service service = rig.start("a");
        rig.requestAll(IntStream.range(1, 31).mapToObj(String::valueOf));
        rig.results(30);
        group.until("all is done, and no marker counts", seen -> seen.figures().due() == 0);
        ServiceRig.end(service);
        Instant asked = Instant.now();
        rig.requestAll(IntStream.range(100, 140).mapToObj(String::valueOf));

        group.untilAsserted(status -> {
            assertThat(status.sentence())
                    .startsWith("No instance")
                    .contains("the last one was seen at 20", "40 requests are due. Start one");
            assertThat(status.figures().due()).isEqualTo(40);
            assertThat(status.figures().oldestDue())
                    .isBetween(asked.minusSeconds(5), status.facts().at().plusSeconds(5));
        });
    }
}
