/**
 * What the engine asks of the outside, and what it tells: request log, media store, quota log, telemetry,
 * status. Adapters import this and no other part of the engine.
 */
@NullMarked
package io.mediadeleter.pipeline.port;

import org.jspecify.annotations.NullMarked;
