package io.mediadeleter.pipeline.port;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.rule.Outcome;
import java.time.Duration;
import java.util.List;

/**
 * A call that has ended, well or not.
 *
 * @param deliveries that shared it
 * @param took from its start until its outcome was known
 */
public record EndedCall(MediaId media, List<Delivery> deliveries, Outcome outcome, Duration took) {

    public EndedCall {
        deliveries = List.copyOf(deliveries);
    }

    /** How many requests shared it. */
    public int requests() {
        return deliveries.size();
    }
}
