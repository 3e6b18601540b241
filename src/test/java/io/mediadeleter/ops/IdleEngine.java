package io.mediadeleter.ops;

import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.pipeline.IdleRequestLog;
import io.mediadeleter.pipeline.Pipeline;
import io.mediadeleter.pipeline.PipelineLimits;
import io.mediadeleter.pipeline.PipelineParts;
import io.mediadeleter.pipeline.port.PipelineStatus;
import io.mediadeleter.pipeline.port.PipelineStatus.Books;
import io.mediadeleter.pipeline.port.PipelineStatus.Obstacles;
import io.mediadeleter.pipeline.port.PipelineStatus.Phase;
import io.mediadeleter.quota.TokenBucket;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.RetrySchedule;
import io.mediadeleter.rule.SettlementPolicy;
import io.mediadeleter.rule.SettlementPolicy.AbsentMedia;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** An engine that nothing comes to; until it is started it turns as little as one whose loop hangs. */
final class IdleEngine implements IdleRequestLog {

    private IdleEngine() {}

    static Pipeline with(Time time) {
        IdleEngine idle = new IdleEngine();
        return new Pipeline(
                new PipelineParts(
                        idle,
                        (media, scope, whenEnded) -> {},
                        new TokenBucket(100, time.nanoTime()),
                        new SettlementPolicy(new RetrySchedule(List.of()), AbsentMedia.RESULT, GracePeriod.NONE),
                        new LogTelemetry(),
                        time,
                        new PipelineLimits(
                                1, OptionalInt.empty(), AgeLimit.NONE, Duration.ofMillis(100), Duration.ofSeconds(13))),
                null,
                null);
    }

    /** What one says of itself that runs and calls nothing. */
    static PipelineStatus running(Books books, Instant now) {
        PipelineStatus idle = with(new StoppedTime()).status();
        return new PipelineStatus(
                Phase.RUNNING,
                null,
                Duration.ZERO,
                books,
                idle.backlog(),
                0,
                Map.of(),
                idle.calling(),
                null,
                null,
                null,
                Obstacles.NONE,
                now);
    }
}
