package io.mediadeleter.service.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.WebPage;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.pipeline.status.BrakeRelease;
import io.mediadeleter.pipeline.status.PipelineStatus.Braking;
import io.mediadeleter.service.MetricsText;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The group's brake, from the limit to its release by an operator. */
@WithKafka.Together
class BrakeIT {

    private static final int LIMIT = 30;

    @AutoClose
    private final ServiceRig rig;

    BrakeIT(KafkaFixture kafka) {
        rig = new ServiceRig(
                kafka,
                Map.of(
                        "MEDIA_DELETER_CALLS_MAX_DELETES_PER_HOUR", String.valueOf(LIMIT),
                        "MEDIA_DELETER_QUOTA_MODE", "group",
                        "MEDIA_DELETER_QUOTA_PER_SECOND", "10"));
    }

    @Test
    void moreThanTheLimit_waitsUncountedUntilAnOperatorReleasesIt() throws Exception {
        URI root = rig.startWithPages("one");
        rig.requestAll(fileIds(0, LIMIT + 3));
        rig.results(LIMIT);

        await("the brake").until(() -> get(root, "/status").body(), status -> status.contains("\"HELD\""));
        assertThat(MetricsText.withoutGroup(get(root, "/metrics").body()))
                .contains(
                        "media_deleter_brake_held 1.0", "media_deleter_brake_calls 30.0", "media_deleter_calling 0.0");
        assertThat(get(root, "/health/live").statusCode()).isEqualTo(200);
        assertThat(get(root, "/health/ready").statusCode()).isEqualTo(200);
        assertThat(rig.simulator().calls().stats().total()).isEqualTo(LIMIT);

        assertThat(post(root).statusCode()).isEqualTo(200);

        assertThat(rig.results(LIMIT + 3))
                .hasSize(LIMIT + 3)
                .allSatisfy(result -> assertThat(
                                ServiceRig.json(result).path("attempts").asInt())
                        .isEqualTo(1));
        assertThat(rig.simulator().calls().stats().total()).isEqualTo(LIMIT + 3);
        await("the metrics")
                .untilAsserted(() -> assertThat(
                                MetricsText.withoutGroup(get(root, "/metrics").body()))
                        .contains("media_deleter_calling 1.0"));
        assertThat(post(root).statusCode()).as("nothing is left to release").isEqualTo(409);
    }

    @Test
    void threeInstances_oneOfThemRestarted_keepToOneLimit_andAgainAfterResume() throws Exception {
        Service one = rig.start("one");
        Service two = rig.start("two");
        Service three = rig.start("three");
        rig.requestAll(fileIds(0, 3 * LIMIT));
        awaitCalls(LIMIT / 3);
        ServiceRig.end(two);
        Service again = rig.start("two");
        awaitCalls(2 * LIMIT / 3);
        ServiceRig.end(three);
        Service late = rig.start("four");

        awaitHeld(Instant.EPOCH, one, again, late);
        awaitCalls(LIMIT);
        assertThat(calls()).isEqualTo(LIMIT);
        assertThat(late.status().brake())
                .satisfies(brake -> assertThat(brake.until())
                        .isEqualTo(Objects.requireNonNull(brake.since()).plus(Duration.ofHours(1))));

        Instant resumed = Instant.now(); // two that see at once that the limit is reached both put the first brake on
        rig.cli("resume", "--yes").ended(0);
        awaitHeld(resumed, one, again, late);
        awaitCalls(2 * LIMIT);
        assertThat(calls()).isEqualTo(2L * LIMIT);

        assertThat(late.releaseBrake()).isEqualTo(BrakeRelease.ASKED);
        assertThat(rig.results(3 * LIMIT)).hasSize(3 * LIMIT);
        assertThat(calls()).isEqualTo(3L * LIMIT);
    }

    private long calls() {
        return rig.simulator().calls().stats().total();
    }

    private void awaitCalls(long count) {
        await("calls").until(this::calls, made -> made >= count);
    }

    /** Waits until all are held by a brake that came after that. */
    private static void awaitHeld(Instant after, Service... services) {
        for (Service service : services) {
            await("the brake")
                    .until(
                            () -> Optional.ofNullable(service.status().brake())
                                    .map(Braking::since)
                                    .orElse(after),
                            held -> held.isAfter(after));
        }
    }

    private static Stream<String> fileIds(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> String.valueOf(8_300_000_000_000_000L + i));
    }

    private static HttpResponse<String> get(URI root, String path) {
        return WebPage.get(root.resolve(path));
    }

    private static HttpResponse<String> post(URI root) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(root.resolve("/brake/release"))
                .timeout(Patience.LIMIT)
                .POST(BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
