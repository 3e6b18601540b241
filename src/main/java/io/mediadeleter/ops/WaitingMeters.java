package io.mediadeleter.ops;

import io.mediadeleter.deadletter.FaultGroups;
import io.mediadeleter.deadletter.Unresolved;
import io.mediadeleter.event.Lane;
import io.mediadeleter.pipeline.port.OldestDue;
import io.mediadeleter.pipeline.port.PipelineStatus;
import io.mediadeleter.rule.FaultKind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Gauges of what waits for too long: requests for their settlement, and dead letters for a decision. Thread-safe. */
public final class WaitingMeters implements MeterBinder {

    private static final String FAULT = "fault";

    private final Supplier<PipelineStatus> status;
    private final Supplier<Optional<Unresolved>> letters;
    private final InstanceStatus.Limits limits;
    private final Supplier<Instant> clock;

    /**
     * Binds nothing yet.
     *
     * @param letters this instance's part of the unresolved dead letters; empty while it is not known
     * @param clock this machine's
     */
    public WaitingMeters(
            Supplier<PipelineStatus> status,
            Supplier<Optional<Unresolved>> letters,
            InstanceStatus.Limits limits,
            Supplier<Instant> clock) {
        this.status = status;
        this.letters = letters;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Lane lane : Lane.values()) {
            TimeGauge.builder("media.deleter.oldest.waiting", () -> oldest(lane), TimeUnit.MILLISECONDS)
                    .tag("lane", lane.name().toLowerCase(Locale.ROOT))
                    .description("Age of the oldest request in memory that is due and not settled, from when it was"
                            + " published, replayed or became due; 0 when there is none. Alert when the maximum over the"
                            + " instances exceeds requests.deadline.")
                    .register(registry);
        }
        TimeGauge.builder("media.deleter.deadline", this::deadline, TimeUnit.MILLISECONDS)
                .description(
                        "How long a request may wait, requests.deadline; NaN without a limit. Nothing to alert on.")
                .register(registry);
        Set<String> known = new HashSet<>();
        Stream.of(FaultKind.values())
                .filter(FaultKind::isOfDeadLetter)
                .map(Enum::name)
                .forEach(known::add);
        known.forEach(kind -> unresolved(registry, kind.toLowerCase(Locale.ROOT), kind::equals));
        unresolved(registry, "other", kind -> !known.contains(kind));
        TimeGauge.builder("media.deleter.dead.letters.oldest", this::oldestLetter, TimeUnit.MILLISECONDS)
                .description("Age of the oldest unresolved dead letter among those that this instance counts; 0 when"
                        + " there is none, NaN while it is not known. Alert when the maximum over the instances is more"
                        + " than your people need to decide.")
                .register(registry);
    }

    private void unresolved(MeterRegistry registry, String fault, Predicate<String> kinds) {
        Gauge.builder(
                        "media.deleter.dead.letters.unresolved",
                        () -> letters.get()
                                .map(found -> (double) found.groups().stream()
                                        .filter(group -> kinds.test(group.kind()))
                                        .mapToLong(FaultGroups.Group::count)
                                        .sum())
                                .orElse(Double.NaN))
                .tag(FAULT, fault)
                .description("Dead letters that were neither replayed nor discarded. Each instance counts a part of the"
                        + " group's, so use the sum; NaN until it has read that part, and without Read on the topic."
                        + " Alert when the sum stays above 0.")
                .register(registry);
    }

    private double oldest(Lane lane) {
        PipelineStatus now = status.get();
        OldestDue oldest = now.books().oldestDue().get(lane);
        return oldest == null ? 0 : oldest.age(now.now()).toMillis();
    }

    private double deadline() {
        Duration deadline = limits.deadline();
        return deadline == null ? Double.NaN : deadline.toMillis();
    }

    private double oldestLetter() {
        Instant now = clock.get();
        return letters.get()
                .map(found -> found.oldest(now)
                        .map(since -> (double) Duration.between(since, now).toMillis())
                        .orElse(0.0))
                .orElse(Double.NaN);
    }
}
