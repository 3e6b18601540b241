package io.mediadeleter.pipeline.port;

import io.mediadeleter.event.MediaId;
import io.mediadeleter.rule.Outcome;
import java.time.Duration;

/**
 * A call that has ended, well or not.
 *
 * @param requests that shared it
 * @param took from its start until its outcome was known
 */
public record EndedCall(MediaId media, int requests, Outcome outcome, Duration took) {}
