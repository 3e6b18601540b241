package io.mediadeleter.service.requests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What was asked too long ago is never called: the simulator's own log says so. */
@WithKafka.Together
class AgeIT {

    private final KafkaFixture kafka;

    @AutoClose
    private final ServiceRig rig;

    AgeIT(KafkaFixture kafka) {
        this.kafka = kafka;
        this.rig = new ServiceRig(kafka, Map.of("MEDIA_DELETER_TOPICS_PARTITIONS", "1"));
        kafka.configure("retention.ms", "-1", rig.topics().requested()); // or what is old is gone with the next look
    }

    /** Requests that were written so long ago, as far as they say themselves. */
    private void request(int from, int to, Duration age) {
        long written = Instant.now().minus(age).toEpochMilli();
        kafka.produce(IntStream.range(from, to)
                .mapToObj(i -> new ProducerRecord<>(
                        rig.topics().requested(),
                        0,
                        written,
                        fileId(i).getBytes(UTF_8),
                        ("{\"eventId\":\"e-" + i + "\",\"fileId\":\"" + fileId(i) + "\"}").getBytes(UTF_8)))
                .toList());
    }

    private static String fileId(int i) {
        return "52854854879852714" + String.format("%02d", i);
    }

    private List<String> called() {
        return rig.simulator().calls().all().stream()
                .map(call -> call.fileId().orElse(""))
                .sorted()
                .toList();
    }

    @Test
    void requestsThatAreTooOld_areDeadLettersWithoutACall() {
        request(0, 20, Duration.ofDays(40));
        request(20, 22, Duration.ofDays(29));
        rig.start("one");

        assertThat(rig.results(2)).hasSize(2);
        List<ConsumerRecord<byte[], byte[]>> dead = rig.deadLetters(20);

        assertThat(dead).hasSize(20).allSatisfy(letter -> {
            assertThat(ServiceRig.header(letter, "md-fault-kind")).isEqualTo("EXPIRED");
            assertThat(ServiceRig.header(letter, "md-fault-code")).isEqualTo("Request.Expired");
            assertThat(ServiceRig.header(letter, "md-attempt")).isEqualTo("0");
            assertThat(ServiceRig.header(letter, "md-fault-message")).contains("40 days", "requests.max-age");
        });
        assertThat(called()).containsExactly(fileId(20), fileId(21));
    }

    @Test
    void groupThatHasLostItsOffsets_callsOnlyWhatIsYoungAgain() throws Exception {
        request(0, 6, Duration.ofDays(40));
        request(6, 9, Duration.ofMinutes(5));
        rig.set("MEDIA_DELETER_REQUESTS_MAX_AGE", "none");
        Service first = rig.start("one");
        assertThat(rig.results(9)).hasSize(9);
        ServiceRig.end(first);
        Patience.get(kafka.admin()
                .deleteConsumerGroups(List.of(rig.topics().requested()))
                .all());

        rig.set("MEDIA_DELETER_REQUESTS_MAX_AGE", "30d");
        rig.start("one");

        assertThat(rig.deadLetters(6)).hasSize(6);
        assertThat(rig.results(12)).hasSize(12);
        assertThat(called())
                .hasSize(12)
                .containsOnlyOnceElementsOf(
                        IntStream.range(0, 6).mapToObj(AgeIT::fileId).toList());
    }

    @Test
    void expiredDeadLetter_isReplayedByNameAlone_andThenCounts() {
        request(0, 1, Duration.ofDays(400));
        rig.start("one");
        rig.deadLetters(1);

        Cli all = rig.cli("dead-letters", "replay", "--all", "--yes");
        assertThat(called()).isEmpty();
        rig.cli("dead-letters", "replay", "--fault", "EXPIRED", "--yes").ended(0);

        assertThat(all.out()).contains("EXPIRED, because what was asked so long ago may no longer be wanted");
        assertThat(rig.results(1)).hasSize(1);
        assertThat(called()).containsExactly(fileId(0));
    }

    @Test
    void mediaThatIsNotThere_isADeadLetterWhereThatIsAskedFor() {
        rig.set("MEDIA_DELETER_REQUESTS_ABSENT", "dead-letter");
        rig.start("one");
        request(0, 1, Duration.ZERO);
        rig.results(1);

        request(0, 1, Duration.ZERO); // the same media once more: no earlier call of this request

        List<ConsumerRecord<byte[], byte[]>> dead = rig.deadLetters(1);
        assertThat(dead).singleElement().satisfies(letter -> {
            assertThat(ServiceRig.header(letter, "md-fault-kind")).isEqualTo("ABSENT");
            assertThat(ServiceRig.header(letter, "md-attempt")).isEqualTo("1");
        });
        assertThat(rig.results(1)).hasSize(1);
    }
}
