package io.mediadeleter.ops;

import io.mediadeleter.pipeline.IdleRequestLog;
import io.mediadeleter.pipeline.Pipeline;
import io.mediadeleter.pipeline.PipelineLimits;
import io.mediadeleter.pipeline.PipelineParts;
import io.mediadeleter.quota.TokenBucket;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.RetrySchedule;
import io.mediadeleter.rule.SettlementPolicy;
import io.mediadeleter.rule.SettlementPolicy.AbsentMedia;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.List;
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
}
