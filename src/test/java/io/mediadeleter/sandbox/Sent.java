package io.mediadeleter.sandbox;

import io.mediadeleter.event.Origin;

/**
 * An entry that is on the request topic.
 *
 * @param nanos when it was handed to the producer, on the monotonic clock
 */
record Sent(SandboxRequest entry, Origin origin, long nanos) {}
