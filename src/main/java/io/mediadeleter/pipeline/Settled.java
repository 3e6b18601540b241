package io.mediadeleter.pipeline;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.rule.Settlement;

/** A delivery and what is written for it. */
public record Settled(Delivery delivery, Settlement settlement) {}
