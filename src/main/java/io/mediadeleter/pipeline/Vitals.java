package io.mediadeleter.pipeline;

/** What calling depends on: whether the group hears from us, whether the API works, and what people allow. */
record Vitals(Pulse pulse, Breaker breaker, Brake brake) {}
