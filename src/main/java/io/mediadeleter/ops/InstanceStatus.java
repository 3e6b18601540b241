package io.mediadeleter.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.mediadeleter.event.Lane;
import io.mediadeleter.pipeline.port.Ahead;
import io.mediadeleter.pipeline.port.Beginning;
import io.mediadeleter.pipeline.port.PipelineStatus;
import io.mediadeleter.pipeline.port.PipelineStatus.Books;
import io.mediadeleter.quota.QuotaSnapshot;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the status page shows; the components' names are the JSON's.
 *
 * @param situation why deletions wait, in one sentence
 * @param deadLetters that this instance has written since its start, the most frequent first
 * @param failure what ended it; missing while nothing has
 * @param secondsSinceLastPoll how long the loop has been silent; while it is long, no call is started
 * @param brake missing without a limit on calls in an hour
 * @param control what the group has been told not to do; missing for an engine without a control topic
 * @param quota missing where the instance has the quota for itself, or has not begun to share it
 * @param start what became of partitions that the group had no offset for; missing without any
 * @param leftBehind records on topics that an earlier setting named
 * @param log how log lines leave the process
 */
public record InstanceStatus(
        StatusSummary situation,
        Identity instance,
        Limits limits,
        String phase,
        @Nullable String failure,
        double secondsSinceLastPoll,
        Calls calls,
        @Nullable Brake brake,
        @Nullable ShownControl control,
        @Nullable QuotaSnapshot quota,
        Waiting waiting,
        List<RecentActivity.Letters> deadLetters,
        List<Assigned> partitions,
        List<Ahead.LeftBehind> leftBehind,
        @Nullable Beginning start,
        LogFlow log) {

    /** Which instance this is. */
    public record Identity(String version, String group, String name, String startedAt) {}

    /**
     * What it is set to.
     *
     * @param quotaPerSecond calls a second of the whole group
     * @param maxInFlight calls at the same time
     * @param deadline how long a request may wait once it is due; null for no limit
     */
    public record Limits(
            int quotaPerSecond,
            int maxInFlight,
            @JsonIgnore @Nullable Duration deadline) {

        /** Without a deadline. */
        public Limits(int quotaPerSecond, int maxInFlight) {
            this(quotaPerSecond, maxInFlight, null);
        }

        @JsonProperty
        @Nullable
        Long deadlineSeconds() {
            return deadline == null ? null : deadline.toSeconds();
        }
    }

    /**
     * Whether calls are made, and if not, why.
     *
     * @param state CALLING, STOPPED while every call fails for a systemic reason, PAUSED by people or by the limit on calls in an
     *     hour, or UNKNOWN while the instance cannot tell what is held, and so makes none
     * @param since when the breaker last changed; of a pause it is with the pause
     * @param because the last fault that was no request's own, while calling is stopped
     */
    public record Calls(
            String state, Instant since, @Nullable Fault because, int inFlight) {

        static Calls of(PipelineStatus pipeline) {
            PipelineStatus.Calling calling = pipeline.calling();
            return new Calls(state(pipeline), calling.since(), calling.because(), pipeline.inFlight());
        }

        private static String state(PipelineStatus pipeline) {
            if (pipeline.calling().state() == PipelineStatus.Calling.State.STOPPED || pipeline.mayCall()) {
                return pipeline.calling().state().name();
            }
            boolean isBraked = pipeline.brake() != null && pipeline.brake().isHeld();
            boolean isPaused =
                    pipeline.control() != null && !pipeline.control().pauses().isEmpty();
            return isBraked || isPaused ? "PAUSED" : "UNKNOWN";
        }
    }

    /**
     * The group's limit on calls in an hour.
     *
     * @param state RELEASED or, while deletion waits, HELD
     * @param limit calls in an hour: the least that any instance is set to
     * @param calls the group's calls of the last hour, since the brake was last released
     * @param since when the limit was reached; missing while calls are made
     * @param until when calls are made again if nobody releases the brake before; missing while they are
     */
    public record Brake(
            String state,
            int limit,
            int calls,
            @Nullable Instant since,
            @Nullable Instant until) {

        static Brake of(PipelineStatus.Braking brake) {
            return new Brake(
                    brake.isHeld() ? "HELD" : "RELEASED", brake.limit(), brake.made(), brake.since(), brake.until());
        }
    }

    /**
     * Deliveries in memory that wait for something.
     *
     * @param untilDue for the time that their retry's delay ends
     * @param inGrace for their grace period to end, those included that are not in memory yet
     * @param graceNextDue when the first of these ends; missing when none waits
     * @param forCommit for the transaction that makes their settlement a fact
     */
    public record Waiting(
            Map<Lane, Integer> forToken,
            int untilDue,
            long inGrace,
            @Nullable Instant graceNextDue,
            int forCommit) {

        static Waiting of(PipelineStatus pipeline, Ahead ahead) {
            Books books = pipeline.books();
            return new Waiting(
                    pipeline.backlog(),
                    books.allNotDue(),
                    books.inGrace().all(ahead),
                    books.inGrace().nextDue(),
                    books.uncommitted());
        }
    }

    /**
     * A partition that this instance owns.
     *
     * @param open deliveries in memory that are not settled; the next two are among them
     * @param inFlight deliveries that are being called
     * @param untilDue retries, or requests in their grace period, that wait until they are due
     * @param paused not read for now, to bound memory
     * @param unread records that lie ahead of what was read; null while that is not known
     * @param undecided records that nobody can read, behind a transaction that is open for long, and since when; missing
     *     without any
     */
    public record Assigned(
            String topic,
            int partition,
            int open,
            int inFlight,
            int untilDue,
            boolean paused,
            @Nullable Long unread,
            Ahead.@Nullable Undecided undecided) {}

    public InstanceStatus {
        deadLetters = List.copyOf(deadLetters);
        partitions = List.copyOf(partitions);
        leftBehind = List.copyOf(leftBehind);
    }

    /** Puts together what is known of an instance. */
    public static InstanceStatus of(
            Identity instance, Limits limits, PipelineStatus pipeline, Ahead ahead, RecentActivity tally) {
        Throwable failure = pipeline.failure();
        PipelineStatus.Braking brake = pipeline.brake();
        return new InstanceStatus(
                StatusSummary.of(pipeline, limits, ahead, tally.recently())
                        .and(StatusSummary.differingLimits(pipeline))
                        .and(StatusSummary.leftBehind(ahead))
                        .and(tally.log().sentence()),
                instance,
                limits,
                pipeline.phase().name(),
                failure == null ? null : Printable.of(failure.toString()),
                seconds(pipeline.sinceLastPoll()),
                Calls.of(pipeline),
                brake == null ? null : Brake.of(brake),
                ShownControl.of(pipeline),
                pipeline.share(),
                Waiting.of(pipeline, ahead),
                tally.deadLetters(),
                assigned(pipeline, ahead),
                ahead.leftBehind(),
                ahead.beginning().equals(Beginning.NONE) ? null : ahead.beginning(),
                tally.log());
    }

    private static List<Assigned> assigned(PipelineStatus pipeline, Ahead ahead) {
        Books books = pipeline.books();
        return books.open().entrySet().stream()
                .map(entry -> new Assigned(
                        entry.getKey().topic(),
                        entry.getKey().number(),
                        entry.getValue(),
                        pipeline.beingCalled().getOrDefault(entry.getKey(), 0),
                        books.notDue().getOrDefault(entry.getKey(), 0)
                                + books.inGrace().inMemory().getOrDefault(entry.getKey(), 0),
                        books.paused().contains(entry.getKey()),
                        ahead.unread().get(entry.getKey()),
                        ahead.undecided().get(entry.getKey())))
                .sorted(Comparator.comparing(Assigned::topic).thenComparing(Assigned::partition))
                .toList();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
