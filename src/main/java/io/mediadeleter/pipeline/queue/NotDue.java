package io.mediadeleter.pipeline.queue;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.pipeline.status.InGrace;
import io.mediadeleter.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that must not be called yet: retries, by the clock of whoever writes them, and requests in their grace period,
 * by the brokers' clock, so that no machine's wrong clock cuts it short. Those that were promised a longer period than is set now
 * are counted, since others wait behind them. Confined to the loop thread.
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
    private final DelayedDeliveries inLongerGrace = new DelayedDeliveries();
    private final Duration period;

    /** @param period the grace period that is set now; zero for none */
    public NotDue(Duration period) {
        this.period = period;
    }

    /** Takes it if it is not due; false when it is. */
    public boolean add(Delivery delivery, Now now) {
        if (delivery.isDue(now.of(delivery))) {
            return false;
        }
        lineOf(delivery).add(delivery);
        return true;
    }

    private DelayedDeliveries lineOf(Delivery delivery) {
        if (!delivery.attempt().isInGrace()) {
            return retries;
        }
        return period.isZero() || delivery.gracePeriod().compareTo(period) <= 0 ? inGrace : inLongerGrace;
    }

    /** Takes one that is due; null when there is none. */
    @Nullable
    public Delivery pollDue(Now now) {
        Delivery due = retries.pollDue(now.own());
        due = due == null ? inGrace.pollDue(now.brokers()) : due;
        return due == null ? inLongerGrace.pollDue(now.brokers()) : due;
    }

    /** How long until one is due, {@code atMost} at most. */
    public Duration untilDue(Now now, Duration atMost) {
        return Stream.of(
                        retries.untilDue(now.own()),
                        inGrace.untilDue(now.brokers()),
                        inLongerGrace.untilDue(now.brokers()))
                .flatMap(Optional::stream)
                .reduce(atMost, Durations::min);
    }

    /** How many retries wait, for each partition of which any do. */
    public Map<Partition, Integer> retries() {
        return retries.sizes();
    }

    /** The requests that wait for their grace period to end. */
    public InGrace graceStatus() {
        Map<Partition, Integer> sizes = new HashMap<>(inGrace.sizes());
        inLongerGrace.sizes().forEach((partition, size) -> sizes.merge(partition, size, Integer::sum));
        Instant next = Stream.of(Optional.ofNullable(inGrace.nextDue()), Optional.ofNullable(inLongerGrace.nextDue()))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .orElse(null);
        return new InGrace(sizes, next, inLongerGrace.sizes());
    }

    public void drop(Collection<Partition> partitions) {
        retries.drop(partitions);
        inGrace.drop(partitions);
        inLongerGrace.drop(partitions);
    }
}
