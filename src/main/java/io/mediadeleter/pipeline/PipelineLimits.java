package io.mediadeleter.pipeline;

import io.mediadeleter.rule.AgeLimit;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * The engine's bounds.
 *
 * @param maxInFlight calls at the same time
 * @param settleInterval the longest that a settlement waits for others to share its transaction
 * @param callsPerHour calls within an hour after which the brake stops deletion; empty for no limit
 * @param maxAge how old a request may be when its turn comes
 * @param drainLimit how long calls in flight may take to end when partitions go
 */
public record PipelineLimits(
        int maxInFlight, OptionalInt callsPerHour, AgeLimit maxAge, Duration settleInterval, Duration drainLimit) {}
