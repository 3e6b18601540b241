package io.mediadeleter.ops;

import io.mediadeleter.control.Namesake;
import io.mediadeleter.pipeline.port.PipelineStatus;
import io.mediadeleter.pipeline.port.PipelineStatus.Control;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gauges of what the group has been told not to do. Thread-safe. */
public final class ControlMeters implements MeterBinder {

    private final Supplier<PipelineStatus> status;

    public ControlMeters(Supplier<PipelineStatus> status) {
        this.status = status;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("media.deleter.paused", this::paused)
                .description(
                        "1 while a pause or the deletion limit stops all calls of the group, 0 while neither does; NaN"
                                + " while this instance cannot tell. Alert when it stays 1: requests wait and grow older.")
                .register(registry);
        Gauge.builder("media.deleter.holds", this::holds)
                .description(
                        "Holds on the control topic, without the pauses in force; the same on every instance, NaN"
                                + " while this one cannot tell. Nothing to alert on: alert on dead letters with the fault held.")
                .register(registry);
        Gauge.builder("media.deleter.holds.overfull", this::overfull)
                .description(
                        "1 while more holds stand than holds.max, so that no call is made, 0 otherwise. Alert on 1:"
                                + " remove some, or raise holds.max.")
                .register(registry);
        Gauge.builder("media.deleter.control.leased", this::leased)
                .description(
                        "1 while this instance knows what is paused and held, 0 while it cannot tell and so makes no"
                                + " call. Alert when it stays 0: the control topic cannot be read or written.")
                .register(registry);
        Gauge.builder("media.deleter.name.taken", this::namesake)
                .description(
                        "1 for ten minutes after another process has run under this instance's name, 0 otherwise: each"
                                + " puts the other out of the group. Alert on 1: give each an instance-id of its own.")
                .register(registry);
    }

    private double namesake() {
        PipelineStatus now = status.get();
        Control control = now.control();
        Namesake other = control == null ? null : control.namesake();
        return other != null && other.isTold(now.now()) ? 1 : 0;
    }

    /** What was read last is in force, as far as is known, until something else is read. */
    private double paused() {
        PipelineStatus now = status.get();
        Control control = now.control();
        boolean isBraked = now.brake() != null && now.brake().isHeld();
        if (isBraked || (control != null && !control.pauses().isEmpty())) {
            return 1;
        }
        return isKnown(control) ? 0 : Double.NaN;
    }

    private double holds() {
        Control control = status.get().control();
        return control != null && control.isLeased() ? control.others() : Double.NaN;
    }

    private double overfull() {
        Control control = status.get().control();
        return control != null && control.isOverfull() ? 1 : 0;
    }

    private double leased() {
        return isKnown(status.get().control()) ? 1 : 0;
    }

    /** An engine without a control topic is told nothing, and knows it. */
    private static boolean isKnown(@Nullable Control control) {
        return control == null || control.isLeased();
    }
}
