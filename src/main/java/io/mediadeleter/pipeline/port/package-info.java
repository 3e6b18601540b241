/**
 * What the engine asks of the outside, and what it tells while it works: request log, media store, quota log, telemetry.
 * Adapters import this and no other part of the engine, but {@link io.mediadeleter.pipeline.status}.
 */
@NullMarked
package io.mediadeleter.pipeline.port;

import org.jspecify.annotations.NullMarked;
