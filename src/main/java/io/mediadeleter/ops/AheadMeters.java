package io.mediadeleter.ops;

import io.mediadeleter.pipeline.port.Ahead;
import io.mediadeleter.pipeline.port.PipelineStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.OptionalLong;
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
                        "Records not read yet, over all partitions that this instance owns, including paused ones; NaN"
                                + " until all are known.")
                .register(registry);
        Gauge.builder("media.deleter.undecided", () -> ahead.get().undecidedOfAll())
                .description(
                        "Records that nobody can read because they are behind a transaction that a producer has left"
                                + " open for more than 5 s. Alert when it stays above 0: the log and the status page"
                                + " say where.")
                .register(registry);
    }

    private double unread() {
        OptionalLong known = ahead.get().unreadOf(status.get().books().open().keySet());
        return known.isPresent() ? known.getAsLong() : Double.NaN;
    }
}
