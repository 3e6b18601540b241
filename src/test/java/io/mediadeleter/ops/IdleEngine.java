package io.mediadeleter.ops;

import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.ops.log.LogTelemetry;
import io.mediadeleter.pipeline.FakeControlLog;
import io.mediadeleter.pipeline.IdleRequestLog;
import io.mediadeleter.pipeline.Pipeline;
import io.mediadeleter.pipeline.PlainParts;
import io.mediadeleter.pipeline.port.MediaStore;
import io.mediadeleter.pipeline.status.PipelineStatus;
import io.mediadeleter.pipeline.status.PipelineStatus.Control;
import io.mediadeleter.pipeline.status.PipelineStatus.LoopStatus;
import io.mediadeleter.pipeline.status.PipelineStatus.Obstacles;
import io.mediadeleter.pipeline.status.PipelineStatus.Phase;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An engine that nothing comes to; until it is started it turns as little as one whose loop hangs. */
public final class IdleEngine implements IdleRequestLog {

    private IdleEngine() {}

    public static Pipeline with(Time time) {
        MediaStore store = (media, scope, stillMay, whenEnded) -> {};
        return new Pipeline(
                PlainParts.of(new IdleEngine(), store, new LogTelemetry(), time, Duration.ofSeconds(13)),
                null,
                PlainParts.control(new FakeControlLog(time), () -> "p"));
    }

    /** What one says of itself that runs and calls nothing. */
    public static PipelineStatus running(LoopStatus loop, Instant now) {
        PipelineStatus idle = with(new StoppedTime()).status();
        return new PipelineStatus(
                Phase.RUNNING,
                null,
                Duration.ZERO,
                loop,
                idle.backlog(),
                0,
                Map.of(),
                idle.calling(),
                null,
                null,
                new Control(true, List.of(), 0, false),
                Obstacles.NONE,
                now);
    }
}
