package io.mediadeleter.ops.meters;

import io.mediadeleter.deadletter.FaultGroups;
import io.mediadeleter.deadletter.UnresolvedCounts;
import io.mediadeleter.event.Lane;
import io.mediadeleter.ops.status.InstanceStatus;
import io.mediadeleter.pipeline.status.ConsumerLag;
import io.mediadeleter.pipeline.status.InGrace;
import io.mediadeleter.pipeline.status.OffsetlessPartition;
import io.mediadeleter.pipeline.status.OldestDue;
import io.mediadeleter.pipeline.status.PipelineStatus;
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
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Gauges of what waits: records to be read, requests for their time and their settlement, and dead letters for a decision.
 * Thread-safe.
 */
public final class WaitingMeters implements MeterBinder {

    private static final String FAULT = "fault";

    private final Supplier<PipelineStatus> status;
    private final Supplier<ConsumerLag> lag;
    private final Supplier<Optional<UnresolvedCounts>> letters;
    private final InstanceStatus.Limits limits;
    private final Supplier<Instant> clock;

    /**
     * Binds nothing yet.
     *
     * @param lag of what was read
     * @param letters this instance's part of the unresolved dead letters; empty while it is not known
     * @param clock this machine's
     */
    public WaitingMeters(
            Supplier<PipelineStatus> status,
            Supplier<ConsumerLag> lag,
            Supplier<Optional<UnresolvedCounts>> letters,
            InstanceStatus.Limits limits,
            Supplier<Instant> clock) {
        this.status = status;
        this.lag = lag;
        this.letters = letters;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bindMemory(registry);
        bindAhead(registry);
        bindLetters(registry);
    }

    private void bindMemory(MeterRegistry registry) {
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
    }

    private void bindAhead(MeterRegistry registry) {
        Gauge.builder("media.deleter.unread", this::unread)
                .description(
                        "Records not read yet, over all partitions that this instance owns, including paused ones, but"
                                + " without those that wait for their grace period to end; those of the other partitions while the end of"
                                + " one is not known, and NaN if these have none.")
                .register(registry);
        Gauge.builder("media.deleter.in.grace", () -> grace().all(lag.get()))
                .description(
                        "Requests that wait for their grace period to end before they are called, over all partitions"
                                + " that this instance owns, read or not. They need no more instances.")
                .register(registry);
        TimeGauge.builder("media.deleter.grace.next.due", this::nextDue, TimeUnit.SECONDS)
                .description("When the next of them is due, in seconds since 1970; NaN when none waits.")
                .register(registry);
        Gauge.builder("media.deleter.undecided", () -> lag.get().undecidedOfAll())
                .description(
                        "Records that nobody can read because they are behind a transaction that a producer has left"
                                + " open for more than 5 s; the log and the status page say where. Alert on"
                                + " media_deleter_undecided_oldest_seconds.")
                .register(registry);
        TimeGauge.builder("media.deleter.undecided.oldest", this::undecidedFor, TimeUnit.MILLISECONDS)
                .description(
                        "How long the oldest of them has been there, by what this instance has seen; 0 when there is"
                                + " none. Alert above 20 minutes: by their default brokers end a transaction after 15, and"
                                + " nothing of that partition is deleted meanwhile.")
                .register(registry);
        Gauge.builder("media.deleter.partitions.stuck", this::stuck)
                .description(
                        "Partitions with records of which nothing has been read for 8 s, though they are not paused. Alert"
                                + " when it stays above 0: the status page names them.")
                .register(registry);
        Gauge.builder(
                        "media.deleter.not.started",
                        () -> OffsetlessPartition.records(lag.get().beginning().waiting()))
                .description("Requests on partitions that the group has no offset for, of which nothing is called until"
                        + " somebody decides with `offsets set` (requests.start=refuse). Alert on any: the status page"
                        + " says since when they lie there.")
                .register(registry);
    }

    private void bindLetters(MeterRegistry registry) {
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
        OldestDue oldest = now.loop().oldestDue().get(lane);
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

    private double undecidedFor() {
        Instant now = status.get().now();
        return lag.get().undecided().values().stream()
                .mapToLong(each -> Duration.between(each.since(), now).toMillis())
                .max()
                .orElse(0);
    }

    private double stuck() {
        return lag.get().stuck(status.get().loop().paused()).size();
    }

    private InGrace grace() {
        return status.get().loop().inGrace();
    }

    private double nextDue() {
        Instant next = grace().nextDue();
        return next == null ? Double.NaN : next.getEpochSecond();
    }

    private double unread() {
        OptionalLong known = lag.get().leastUnreadOf(status.get().loop().workedOn());
        return known.isPresent() ? known.getAsLong() : Double.NaN;
    }
}
