package io.mediadeleter.pipeline;

import io.mediadeleter.pipeline.port.Inbox;
import io.mediadeleter.pipeline.port.MediaStore;
import io.mediadeleter.pipeline.port.Outbox;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.quota.TokenBucket;
import io.mediadeleter.rule.SettlementPolicy;
import io.mediadeleter.time.Time;

/** All that the engine works with. */
public record PipelineParts(
        Inbox inbox,
        Outbox outbox,
        MediaStore store,
        TokenBucket bucket,
        SettlementPolicy policy,
        Telemetry telemetry,
        Time time,
        PipelineLimits limits) {}
