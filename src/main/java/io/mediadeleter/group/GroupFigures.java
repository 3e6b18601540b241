package io.mediadeleter.group;

import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.control.InstanceReport.Lately;
import io.mediadeleter.event.TopicRole;
import io.mediadeleter.group.GroupFacts.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the facts add up to. What the instances tell is missing where none of them tells anything, as those of an older version.
 *
 * @param due requests whose time has come
 * @param oldestDue when the oldest of them came to be due, about; null when there is none, or it is not known
 * @param untilDue retries that wait until they are due
 * @param inGrace requests that wait for their grace period to end
 * @param undecided records behind a transaction that is open
 * @param callsPerSecond calls of the last seconds that ended; null when nobody tells
 * @param failedPerSecond those of them that failed, the throttled ones among them; null when nobody tells
 * @param throttledPerSecond those that the API refused for its limit; null when nobody tells
 * @param settledPerSecond requests that got a result, a retry or a dead letter; null when nobody tells
 * @param meanCall how long a call took; null when none ended
 * @param inFlight calls being made
 * @param doneIn how long until what is due is done, at the rate of the last seconds; null when that cannot be said
 */
public record GroupFigures(
        long due,
        @Nullable Instant oldestDue,
        long untilDue,
        long inGrace,
        long undecided,
        @Nullable Double callsPerSecond,
        @Nullable Double failedPerSecond,
        @Nullable Double throttledPerSecond,
        @Nullable Double settledPerSecond,
        @Nullable Duration meanCall,
        int inFlight,
        @Nullable Duration doneIn) {

    /** Nobody plans for longer. */
    private static final double LONGEST_SECONDS = Duration.ofDays(3_650).toSeconds();

    /** Adds up what is known. */
    public static GroupFigures of(GroupFacts facts) {
        List<Waiting> waiting = Standstill.waiting(facts);
        List<InstanceReport> reports = reports(facts);
        List<Lately> lately = reports.stream().map(InstanceReport::lately).toList();
        long due = waiting.stream().mapToLong(Waiting::due).sum();
        long ended = lately.stream().mapToLong(Lately::ended).sum();
        return new GroupFigures(
                due,
                waiting.stream()
                        .map(Waiting::oldestDue)
                        .filter(Objects::nonNull)
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                notDue(waiting, TopicRole.RETRY),
                notDue(waiting, TopicRole.GRACE),
                waiting.stream().mapToLong(Waiting::undecided).sum(),
                perSecond(lately, Lately::ended),
                perSecond(lately, Lately::failed),
                perSecond(lately, Lately::throttled),
                perSecond(lately, Lately::settled),
                ended == 0
                        ? null
                        : Duration.ofMillis(
                                lately.stream().mapToLong(Lately::millis).sum() / ended),
                reports.stream().mapToInt(InstanceReport::inFlight).sum(),
                doneIn(due, perSecond(lately, each -> each.settled() - each.failed()))
                        .orElse(null));
    }

    /** What the instances tell that are alive. */
    static List<InstanceReport> reports(GroupFacts facts) {
        return facts.instances().stream()
                .filter(instance -> instance.isAlive(facts.at()))
                .map(GroupFacts.Instance::report)
                .filter(Objects::nonNull)
                .toList();
    }

    /** What fails is settled, too, as a retry, and is not done by that. */
    private static Optional<Duration> doneIn(long due, @Nullable Double donePerSecond) {
        if (due == 0) {
            return Optional.of(Duration.ZERO);
        }
        double seconds = donePerSecond == null ? Double.MAX_VALUE : due / Math.max(1e-9, donePerSecond);
        return seconds > LONGEST_SECONDS ? Optional.empty() : Optional.of(Duration.ofSeconds(Math.round(seconds)));
    }

    private static long notDue(List<Waiting> waiting, TopicRole kind) {
        return waiting.stream()
                .filter(each -> each.kind() == kind)
                .mapToLong(each -> each.records() - each.due())
                .sum();
    }

    private static @Nullable Double perSecond(List<Lately> lately, ToDoubleFunction<Lately> count) {
        return lately.isEmpty()
                ? null
                : (Double) lately.stream()
                        .mapToDouble(each -> count.applyAsDouble(each) / each.seconds())
                        .sum();
    }
}
