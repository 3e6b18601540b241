package io.mediadeleter.service.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Programs;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.fault.FaultRule;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The status page as a browser shows it; what it looks like is in {@code target/status-page} afterwards. */
@WithKafka
class StatusPageIT {

    private static final int LIMIT = 40;

    private final KafkaFixture kafka;

    @AutoClose
    private final ServiceRig rig;

    StatusPageIT(KafkaFixture kafka) {
        this.kafka = kafka;
        rig = new ServiceRig(kafka, Map.of("MEDIA_DELETER_CALLS_MAX_DELETES_PER_HOUR", String.valueOf(LIMIT)));
    }

    @BeforeAll
    static void needsABrowser() {
        Programs.assumeInstalled(Chromium.BINARY);
    }

    @Test
    void workThatIsDone_isShownAsWell() {
        URI page = rig.startWithPages("one");
        rig.requestAll(fileIds(LIMIT / 2));
        rig.publish(null, "nonsense".getBytes(UTF_8), Map.of());
        rig.results(LIMIT / 2);
        rig.deadLetters(1);

        assertThat(awaitSituation(page, "well", "Healthy: no requests are waiting. Calls go to 127.0.0.1:"))
                .contains(
                        "class=\"BUSY\"",
                        "<dd>closed</dd>",
                        "MALFORMED",
                        rig.topics().requested());
    }

    @Test
    void brakeThatHolds_isTheFirstSentence() {
        URI page = rig.startWithPages("one");
        rig.requestAll(fileIds(3 * LIMIT));
        rig.results(LIMIT);

        assertThat(awaitSituation(page, "brake", "Deletion limit reached at "))
                .contains("class=\"STOPPED\"", "POST /brake/release", "40 of 40 calls in an hour");
    }

    @Test
    void keysThatAreRefused_areTheFirstSentence() {
        rig.simulator().faults().add(FaultRule.parse("AuthFailure.SecretIdNotFound"));
        URI page = rig.startWithPages("one");
        rig.requestAll(fileIds(3 * LIMIT));

        assertThat(awaitSituation(page, "breaker", "API calls suspended since "))
                .contains(
                        "class=\"STOPPED\"",
                        "AuthFailure.SecretIdNotFound, Scripted by the simulator. Requests wait",
                        "<dd>open since ");
    }

    /** Its end lies beyond all years of four digits. */
    @Test
    void pause_isShownWithWhoAndWhyAndWhatEndsIt() {
        kafka.produce(List.of(new ProducerRecord<>(
                rig.topics().control(),
                0,
                "all:x".getBytes(UTF_8),
                "{\"reason\":\"legal <b>case\",\"by\":\"ops@desk\",\"for\":\"9999999d\"}".getBytes(UTF_8))));
        URI page = rig.startWithPages("one");

        assertThat(awaitSituation(page, "pause", "Deletion has been paused since "))
                .contains("class=\"STOPPED\"", "<td>legal &lt;b&gt;case</td>", "<td>ops@desk</td>")
                .containsPattern("<td>\\+29\\d{3}-")
                .contains("<code>media-deleter resume</code>");
    }

    /** The page with this in its first sentence, as its scripts have made it. */
    private static String awaitSituation(URI page, String name, String begins) {
        return await("the page to say: " + begins)
                .until(
                        () -> Chromium.show(page, name),
                        shown -> shown.contains("role=\"status\"")
                                && shown.matches("(?s).*<p id=\"situation\"[^>]*>" + begins + ".*"));
    }

    private static Stream<String> fileIds(int count) {
        return IntStream.range(0, count).mapToObj(i -> String.valueOf(8_600_000_000_000_000L + i));
    }
}
