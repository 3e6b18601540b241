package io.mediadeleter.ops.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.mediadeleter.event.Lane;
import io.mediadeleter.group.GroupStatus;
import io.mediadeleter.ops.LogFlow;
import io.mediadeleter.pipeline.status.ConsumerLag;
import io.mediadeleter.pipeline.status.OffsetlessStatus;
import io.mediadeleter.pipeline.status.PipelineStatus;
import io.mediadeleter.pipeline.status.PipelineStatus.LoopStatus;
import io.mediadeleter.quota.QuotaSnapshot;
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
 * @param situation why deletions wait, in one sentence: of the group, or of this instance where it is stopped itself
 * @param own what this instance says of itself, where that is another sentence
 * @param group the whole group; missing until it has been looked at
 * @param deadLetters that this instance has written since its start, the most frequent first
 * @param lastDeadLetters the last of these, the latest first
 * @param requesters who asked for most of what this instance has settled in the last hour, about
 * @param failure what ended it; missing while nothing has
 * @param secondsSinceLastPoll how long the loop has been silent; while it is long, no call is started
 * @param brake missing without a limit on calls in an hour
 * @param control what the group has been told not to do
 * @param quota missing where the instance has the quota for itself, or has not begun to share it
 * @param start what became of partitions that the group had no offset for; missing without any
 * @param leftBehind records on topics that an earlier setting named
 * @param log how log lines leave the process
 */
public record InstanceStatus(
        StatusSummary situation,
        @Nullable StatusSummary own,
        @Nullable ShownGroup group,
        Identity instance,
        Limits limits,
        String phase,
        @Nullable String failure,
        double secondsSinceLastPoll,
        ShownCalls calls,
        @Nullable Brake brake,
        ShownControl control,
        @Nullable QuotaSnapshot quota,
        Waiting waiting,
        List<RecentActivity.Letters> deadLetters,
        List<RecentActivity.LastLetter> lastDeadLetters,
        List<TopRequesters.Requester> requesters,
        List<Assigned> partitions,
        List<ConsumerLag.LeftBehind> leftBehind,
        @Nullable OffsetlessStatus start,
        LogFlow log) {

    /**
     * Which instance this is.
     *
     * @param dryRun whether it deletes nothing, and reports calls as done all the same
     * @param endpoint what it calls
     */
    public record Identity(
            String version, String group, String name, String startedAt, boolean dryRun, String endpoint) {}

    /**
     * What it is set to.
     *
     * @param quotaPerSecond calls a second of the whole group
     * @param quotaShared whether its instances share them by the quota topic
     * @param maxInFlight calls at the same time
     * @param deadline how long a request may wait once it is due; null for no limit
     */
    public record Limits(
            int quotaPerSecond,
            boolean quotaShared,
            int maxInFlight,
            @JsonIgnore @Nullable Duration deadline) {

        @JsonProperty
        @Nullable
        Long deadlineSeconds() {
            return deadline == null ? null : deadline.toSeconds();
        }
    }

    /** What does not change while it runs. */
    public record Subject(Identity instance, Limits limits) {}

    /**
     * The group's limit on calls in an hour.
     *
     * @param state RELEASED, HELD while deletion waits, or UNKNOWN while the control topic cannot be read
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

        static Brake of(PipelineStatus.Braking brake, boolean isKnown) {
            return new Brake(
                    brake.isHeld() ? "HELD" : isKnown ? "RELEASED" : "UNKNOWN",
                    brake.limit(),
                    brake.made(),
                    brake.since(),
                    brake.until());
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

        static Waiting of(PipelineStatus pipeline, ConsumerLag lag) {
            LoopStatus loop = pipeline.loop();
            return new Waiting(
                    pipeline.backlog(),
                    loop.allNotDue(),
                    loop.inGrace().all(lag),
                    loop.inGrace().nextDue(),
                    loop.uncommitted());
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
            ConsumerLag.@Nullable Unreadable undecided) {}

    public InstanceStatus {
        deadLetters = List.copyOf(deadLetters);
        lastDeadLetters = List.copyOf(lastDeadLetters);
        requesters = List.copyOf(requesters);
        partitions = List.copyOf(partitions);
        leftBehind = List.copyOf(leftBehind);
    }

    /** Puts together what is known of an instance. */
    public static InstanceStatus of(
            Subject subject,
            PipelineStatus pipeline,
            ConsumerLag lag,
            RecentActivity tally,
            @Nullable GroupStatus group) {
        Limits limits = subject.limits();
        StatusSummary own =
                ShownGroup.spareOr(StatusSummary.of(pipeline, limits, lag, tally.recent()), pipeline.phase(), group);
        StatusSummary gravest = ShownGroup.gravest(own, group);
        Throwable failure = pipeline.failure();
        PipelineStatus.Braking brake = pipeline.brake();
        return new InstanceStatus(
                gravest.and(WorkSentence.whoAsks(pipeline, tally.requesters()))
                        .and(StatusSummary.namesake(pipeline, subject.instance().name(), group))
                        .and(StatusSummary.differingLimits(pipeline))
                        .and(StatusSummary.leftBehind(lag))
                        .and(tally.log().sentence()),
                gravest.equals(own) ? null : own,
                group == null ? null : ShownGroup.of(group),
                subject.instance(),
                limits,
                pipeline.phase().name(),
                failure == null ? null : Printable.of(failure.toString()),
                seconds(pipeline.sinceLastPoll()),
                ShownCalls.of(pipeline),
                brake == null ? null : Brake.of(brake, pipeline.isBrakeKnown()),
                ShownControl.of(pipeline),
                pipeline.share(),
                Waiting.of(pipeline, lag),
                tally.deadLetters(),
                tally.lastLetters(),
                tally.requesters(),
                assigned(pipeline, lag),
                lag.leftBehind(),
                lag.beginning().equals(OffsetlessStatus.NONE) ? null : lag.beginning(),
                tally.log());
    }

    private static List<Assigned> assigned(PipelineStatus pipeline, ConsumerLag lag) {
        LoopStatus loop = pipeline.loop();
        return loop.open().entrySet().stream()
                .map(entry -> new Assigned(
                        entry.getKey().topic(),
                        entry.getKey().number(),
                        entry.getValue(),
                        pipeline.beingCalled().getOrDefault(entry.getKey(), 0),
                        loop.notDue().getOrDefault(entry.getKey(), 0)
                                + loop.inGrace().inMemory().getOrDefault(entry.getKey(), 0),
                        loop.paused().contains(entry.getKey()),
                        lag.unread().get(entry.getKey()),
                        lag.undecided().get(entry.getKey())))
                .sorted(Comparator.comparing(Assigned::topic).thenComparing(Assigned::partition))
                .toList();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
