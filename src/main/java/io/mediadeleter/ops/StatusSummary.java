package io.mediadeleter.ops;

import io.mediadeleter.event.Partition;
import io.mediadeleter.group.GroupWords;
import io.mediadeleter.group.NextStep;
import io.mediadeleter.pipeline.port.Ahead;
import io.mediadeleter.pipeline.port.Beginning;
import io.mediadeleter.pipeline.port.InGrace;
import io.mediadeleter.pipeline.port.PipelineStatus;
import io.mediadeleter.pipeline.port.PipelineStatus.Calling;
import io.mediadeleter.pipeline.port.Unstarted;
import io.mediadeleter.quota.QuotaSnapshot;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.text.OperatorError;
import io.mediadeleter.text.Printable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why deletions wait, for somebody who has time for one look: the gravest reason that is known, and what to do about it.
 *
 * @param text a sentence or two
 */
public record StatusSummary(Level level, String text) {

    /** How grave it is. */
    public enum Level {
        /** Nothing waits, or only for its time. */
        WELL,
        /** Work waits its turn, as it does under load. */
        BUSY,
        /** Nothing goes on, and somebody may have to act. */
        STOPPED
    }

    private static final int MOST_NAMED = 5;

    /** What the figures say. Pure. */
    static StatusSummary of(
            PipelineStatus pipeline,
            InstanceStatus.Limits limits,
            Ahead ahead,
            Optional<Instant> commitsFailSince,
            Optional<String> obstacle) {
        return life(pipeline)
                .or(() -> commitsFailSince.map(since -> stopped("Kafka has rejected every commit since "
                        + seconds(since) + ": "
                        + pipeline.books().uncommitted() + " settlements are waiting. "
                        + obstacle.orElse("Look at the brokers and at the log."))))
                .or(() -> standstill(pipeline))
                .or(() -> notStarted(ahead.beginning()))
                .orElseGet(() -> work(pipeline, limits, ahead)
                        .and(Optional.ofNullable(pipeline.obstacles().joining())));
    }

    /** With something else that people have to know; deletion goes on meanwhile. Where all else is well, it is all. */
    StatusSummary and(Optional<String> sentence) {
        return sentence.map(more -> level == Level.WELL
                        ? new StatusSummary(Level.BUSY, more)
                        : new StatusSummary(level, text + " " + more))
                .orElse(this);
    }

    /** What nobody reads; what is read until it is empty needs nobody. */
    static Optional<String> leftBehind(Ahead ahead) {
        List<Ahead.LeftBehind> unread =
                ahead.leftBehind().stream().filter(left -> !left.isRead()).toList();
        return unread.stream()
                .findFirst()
                .map(first -> "Left behind by earlier settings: " + first.text() + "."
                        + (unread.size() == 1 ? "" : " " + (unread.size() - 1) + " more below."));
    }

    private static Optional<StatusSummary> life(PipelineStatus pipeline) {
        Throwable failure = pipeline.failure();
        if (failure != null) {
            String told = failure instanceof OperatorError ? String.valueOf(failure.getMessage()) : failure.toString();
            return Optional.of(stopped("Stopped after an error: " + Printable.of(told) + ". See the log for details."));
        }
        return switch (pipeline.phase()) {
            case DRAINING -> Optional.of(new StatusSummary(Level.BUSY, "Shutting down: waiting for in-flight calls."));
            case ENDED, FAILED -> Optional.of(stopped("Stopped."));
            case JOINING ->
                Optional.of(new StatusSummary(
                        Level.BUSY,
                        Objects.requireNonNullElse(
                                pipeline.obstacles().joining(), "Waiting for partition assignment.")));
            case RUNNING -> Optional.empty();
        };
    }

    private static Optional<StatusSummary> standstill(PipelineStatus pipeline) {
        if (pipeline.sinceLastPoll().compareTo(PipelineStatus.LONGEST_SILENCE) > 0) {
            return Optional.of(stopped("No calls are being made: the loop has not polled for "
                    + pipeline.sinceLastPoll().toSeconds()
                    + " s. Kafka does not answer, or the process has too little CPU."));
        }
        Optional<String> control = ControlSentence.of(pipeline, waiting(pipeline));
        if (control.isPresent()) {
            return control.map(StatusSummary::stopped);
        }
        Calling calling = pipeline.calling();
        if (calling.state() == Calling.State.STOPPED) {
            Fault because = calling.because();
            return Optional.of(stopped("API calls suspended since " + seconds(calling.since()) + " (circuit breaker"
                    + " open)"
                    + (because == null ? "" : ": " + because.code() + ", " + withoutStop(because.message()))
                    + ". Requests wait and none is lost; probes continue, and calls resume when one succeeds."
                    + (because == null ? "" : " " + NextStep.of(because.code()))));
        }
        return Optional.ofNullable(pipeline.brake())
                .filter(PipelineStatus.Braking::isHeld)
                .map(brake -> stopped(GroupWords.braked(brake.since(), brake.until(), brake.limit())));
    }

    /** That the instances are set to different limits. */
    static Optional<String> differingLimits(PipelineStatus pipeline) {
        return Optional.ofNullable(pipeline.brake())
                .filter(brake -> !brake.differing().isEmpty())
                .map(
                        brake -> "Instances have different limits on calls in an hour: " + named(brake.differing())
                                + "; the lowest applies to all. Set calls.max-deletes-per-hour to the same value on every instance.");
    }

    private static String named(Map<String, Integer> limits) {
        String some = new TreeMap<>(limits)
                .entrySet().stream()
                        .limit(MOST_NAMED)
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
        return limits.size() > MOST_NAMED ? some + " and " + (limits.size() - MOST_NAMED) + " more" : some;
    }

    /** The others may go on; but this needs somebody. */
    private static Optional<StatusSummary> notStarted(Beginning beginning) {
        return beginning.waiting().isEmpty()
                ? Optional.empty()
                : Optional.of(stopped("The group has no offset, though " + Unstarted.inWords(beginning.waiting())
                        + ". Nothing of this is called until somebody decides: " + Beginning.COMMAND + "."));
    }

    /** The API's messages are sentences, mostly; here the sentence goes on. */
    private static String withoutStop(String message) {
        String stripped = message.strip();
        return stripped.endsWith(".") ? stripped.substring(0, stripped.length() - 1) : stripped;
    }

    private static StatusSummary work(PipelineStatus pipeline, InstanceStatus.Limits limits, Ahead ahead) {
        int waiting = waiting(pipeline);
        QuotaSnapshot share = pipeline.share();
        String withoutShare = pipeline.obstacles().sharing();
        if (waiting > 0 && (share == null ? withoutShare != null : share.rate() == 0)) {
            return stopped(waiting + " requests are waiting, and this instance has no share of the quota"
                    + (withoutShare == null
                            ? ". It cannot use the quota topic, or has just started; see the log for details."
                            : ": " + withoutStop(withoutShare) + "."));
        }
        if (waiting > 0) {
            String used = share == null
                    ? limits.quotaPerSecond() + " calls a second, all of them for this instance"
                    : "the group uses " + share.usedByAll() + " of " + share.perSecond()
                            + " calls a second, this instance " + share.rate();
            return new StatusSummary(
                    Level.BUSY, waiting + " requests in memory wait for the quota: " + used + "." + differing(share));
        }
        if (!ahead.undecided().isEmpty()) {
            return undecided(ahead);
        }
        int notDue = pipeline.books().allNotDue();
        String retries = notDue == 0 ? "" : " " + notDue + " retries wait until they are due.";
        String differing = differing(share);
        return new StatusSummary(
                differing.isEmpty() ? Level.WELL : Level.BUSY,
                wellness(ahead, pipeline.books().workedOn()) + retries + inGrace(pipeline, ahead) + differing);
    }

    private static String inGrace(PipelineStatus pipeline, Ahead ahead) {
        InGrace waiting = pipeline.books().inGrace();
        return waiting.nextDue() == null
                ? ""
                : " " + waiting.all(ahead) + " requests wait for their grace period to end; the next is due at "
                        + seconds(waiting.nextDue()) + ".";
    }

    private static int waiting(PipelineStatus pipeline) {
        return pipeline.backlog().values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Who has another setting than its peers wonders where the calls are. */
    private static String differing(@Nullable QuotaSnapshot share) {
        if (share == null || share.differing().isEmpty()) {
            return "";
        }
        String members = share.differing().entrySet().stream()
                .limit(MOST_NAMED)
                .map(member -> member.getKey() + ": " + member.getValue())
                .collect(Collectors.joining("; "));
        return " The instances have different quota settings (" + members + "); the lowest applies, "
                + share.perSecond()
                + " calls a second. Set quota.per-second and quota.lease to the same values.";
    }

    private static String wellness(Ahead ahead, Set<Partition> owned) {
        OptionalLong unread = ahead.unreadOf(owned);
        if (unread.isEmpty()) {
            long unknown = owned.stream()
                    .filter(partition -> !ahead.unread().containsKey(partition))
                    .count();
            return "Healthy as far as is known: Kafka has not yet reported the end offsets of " + unknown + " of "
                    + owned.size() + " partitions.";
        }
        return unread.getAsLong() == 0 ? "Healthy: no requests are waiting." : "Healthy: keeping up.";
    }

    private static StatusSummary undecided(Ahead ahead) {
        Map.Entry<Partition, Ahead.Undecided> oldest = ahead.undecided().entrySet().stream()
                .min(Comparator.comparing(each -> each.getValue().since()))
                .orElseThrow();
        return stopped(GroupWords.undecided(
                ahead.undecidedOfAll(), oldest.getKey(), oldest.getValue().since()));
    }

    private static StatusSummary stopped(String text) {
        return new StatusSummary(Level.STOPPED, text);
    }

    private static String seconds(@Nullable Instant instant) {
        return instant == null ? "?" : instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
