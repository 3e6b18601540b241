package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.pipeline.control.ControlParts;
import io.mediadeleter.pipeline.port.ControlLogRefused;
import io.mediadeleter.pipeline.port.MediaStore;
import io.mediadeleter.pipeline.status.BrakeRelease;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an engine answers whose threads have ended. */
class PipelineEndTest {

    private final Time time = Time.system();
    private final FakeControlLog log = new FakeControlLog(time);

    /** It had a lease, which outlives it, and leaves without a word to the group. */
    @Test
    void releaseOfTheBrake_isNotPromisedOnceTheControlThreadHasDied() throws Exception {
        MediaStore store = (media, scope, stillMay, whenEnded) -> {};
        Pipeline pipeline = new Pipeline(
                PlainParts.of(new IdleRequestLog() {}, store, new SilentTelemetry(), time, Duration.ofSeconds(13)),
                null,
                new ControlParts(log, "i1", () -> "p", 100, this::secondProbe, new NoPeers()));
        pipeline.start();

        assertThat(pipeline.awaitEnd()).containsInstanceOf(ControlLogRefused.class);

        assertThat(pipeline.releaseBrake()).isEqualTo(BrakeRelease.UNKNOWN);
    }

    private Optional<InstanceReport> secondProbe() {
        if (!log.written.isEmpty()) {
            log.fails = new ControlLogRefused("refused");
        }
        return Optional.empty();
    }
}
