package io.mediadeleter.ops.status;

import io.mediadeleter.control.InstanceReport.Lately;
import io.mediadeleter.control.InstanceReport.Level;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Partition;
import io.mediadeleter.group.GroupWords;
import io.mediadeleter.pipeline.status.ConsumerLag;
import io.mediadeleter.pipeline.status.InGrace;
import io.mediadeleter.pipeline.status.PipelineStatus;
import io.mediadeleter.quota.QuotaSnapshot;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What an instance says that may call: what its requests wait for. Pure. */
record WorkSentence(PipelineStatus pipeline, InstanceStatus.Limits limits, ConsumerLag lag) {

    /** A lease is renewed twice a second, and lasts for seconds: who has had none for so long beside that will not have one soon. */
    private static final Duration LONG_UNLEASED = Duration.ofSeconds(3);

    /** Deliveries in memory that wait for a token. */
    static int waiting(PipelineStatus pipeline) {
        return pipeline.backlog().values().stream().mapToInt(Integer::intValue).sum();
    }

    /** @param calls of the last seconds */
    StatusSummary of(Lately calls) {
        return undecided()
                .or(this::stuck)
                .or(this::withoutShare)
                .orElseGet(() -> waiting(pipeline) > 0 ? queueing(calls) : atEase())
                .and(late());
    }

    /** While the limit on calls in an hour stops deletion: who asked for most, as that is the next question. */
    static Optional<String> whoAsks(PipelineStatus pipeline, List<TopRequesters.Requester> requesters) {
        return requesters.stream()
                .findFirst()
                .filter(most -> pipeline.isBraked())
                .map(most -> "The busiest requester on this instance in the last hour: " + Printable.of(most.name())
                        + ", about " + most.requests() + " requests.");
    }

    private Optional<StatusSummary> undecided() {
        return lag.undecided().entrySet().stream()
                .min(Comparator.comparing(each -> each.getValue().since()))
                .map(oldest -> StatusSummary.stopped(GroupWords.undecided(
                        lag.undecidedOfAll(), oldest.getKey(), oldest.getValue().since())));
    }

    /** The others go on; but of these nothing does until somebody looks. */
    private Optional<StatusSummary> stuck() {
        Map<Partition, Instant> stuck = lag.stuck(pipeline.loop().paused());
        return stuck.values().stream().min(Instant::compareTo).map(since -> {
            Set<String> names =
                    stuck.keySet().stream().map(Partition::toString).collect(Collectors.toCollection(TreeSet::new));
            return StatusSummary.stopped("Nothing has been read from "
                    + names.stream().limit(StatusSummary.MOST_NAMED).collect(Collectors.joining(", "))
                    + (names.size() > StatusSummary.MOST_NAMED ? ", …" : "") + " since "
                    + GroupWords.seconds(since) + ", though "
                    + Figures.count(
                            stuck.keySet().stream()
                                    .mapToLong(each -> lag.unread().getOrDefault(each, 0L))
                                    .sum(),
                            "record")
                    + " could be. Look whether a leader is missing (kafka-topics.sh --bootstrap-server BROKERS"
                    + " --describe) or cannot be reached (media-deleter check).");
        });
    }

    /** One that has just started, or waits for the others to give it its part, is about to call. */
    private Optional<StatusSummary> withoutShare() {
        int waiting = waiting(pipeline);
        QuotaSnapshot share = pipeline.share();
        String obstacle = pipeline.obstacles().sharing();
        boolean isLong = share != null && share.unleased().compareTo(LONG_UNLEASED) > 0;
        if (waiting == 0 || (obstacle == null ? !isLong : share != null && share.rate() > 0)) {
            return Optional.empty();
        }
        return Optional.of(StatusSummary.stopped(GroupWords.withoutShare(waiting)
                + (obstacle == null
                        ? ". It cannot use the quota topic. See: media-deleter check."
                        : ": " + StatusSummary.withoutStop(obstacle) + ".")));
    }

    /** The grant is what may be used; calls that were made are what was. */
    private StatusSummary queueing(Lately calls) {
        boolean isFull = pipeline.inFlight() * 10L >= limits.maxInFlight() * 9L;
        if (isFull && calls.ended() == 0) {
            return new StatusSummary(Level.BUSY, GroupWords.unanswered(calls.seconds(), pipeline.inFlight()));
        }
        if (isFull && calls.millis() / calls.ended() >= GroupWords.SLOW.toMillis()) {
            return new StatusSummary(
                    Level.BUSY,
                    Figures.count(waiting(pipeline), "request") + " in memory wait for calls to end: "
                            + pipeline.inFlight() + " of " + limits.maxInFlight()
                            + String.format(
                                    Locale.ROOT,
                                    " are in flight, and a call takes %.1f s.",
                                    calls.millis() / 1_000.0 / calls.ended())
                            + differing());
        }
        return new StatusSummary(
                Level.BUSY,
                Figures.count(waiting(pipeline), "request") + " in memory wait for the quota: this instance "
                        + granted(calls) + "." + differing());
    }

    private String granted(Lately calls) {
        QuotaSnapshot share = pipeline.share();
        if (share == null ? limits.quotaShared() : share.rate() == 0) {
            return "has no share of the group's " + limits.quotaPerSecond() + " calls a second yet";
        }
        String made = calls.ended() == 0
                ? ""
                : String.format(Locale.ROOT, " and makes %.1f", calls.ended() / (double) calls.seconds());
        return share == null
                ? "may make all " + limits.quotaPerSecond() + " calls a second" + made
                : "may make " + share.rate() + " of the group's " + share.perSecond() + " calls a second" + made;
    }

    private StatusSummary atEase() {
        int notDue = pipeline.loop().allNotDue();
        String retries = notDue == 0 ? "" : " " + GroupWords.retries(notDue);
        String differing = differing();
        return new StatusSummary(
                differing.isEmpty() ? Level.WELL : Level.BUSY, wellness() + retries + inGrace() + differing);
    }

    /** What waits for longer than somebody wants; bulk has time. */
    private Optional<String> late() {
        Duration deadline = limits.deadline();
        if (deadline == null) {
            return Optional.empty();
        }
        return pipeline.loop().oldestDue().entrySet().stream()
                .filter(oldest -> oldest.getKey() != Lane.BULK)
                .max(Comparator.comparing(oldest -> oldest.getValue().age(pipeline.now())))
                .filter(oldest -> oldest.getValue().age(pipeline.now()).compareTo(deadline) > 0)
                .map(oldest -> "The oldest "
                        + (oldest.getKey() == Lane.LIVE
                                ? "live request"
                                : oldest.getKey().name().toLowerCase(Locale.ROOT))
                        + " has waited for "
                        + Figures.about(oldest.getValue().age(pipeline.now()))
                        + ", longer than requests.deadline (" + Figures.about(deadline) + "); it is on "
                        + oldest.getValue().partition() + ".");
    }

    private String inGrace() {
        InGrace waiting = pipeline.loop().inGrace();
        return waiting.nextDue() == null
                ? ""
                : " " + GroupWords.inGrace(waiting.all(lag)) + "; the next is due at "
                        + GroupWords.seconds(waiting.nextDue()) + "." + longer(waiting.behindLonger(lag));
    }

    private static String longer(long behind) {
        return behind == 0
                ? ""
                : " Of these, " + Figures.number(behind) + (behind == 1 ? " lies" : " lie")
                        + " behind requests with a longer grace period than is set now, and may wait as long.";
    }

    /** Who has another setting than its peers wonders where the calls are. */
    private String differing() {
        QuotaSnapshot share = pipeline.share();
        if (share == null || share.differing().isEmpty()) {
            return "";
        }
        String members = share.differing().entrySet().stream()
                .limit(StatusSummary.MOST_NAMED)
                .map(member -> member.getKey() + ": " + member.getValue())
                .collect(Collectors.joining("; "));
        return " The instances have different quota settings (" + members + "); the lowest applies, "
                + share.perSecond()
                + " calls a second. Set quota.per-second and quota.lease to the same values.";
    }

    private String wellness() {
        Set<Partition> owned = pipeline.loop().workedOn();
        OptionalLong unread = lag.unreadOf(owned);
        if (unread.isEmpty()) {
            long unknown = owned.stream()
                    .filter(partition -> !lag.unread().containsKey(partition))
                    .count();
            return "Healthy as far as is known: Kafka does not report the end offsets of " + unknown + " of "
                    + owned.size() + " partitions.";
        }
        return unread.getAsLong() == 0 ? "Healthy: no requests are waiting." : "Healthy: keeping up.";
    }
}
