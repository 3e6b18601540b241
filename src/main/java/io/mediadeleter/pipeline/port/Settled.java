package io.mediadeleter.pipeline.port;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.rule.Settlement;

/**
 * A delivery and what is written for it.
 *
 * @param omitted what of the delivery is left out of it
 */
public record Settled(Delivery delivery, Settlement settlement, Reduction omitted) {

    /** Nothing is left out. */
    public Settled(Delivery delivery, Settlement settlement) {
        this(delivery, settlement, Reduction.NOTHING);
    }
}
