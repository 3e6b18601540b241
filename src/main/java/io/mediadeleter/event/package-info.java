/**
 * The facts: what was asked, where it was asked, what has been tried and what came of it. Plain immutable values; the
 * room imports no other room and knows neither Kafka nor the SDK.
 */
@NullMarked
package io.mediadeleter.event;

import org.jspecify.annotations.NullMarked;
