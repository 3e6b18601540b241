package io.mediadeleter.pipeline.gate;

/** What calling depends on: whether the group hears from us, whether the API works, and what people allow. */
public record CallGates(PollHeartbeat heartbeat, Breaker breaker, HourlyCallLimit brake, ControlGate control) {}
