package io.mediadeleter.ops.meters;

import io.mediadeleter.control.Namesake;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.text.Printable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs and counts what is done about instances that have died, or seem to have, or share a name. Thread-safe. */
public final class TakeoverTelemetry implements Telemetry {

    private static final Logger log = LoggerFactory.getLogger(TakeoverTelemetry.class);

    private final Counter removed;
    private final Counter fenced;
    private final Counter doubted;

    /** Counts from zero on. */
    public TakeoverTelemetry(MeterRegistry registry) {
        removed = Counter.builder("media.deleter.members.removed")
                .description("Silent instances that this one removed from the group, so that their partitions move on."
                        + " Alert when it rises though no instance was killed: instances stand still for seconds; look"
                        + " at garbage collection, CPU limits and the network.")
                .register(registry);
        fenced = Counter.builder("media.deleter.transactions.fenced")
                .description("Transactions of removed instances that this one ended. No alert: it goes with"
                        + " media_deleter_members_removed.")
                .register(registry);
        doubted = Counter.builder("media.deleter.standing.doubted")
                .description("Times that this instance stood still or was cut off for so long that others may have"
                        + " removed it; it makes no call until Kafka accepts a commit. Alert when it keeps rising: look"
                        + " at garbage collection, CPU limits and the network.")
                .register(registry);
    }

    @Override
    public void namesakeSeen(Namesake other) {
        log.warn(
                "Another process runs under the name of this instance{}: the group keeps one of them, and the other ends."
                        + " Stop one, or give it a media-deleter.instance-id of its own",
                other.host() == null ? "" : ", on " + Printable.of(other.host()));
    }

    @Override
    public void memberRemoved(String instance) {
        removed.increment();
        log.warn(
                "Removed the silent instance {} from the group: its partitions move on. If it is alive, it comes back by"
                        + " itself",
                Printable.of(instance));
    }

    @Override
    public void transactionEnded(String instance) {
        fenced.increment();
        log.info("Ended what the removed instance {} had not committed", Printable.of(instance));
    }

    @Override
    public void takeoverLimited(String reason) {
        log.warn("{}. The partitions of a dead instance will wait for the brokers' timeouts (logged once)", reason);
    }

    @Override
    public void standingDoubted() {
        doubted.increment();
        log.warn(
                "This instance was suspended, or could not write to the control topic, for 3 s or more. Others may have"
                        + " removed it from the group; no call starts until Kafka has accepted a commit");
    }
}
