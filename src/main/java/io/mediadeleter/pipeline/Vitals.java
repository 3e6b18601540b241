package io.mediadeleter.pipeline;

/** What loop and dispatcher tell each other about being well: the group's side and the API's. */
record Vitals(Pulse pulse, Breaker breaker) {}
