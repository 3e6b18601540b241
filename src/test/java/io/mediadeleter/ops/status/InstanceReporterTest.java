package io.mediadeleter.ops.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.control.InstanceReport.Lately;
import io.mediadeleter.control.InstanceReport.Level;
import io.mediadeleter.control.Namesake;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Partition;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.pipeline.port.EndedCall;
import io.mediadeleter.pipeline.status.ConsumerLag;
import io.mediadeleter.pipeline.status.InGrace;
import io.mediadeleter.pipeline.status.PipelineStatus;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Outcome;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InstanceReporterTest {

    private static final Partition PARTITION = new Partition("requests", 0);
    private static final Outcome DELETED = new Outcome.Deleted("r");

    private final StoppedTime time = new StoppedTime();
    private final RecentActivity activity = new RecentActivity(time);
    private final InstanceReporter reporter = new InstanceReporter(
            false,
            URI.create("http://127.0.0.1:8085"),
            "web-1",
            new InstanceStatus.Limits(100, false, 64, null),
            activity);

    private void follow(PipelineStatus.Calling calling) {
        follow(calling, new PipelineStatus.Control(true, List.of(), 0, false), Instant.EPOCH);
    }

    private void follow(PipelineStatus.Calling calling, PipelineStatus.Control control, Instant now) {
        PipelineStatus status = new PipelineStatus(
                PipelineStatus.Phase.RUNNING,
                null,
                Duration.ZERO,
                new PipelineStatus.LoopStatus(
                        true, Map.of(PARTITION, 0), Set.of(), Map.of(), InGrace.NONE, Map.of(), 0),
                Map.of(),
                3,
                Map.of(),
                calling,
                null,
                null,
                control,
                PipelineStatus.Obstacles.NONE,
                now);
        reporter.of(() -> status, () -> new ConsumerLag(Map.of(PARTITION, 0L), Map.of()));
    }

    private InstanceReport report() {
        return reporter.report().orElseThrow();
    }

    private void ended(Outcome outcome, int millis) {
        activity.callEnded(new EndedCall(new MediaId(null, "1"), List.of(), outcome, Duration.ofMillis(millis)));
    }

    private static Outcome failed(FaultKind kind, String code) {
        return new Outcome.Failed(new Fault(kind, code, "m", null));
    }

    @Test
    void beforeAllIsPutTogether_thereIsNothingToTell() {
        assertThat(reporter.report()).isEmpty();
    }

    @Test
    void whileAllIsWell_onlyFiguresAreTold() {
        follow(new PipelineStatus.Calling(PipelineStatus.Calling.State.CALLING, Instant.EPOCH, null));

        assertThat(report())
                .isEqualTo(new InstanceReport(
                        Level.WELL, null, null, false, "127.0.0.1:8085", 0, 3, 64, Lately.NOTHING, "web-1", null));
    }

    @Test
    void anotherProcessOfItsName_isToldOfForTenMinutes() {
        Namesake other = new Namesake(Instant.EPOCH, "web-2");
        var control = new PipelineStatus.Control(true, List.of(), 0, false, false, other);
        var calling = new PipelineStatus.Calling(PipelineStatus.Calling.State.CALLING, Instant.EPOCH, null);

        follow(calling, control, Instant.EPOCH.plusSeconds(599));
        assertThat(report().namesake()).isEqualTo(other);
        follow(calling, control, Instant.EPOCH.plusSeconds(600));
        assertThat(report().namesake()).isNull();
    }

    @Test
    void whatStopsCalls_isToldInTheWordsOfTheStatusPage() {
        Fault fault = new Fault(FaultKind.SYSTEMIC, "AuthFailure.SignatureFailure", "wrong.", null);
        follow(new PipelineStatus.Calling(PipelineStatus.Calling.State.STOPPED, Instant.EPOCH, fault));

        assertThat(report().level()).isEqualTo(Level.STOPPED);
        assertThat(report().code()).isEqualTo("AuthFailure.SignatureFailure");
        assertThat(report().text())
                .startsWith("API calls suspended since 1970-01-01T00:00:00Z (circuit breaker open):"
                        + " AuthFailure.SignatureFailure, wrong.")
                .contains("media-deleter check --call.");
    }

    @Test
    void callsOfTheLastTenSeconds_areCounted_andOlderOnesForgotten() {
        follow(new PipelineStatus.Calling(PipelineStatus.Calling.State.CALLING, Instant.EPOCH, null));
        ended(DELETED, 5_000);
        time.pass(Duration.ofSeconds(8));
        ended(DELETED, 100);
        ended(failed(FaultKind.ABSENT, "ResourceNotFound"), 100);
        ended(failed(FaultKind.TRANSIENT, "InternalError"), 100);
        ended(failed(FaultKind.THROTTLED, "RequestLimitExceeded"), 100);
        ended(failed(FaultKind.THROTTLED, "RequestLimitExceeded"), 100);
        time.pass(Duration.ofSeconds(1));
        assertThat(report().lately()).isEqualTo(new Lately(10, 6, 3, 2, 0, 5_500, "RequestLimitExceeded"));

        time.pass(Duration.ofSeconds(2));
        assertThat(report().lately()).isEqualTo(new Lately(10, 5, 3, 2, 0, 500, "RequestLimitExceeded"));

        time.pass(Duration.ofSeconds(20));
        assertThat(report().lately()).isEqualTo(Lately.NOTHING);
    }

    @Test
    void codesWithoutEnd_takeNoMemoryWithoutEnd() {
        follow(new PipelineStatus.Calling(PipelineStatus.Calling.State.CALLING, Instant.EPOCH, null));
        for (int i = 0; i < 1_000; i++) {
            ended(failed(FaultKind.TRANSIENT, "Code" + i), 1);
        }
        time.pass(Duration.ofSeconds(1));

        assertThat(report().lately().failed()).isEqualTo(1_000);
        assertThat(report().lately().code()).startsWith("Code");
    }
}
