package io.mediadeleter.pipeline;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Scope;
import java.util.List;

/**
 * One call to make, for one delivery or for several that share it.
 *
 * @param scope covers what each of the deliveries asks for
 * @param deliveries at least one; all about this media
 */
public record DeleteCall(MediaId media, Scope scope, List<Delivery> deliveries) {

    public DeleteCall {
        deliveries = List.copyOf(deliveries);
    }

    /** The call is shared by several requests. */
    public boolean isCoalesced() {
        return deliveries.size() > 1;
    }
}
