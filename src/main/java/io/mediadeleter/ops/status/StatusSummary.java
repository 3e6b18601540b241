package io.mediadeleter.ops.status;

import io.mediadeleter.control.InstanceReport.Level;
import io.mediadeleter.group.GroupStatus;
import io.mediadeleter.group.GroupWords;
import io.mediadeleter.group.NextStep;
import io.mediadeleter.pipeline.status.ConsumerLag;
import io.mediadeleter.pipeline.status.OffsetlessPartition;
import io.mediadeleter.pipeline.status.OffsetlessStatus;
import io.mediadeleter.pipeline.status.PipelineStatus;
import io.mediadeleter.pipeline.status.PipelineStatus.Calling;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.text.Excerpt;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.OperatorError;
import io.mediadeleter.text.Printable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Why deletions wait, for somebody who has time for one look: the gravest reason that is known, and what to do about it.
 *
 * @param text a sentence or two
 */
public record StatusSummary(Level level, String text) {

    static final int MOST_NAMED = 5;

    /** A member that was removed and comes back is in doubt for 2.5 s and a commit. */
    private static final Duration LONG_IN_DOUBT = Duration.ofSeconds(5);

    /** What to do stands behind the API's message, and has to be seen. */
    private static final int LONGEST_MESSAGE = 160;

    /** What the figures say. Pure. */
    static StatusSummary of(
            PipelineStatus pipeline, InstanceStatus.Limits limits, ConsumerLag lag, RecentResults recent) {
        return life(pipeline)
                .or(() -> recent.failure(pipeline.loop().uncommitted()).map(StatusSummary::stopped))
                .or(() -> standstill(pipeline))
                .or(() -> notStarted(pipeline, lag.beginning()))
                .orElseGet(() -> new WorkSentence(pipeline, limits, lag)
                        .of(recent.calls())
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
    static Optional<String> leftBehind(ConsumerLag lag) {
        List<ConsumerLag.LeftBehind> unread =
                lag.leftBehind().stream().filter(left -> !left.isRead()).toList();
        return unread.stream()
                .findFirst()
                .map(first -> "Left behind by earlier settings: " + first.text() + "."
                        + (unread.size() == 1 ? "" : " " + (unread.size() - 1) + " more below."));
    }

    private static Optional<StatusSummary> life(PipelineStatus pipeline) {
        Throwable failure = pipeline.failure();
        if (failure != null) {
            String told = failure instanceof OperatorError ? String.valueOf(failure.getMessage()) : failure.toString();
            return Optional.of(stopped(
                    "Stopped after an error: " + withoutStop(Printable.of(told)) + ". See the log for details."));
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
        Optional<StatusSummary> control = ControlSentence.of(pipeline, WorkSentence.waiting(pipeline));
        if (control.isPresent()) {
            return control;
        }
        Optional<StatusSummary> doubt = doubt(pipeline);
        if (doubt.filter(told -> told.level() == Level.STOPPED).isPresent()) {
            return doubt;
        }
        Calling calling = pipeline.calling();
        if (calling.state() == Calling.State.STOPPED) {
            Fault because = calling.because();
            return Optional.of(stopped(
                    "API calls suspended since " + GroupWords.seconds(calling.since()) + " (circuit breaker"
                            + " open)"
                            + (because == null
                                    ? ""
                                    : ": " + because.code() + ", "
                                            + Excerpt.of(withoutStop(because.message()), LONGEST_MESSAGE))
                            + ". Requests wait and none is lost; probes continue, and calls resume when one succeeds."
                            + (because == null ? "" : " " + NextStep.of(because.code()))));
        }
        return Optional.ofNullable(pipeline.brake())
                .filter(PipelineStatus.Braking::isHeld)
                .map(brake -> stopped(GroupWords.braked(brake.since(), brake.until(), brake.limit())))
                .or(() -> doubt);
    }

    /** In doubt of its membership an instance makes no call. That passes within seconds; where it lasts, Kafka refuses every commit. */
    private static Optional<StatusSummary> doubt(PipelineStatus pipeline) {
        int waiting = WorkSentence.waiting(pipeline);
        return Optional.ofNullable(pipeline.obstacles().membership())
                .filter(doubt -> waiting > 0)
                .map(doubt -> new StatusSummary(
                        doubt.lasts().compareTo(LONG_IN_DOUBT) > 0 ? Level.STOPPED : Level.BUSY,
                        Figures.count(waiting, "request") + (waiting == 1 ? " is" : " are") + " waiting, and "
                                + doubt.text()
                                + ". That takes about 3 s. If it takes longer, run media-deleter check, and look at the"
                                + " log."));
    }

    /** That another process runs under this instance's name, or did lately; where the group says it, that is enough. */
    static Optional<String> namesake(PipelineStatus pipeline, String name, @Nullable GroupStatus group) {
        boolean isTold = group != null
                && group.facts().instances().stream()
                        .anyMatch(each -> each.name().equals(name) && each.namesake() != null);
        return Optional.ofNullable(pipeline.control().namesake())
                .filter(other -> !isTold && other.isTold(pipeline.now()))
                .map(other -> other.isThere(pipeline.now())
                        ? GroupWords.twice(name, null, other)
                        : GroupWords.wasTwice(name, null, other));
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
        return Figures.some(
                new TreeMap<>(limits)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .toList(),
                MOST_NAMED);
    }

    /** The others may go on; but this needs somebody, unless it has been decided and this instance has not read it yet. */
    private static Optional<StatusSummary> notStarted(PipelineStatus pipeline, OffsetlessStatus beginning) {
        if (beginning.waiting().isEmpty()) {
            return Optional.empty();
        }
        String waits = "The group has no offset for some partitions: "
                + OffsetlessPartition.inWords(beginning.waiting()) + ". ";
        return Optional.of(
                beginning.isCertain() || !ControlSentence.isAboutToKnow(pipeline)
                        ? stopped(waits + "Nothing of this is called until somebody decides: "
                                + OffsetlessStatus.COMMAND + ".")
                        : new StatusSummary(
                                Level.BUSY, waits + "This instance is reading whether somebody has decided."));
    }

    /** The API's messages are sentences, mostly; here the sentence goes on. */
    static String withoutStop(String message) {
        String stripped = message.strip();
        return stripped.endsWith(".") ? stripped.substring(0, stripped.length() - 1) : stripped;
    }

    static StatusSummary stopped(String text) {
        return new StatusSummary(Level.STOPPED, text);
    }
}
