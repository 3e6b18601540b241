package io.mediadeleter.ops;

import io.mediadeleter.pipeline.port.Ahead;
import io.mediadeleter.pipeline.port.InGrace;
import io.mediadeleter.pipeline.port.PipelineStatus;
import io.mediadeleter.pipeline.port.Unstarted;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Gauges of what lies ahead of what was read. Thread-safe. */
public final class AheadMeters implements MeterBinder {

    private final Supplier<PipelineStatus> status;
    private final Supplier<Ahead> ahead;

    public AheadMeters(Supplier<PipelineStatus> status, Supplier<Ahead> ahead) {
        this.status = status;
        this.ahead = ahead;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("media.deleter.unread", this::unread)
                .description(
                        "Records not read yet, over all partitions that this instance owns, including paused ones, but"
                                + " without those that wait for their grace period to end; NaN until all are known.")
                .register(registry);
        Gauge.builder("media.deleter.in.grace", () -> grace().all(ahead.get()))
                .description(
                        "Requests that wait for their grace period to end before they are called, over all partitions"
                                + " that this instance owns, read or not. They need no more instances.")
                .register(registry);
        TimeGauge.builder("media.deleter.grace.next.due", this::nextDue, TimeUnit.SECONDS)
                .description("When the next of them is due, in seconds since 1970; NaN when none waits.")
                .register(registry);
        Gauge.builder("media.deleter.undecided", () -> ahead.get().undecidedOfAll())
                .description(
                        "Records that nobody can read because they are behind a transaction that a producer has left"
                                + " open for more than 5 s. Alert when it stays above 0: the log and the status page"
                                + " say where.")
                .register(registry);
        TimeGauge.builder("media.deleter.undecided.oldest", this::undecidedFor, TimeUnit.MILLISECONDS)
                .description(
                        "How long the oldest of them has been there, by what this instance has seen; 0 when there is"
                                + " none. Alert when it exceeds what brokers end by themselves, 15 minutes by their default:"
                                + " nothing of that partition is deleted.")
                .register(registry);
        Gauge.builder("media.deleter.partitions.stuck", this::stuck)
                .description(
                        "Partitions with records of which nothing has been read for 8 s, though they are not paused. Alert"
                                + " when it stays above 0: the status page names them.")
                .register(registry);
        Gauge.builder(
                        "media.deleter.not.started",
                        () -> Unstarted.records(ahead.get().beginning().waiting()))
                .description("Requests on partitions that the group has no offset for, of which nothing is called until"
                        + " somebody decides with `offsets set` (requests.start=refuse). Alert on any: the status page"
                        + " says since when they lie there.")
                .register(registry);
    }

    private double undecidedFor() {
        Instant now = status.get().now();
        return ahead.get().undecided().values().stream()
                .mapToLong(each -> Duration.between(each.since(), now).toMillis())
                .max()
                .orElse(0);
    }

    private double stuck() {
        return ahead.get().stuck(status.get().books().paused()).size();
    }

    private InGrace grace() {
        return status.get().books().inGrace();
    }

    private double nextDue() {
        Instant next = grace().nextDue();
        return next == null ? Double.NaN : next.getEpochSecond();
    }

    private double unread() {
        OptionalLong known = ahead.get().unreadOf(status.get().books().workedOn());
        return known.isPresent() ? known.getAsLong() : Double.NaN;
    }
}
