/** Whether a call may start: the circuit breaker, the hourly limit, the heartbeat of the loop. */
@NullMarked
package io.mediadeleter.pipeline.gate;

import org.jspecify.annotations.NullMarked;
