/** What may stop the next call: pauses and holds, the circuit breaker, the hourly limit, the heartbeat of the loop. */
@NullMarked
package io.mediadeleter.pipeline.gate;

import org.jspecify.annotations.NullMarked;
