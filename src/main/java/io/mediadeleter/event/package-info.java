/**
 * The facts: what was asked, where it was asked, what has been tried and what came of it. Plain immutable values; the
 * package imports no other one and knows neither Kafka nor the SDK.
 */
@NullMarked
package io.mediadeleter.event;

import org.jspecify.annotations.NullMarked;
