package io.mediadeleter.pipeline.queue;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.pipeline.status.InGrace;
import io.mediadeleter.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that must not be called yet: retries, by the clock of whoever writes them, and requests in their grace period,
 * by the brokers' clock, so that no machine's wrong clock cuts it short. Confined to the loop thread.
 */
public final class NotDue {

    /**
     * What time it is.
     *
     * @param own on this machine's clock
     * @param brokers on the brokers' clock, no later than it is there; {@link Instant#MIN} while that is not known
     */
    public record Now(Instant own, Instant brokers) {

        private Instant of(Delivery delivery) {
            return delivery.attempt().isInGrace() ? brokers : own;
        }
    }

    private final DelayedDeliveries retries = new DelayedDeliveries();
    private final DelayedDeliveries inGrace = new DelayedDeliveries();

    /** Takes it if it is not due; false when it is. */
    public boolean add(Delivery delivery, Now now) {
        if (delivery.isDue(now.of(delivery))) {
            return false;
        }
        (delivery.attempt().isInGrace() ? inGrace : retries).add(delivery);
        return true;
    }

    /** Takes one that is due; null when there is none. */
    @Nullable
    public Delivery pollDue(Now now) {
        Delivery retry = retries.pollDue(now.own());
        return retry == null ? inGrace.pollDue(now.brokers()) : retry;
    }

    /** How long until one is due, {@code atMost} at most. */
    public Duration untilDue(Now now, Duration atMost) {
        Duration untilRetry = retries.untilDue(now.own()).orElse(atMost);
        Duration untilGraceEnds = inGrace.untilDue(now.brokers()).orElse(atMost);
        return Durations.min(Durations.min(untilRetry, untilGraceEnds), atMost);
    }

    /** How many retries wait, for each partition of which any do. */
    public Map<Partition, Integer> retries() {
        return retries.sizes();
    }

    /** The requests that wait for their grace period to end. */
    public InGrace graceStatus() {
        return new InGrace(inGrace.sizes(), inGrace.nextDue());
    }

    public void drop(Collection<Partition> partitions) {
        retries.drop(partitions);
        inGrace.drop(partitions);
    }
}
