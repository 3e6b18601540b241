package io.mediadeleter.ops.status;

import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.control.InstanceReport.Level;
import io.mediadeleter.control.Namesake;
import io.mediadeleter.event.TopicRole;
import io.mediadeleter.group.GroupFacts;
import io.mediadeleter.group.GroupFigures;
import io.mediadeleter.group.GroupStatus;
import io.mediadeleter.group.GroupWords;
import io.mediadeleter.group.TopicBacklog;
import io.mediadeleter.pipeline.status.PipelineStatus;
import io.mediadeleter.text.Figures;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the whole group is doing, as this instance has asked Kafka; the components' names are the JSON's. What is not known is
 * missing.
 *
 * @param at when it was asked
 * @param notes what else somebody should know, the gravest first
 * @param deadLetters unresolved ones by fault, the most first
 * @param olderDeadLetters records that were not looked at, since there are too many
 */
record ShownGroup(
        Instant at,
        GroupStatus.Level level,
        String sentence,
        List<String> notes,
        Figures figures,
        List<Member> instances,
        List<TopicTotal> topics,
        List<Letters> deadLetters,
        @Nullable Long olderDeadLetters) {

    /** Anybody who may write to the control topic can make up instances. */
    private static final int MOST_SHOWN = 100;

    /**
     * What the group does.
     *
     * @param due requests whose time has come; the next is for how long the oldest has been so
     * @param doneInSeconds how long until these are done, at the rate of the last seconds
     * @param meanCallMillis how long a call took
     */
    record Figures(
            @Nullable Long due,
            @Nullable Long oldestDueSeconds,
            @Nullable Long untilDue,
            @Nullable Long inGrace,
            @Nullable Long undecided,
            @Nullable Double callsPerSecond,
            @Nullable Double failedPerSecond,
            @Nullable Double throttledPerSecond,
            int quotaPerSecond,
            @Nullable Long meanCallMillis,
            @Nullable Integer inFlight,
            @Nullable Long doneInSeconds) {

        static Figures of(GroupFigures figures, GroupFacts facts) {
            boolean isKnown = facts.waiting() != null;
            return new Figures(
                    isKnown ? (Long) figures.due() : null,
                    secondsSince(figures.oldestDue(), facts.at()),
                    isKnown ? (Long) figures.untilDue() : null,
                    isKnown ? (Long) figures.inGrace() : null,
                    isKnown ? (Long) figures.undecided() : null,
                    figures.callsPerSecond(),
                    figures.failedPerSecond(),
                    figures.throttledPerSecond(),
                    facts.quotaPerSecond(),
                    figures.meanCall() == null ? null : figures.meanCall().toMillis(),
                    facts.control() == null ? null : (Integer) figures.inFlight(),
                    figures.doneIn() == null || !isKnown
                            ? null
                            : figures.doneIn().toSeconds());
        }
    }

    /**
     * An instance of the group.
     *
     * @param host where it runs; missing for one that is no member of the consumer group, or where that is not known
     * @param partitions how many the group has given to it; missing where that is not known
     * @param seen when it last wrote to the control topic
     * @param state how it is, in words
     * @param says what its own status page says while not all is well
     * @param share calls a second of the quota that it holds
     * @param namesake another process that was seen under its name lately; missing when there is none
     */
    record Member(
            String name,
            @Nullable String host,
            @Nullable Integer partitions,
            @Nullable Instant seen,
            String state,
            @Nullable String level,
            @Nullable String says,
            @Nullable Boolean dryRun,
            @Nullable String endpoint,
            @Nullable Integer share,
            @Nullable Namesake namesake) {

        static Member of(GroupFacts.Instance instance, GroupFacts facts) {
            InstanceReport report = instance.report();
            return new Member(
                    instance.name(),
                    instance.host(),
                    facts.areMembersKnown() ? instance.partitions().size() : null,
                    instance.seen() == null ? null : instance.seen().truncatedTo(ChronoUnit.SECONDS),
                    GroupWords.state(instance, facts),
                    report == null ? null : report.level().name(),
                    report == null ? null : report.text(),
                    report == null ? null : report.isDryRun(),
                    report == null ? null : report.endpoint(),
                    instance.share(),
                    instance.namesake());
        }
    }

    /** What waits on a topic, over all of its partitions. */
    record TopicTotal(
            String topic,
            TopicRole kind,
            int partitions,
            long records,
            long due,
            @Nullable Long oldestDueSeconds,
            long undecided) {

        static TopicTotal of(TopicBacklog sum, Instant at) {
            return new TopicTotal(
                    sum.name(),
                    sum.kind(),
                    (int) sum.partitions().stream()
                            .map(GroupFacts.Waiting::partition)
                            .distinct()
                            .count(),
                    sum.records(),
                    sum.due(),
                    secondsSince(sum.oldestDue(), at),
                    sum.undecided());
        }
    }

    /**
     * Unresolved dead letters of one fault.
     *
     * @param lately how many of them were given up in the last ten minutes
     */
    record Letters(String fault, String code, long count, long lately, Instant oldest, Instant latest) {

        static Letters of(GroupFacts.Letters letters) {
            return new Letters(
                    letters.kind(),
                    letters.code(),
                    letters.count(),
                    letters.lately(),
                    letters.oldest().truncatedTo(ChronoUnit.SECONDS),
                    letters.latest().truncatedTo(ChronoUnit.SECONDS));
        }
    }

    ShownGroup {
        notes = List.copyOf(notes);
        instances = List.copyOf(instances);
        topics = List.copyOf(topics);
        deadLetters = List.copyOf(deadLetters);
    }

    static ShownGroup of(GroupStatus group) {
        GroupFacts facts = group.facts();
        GroupFacts.DeadLetters letters = facts.deadLetters();
        return new ShownGroup(
                facts.at().truncatedTo(ChronoUnit.SECONDS),
                group.level(),
                group.sentence(),
                group.notes().stream().limit(MOST_SHOWN).toList(),
                Figures.of(group.figures(), facts),
                facts.instances().stream()
                        .limit(MOST_SHOWN)
                        .map(instance -> Member.of(instance, facts))
                        .toList(),
                TopicBacklog.of(facts.waiting()).stream()
                        .map(sum -> TopicTotal.of(sum, facts.at()))
                        .sorted(Comparator.comparing(TopicTotal::kind).thenComparing(TopicTotal::topic))
                        .toList(),
                letters == null
                        ? List.of()
                        : letters.groups().stream()
                                .limit(MOST_SHOWN)
                                .map(Letters::of)
                                .toList(),
                letters == null ? null : letters.older());
    }

    private static @Nullable Long secondsSince(@Nullable Instant then, Instant at) {
        return then == null
                ? null
                : (Long) Math.max(0, Duration.between(then, at).toSeconds());
    }

    /** That others have all partitions, where that is why this instance has none; else what it says of itself. */
    static StatusSummary spareOr(StatusSummary own, PipelineStatus.Phase phase, @Nullable GroupStatus group) {
        return Optional.ofNullable(group)
                .filter(known ->
                        phase == PipelineStatus.Phase.JOINING && known.facts().isSettled())
                .map(GroupStatus::spares)
                .map(spares -> new StatusSummary(Level.WELL, "This instance is " + spares))
                .orElse(own);
    }

    /** An instance that is well says nothing of the others. */
    static final String UNLOOKED = " (This instance alone; the group is still being looked at.)";

    /**
     * The first sentence of a page: the instance's own where it is stopped itself, for the cause is here; else the group's where
     * anything is to be said of it.
     */
    static StatusSummary gravest(StatusSummary own, @Nullable GroupStatus group) {
        if (group == null && own.level() == Level.WELL) {
            return new StatusSummary(own.level(), own.text() + UNLOOKED);
        }
        if (group == null || own.level() == Level.STOPPED || group.level() == GroupStatus.Level.WELL) {
            return own;
        }
        if (group.mode() != null) {
            return own.level() == Level.WELL ? new StatusSummary(Level.BUSY, own.text() + " " + group.mode()) : own;
        }
        Level level = group.level() == GroupStatus.Level.STOPPED ? Level.STOPPED : Level.BUSY;
        return new StatusSummary(level, group.sentence());
    }
}
