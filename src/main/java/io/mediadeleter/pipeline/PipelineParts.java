package io.mediadeleter.pipeline;

import io.mediadeleter.pipeline.port.MediaStore;
import io.mediadeleter.pipeline.port.RequestLog;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.quota.TokenBucket;
import io.mediadeleter.rule.SettlementPolicy;
import io.mediadeleter.time.Time;

/** All that the engine works with. */
public record PipelineParts(
        RequestLog requests,
        MediaStore store,
        TokenBucket bucket,
        SettlementPolicy policy,
        Telemetry telemetry,
        Time time,
        PipelineLimits limits) {}
