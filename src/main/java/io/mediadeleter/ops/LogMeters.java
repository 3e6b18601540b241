package io.mediadeleter.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.Supplier;

/** How log lines leave the process, read when it is scraped. Thread-safe. */
public final class LogMeters implements MeterBinder {

    private final Supplier<LogFlow> flow;

    public LogMeters(Supplier<LogFlow> flow) {
        this.flow = flow;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder(
                        "media.deleter.log.lines.dropped",
                        flow,
                        each -> each.get().dropped())
                .description(
                        "Log lines dropped because standard output was blocked for too long. Alert on any: settlements"
                                + " may be among them, which are then recorded only on Kafka; look at what collects"
                                + " the log.")
                .register(registry);
        Gauge.builder("media.deleter.log.lines.waiting", () -> flow.get().waiting())
                .description("Log lines in memory that standard output has not taken yet. Alert when it keeps rising.")
                .register(registry);
    }
}
