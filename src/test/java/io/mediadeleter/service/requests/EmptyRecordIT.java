package io.mediadeleter.service.requests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.service.ServiceRig;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A record with neither key nor value, on each topic that an instance reads. */
@WithKafka.Together
class EmptyRecordIT {

    private static final String FILE = "5285485487985271487";

    private final KafkaFixture kafka;

    @AutoClose
    private final ServiceRig rig;

    EmptyRecordIT(KafkaFixture kafka) {
        this.kafka = kafka;
        this.rig = new ServiceRig(
                kafka, Map.of("MEDIA_DELETER_REQUESTS_GRACE_PERIOD", "1s", "MEDIA_DELETER_QUOTA_MODE", "group"));
    }

    @Test
    void eachIsOneDeadLetter_andNothingWaitsForIt() {
        TopicNames topics = rig.topics();
        kafka.produce(topics.consumed().stream().map(EmptyRecordIT::empty).toList());

        rig.start("one");
        rig.requestAll(Stream.of(FILE));

        assertThat(rig.results(1)).hasSize(1);
        List<ConsumerRecord<byte[], byte[]>> letters =
                rig.deadLetters(topics.consumed().size());
        assertThat(letters)
                .hasSameSizeAs(topics.consumed())
                .allSatisfy(letter -> {
                    assertThat(ServiceRig.header(letter, "md-fault-code")).isEqualTo("NullValue");
                    assertThat(ServiceRig.header(letter, "md-null-value")).isEqualTo("true");
                    assertThat(letter.headers().lastHeader("md-origin-key")).isNull();
                    assertThat(letter.value()).isEmpty();
                })
                .extracting(letter -> origin(letter).replaceFirst("/.*", ""))
                .containsExactlyInAnyOrderElementsOf(topics.consumed());

        String origin = origin(letters.get(0));
        assertThat(rig.cli("dead-letters", "show", origin).ended(0).out()).contains("NullValue");
        assertThat(rig.cli("trace", origin).ended(0).out()).contains("NullValue");
        rig.cli("dead-letters", "replay", origin, "--yes").ended(0);
        assertThat(rig.deadLetters(topics.consumed().size() + 2)) // a tombstone and the next one
                .extracting(letter -> ServiceRig.header(letter, "md-replays"))
                .containsOnlyOnce("1");
    }

    /** A compacted topic refuses it, but not all topics were compacted from their beginning. */
    @Test
    void onTheTopicsThatAreTables_itSaysNothing() {
        TopicNames topics = rig.topics();
        kafka.configure(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                topics.control(),
                topics.deadLetter());
        kafka.produce(Stream.of(topics.control(), topics.deadLetter(), topics.quota(), topics.deleted())
                .map(EmptyRecordIT::empty)
                .toList());
        kafka.configure(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                topics.control(),
                topics.deadLetter());

        rig.start("one");
        rig.requestAll(Stream.of(FILE));

        assertThat(rig.results(2)).hasSize(2);
        assertThat(rig.simulator().calls().all()).hasSize(1);
        for (List<String> command : List.of(
                List.of("holds", "list"),
                List.of("dead-letters", "list"),
                List.of("trace", "--file-id", FILE),
                List.of("topics", "check"))) {
            Cli told = rig.cli(command.toArray(String[]::new)).ended(0);
            assertThat(told.said()).as("%s", command).doesNotContain("Exception");
        }
        assertThat(rig.cli("status").out()).contains("one").doesNotContain("Exception");
        assertThat(rig.cli("check").out()).contains("ok      holds").doesNotContain("Exception");
    }

    private static String origin(ConsumerRecord<byte[], byte[]> letter) {
        return new String(letter.key(), UTF_8);
    }

    private static ProducerRecord<byte[], byte[]> empty(String topic) {
        return new ProducerRecord<>(topic, null, null);
    }
}
