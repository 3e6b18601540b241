package io.mediadeleter.kafka.group;

import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.group.GroupFacts;
import io.mediadeleter.group.GroupFacts.Control;
import io.mediadeleter.group.GroupFacts.DeadLetters;
import io.mediadeleter.group.GroupFacts.Gap;
import io.mediadeleter.group.GroupFacts.Instance;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.control.ControlTopicObserver;
import io.mediadeleter.kafka.control.ControlTopicObserver.Heard;
import io.mediadeleter.kafka.control.ControlTopicObserver.Sighting;
import io.mediadeleter.kafka.quota.QuotaTopicObserver;
import io.mediadeleter.kafka.topics.ReplicasInSync;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.quota.QuotaRules;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects what Kafka alone tells of a group, in bounded time: what cannot be found out is a gap in the facts, and the rest is
 * there all the same. It reads no request and no result, and writes nothing. Kept open, it reads on where it was. Confined
 * to one thread.
 */
public final class GroupGatherer implements AutoCloseable {

    /**
     * What this process is set to, as the group's instances should be.
     *
     * @param rules of the quota
     * @param isShared whether the instances share it by the quota topic
     * @param gracePeriod how long requests wait before they are first called; zero for not at all
     */
    public record Terms(QuotaRules rules, boolean isShared, Duration gracePeriod) {}

    /**
     * Who counts the dead letters.
     *
     * @param count of a moment; may take long, and is then waited for no longer than for the rest
     * @param close lets go of what it needs; both are called on a thread of their own
     */
    public record Counting(Function<Instant, DeadLetters> count, Runnable close) {}

    /**
     * How long an answer is waited for.
     *
     * @param otherwise what is said where none has come by then
     */
    private record Until(long nanos, String otherwise) {

        Until orAfter(Duration rest) {
            long then = System.nanoTime() + rest.toNanos();
            return then - nanos < 0 ? new Until(then, "It is still being read") : this;
        }
    }

    private static final String WRITABLE = "whether every partition can be written to";

    private final KafkaSettings settings;
    private final Terms terms;
    private final Time time;
    private final AdminSession session;
    private final BackgroundQuery<GroupMembers.Roll> members;
    private final BackgroundQuery<Backlogs.Found> backlogs;
    private final BackgroundQuery<Heard> control;
    private final @Nullable BackgroundQuery<Map<String, Integer>> quota;
    private final BackgroundQuery<DeadLetters> deadLetters;
    private final BackgroundQuery<UnreadableEnds.Found> ends;
    private final BackgroundQuery<Optional<String>> unwritten;
    private final List<Gap> gaps = new ArrayList<>();

    /** Whether something was missing or stopped when it last looked. */
    private volatile boolean isTroubled = true;

    /**
     * Connects on first use.
     *
     * @throws KafkaFailure when the clients' settings are impossible
     */
    public GroupGatherer(KafkaSettings settings, TopicNames topics, Terms terms, Counting letters, Time time) {
        this.settings = settings;
        this.terms = terms;
        this.time = time;
        session = AdminSession.open(settings);
        ControlTopicObserver controlled = new ControlTopicObserver(settings, topics.control());
        members = inquiry("members", () -> GroupMembers.look(session));
        backlogs = inquiry("backlogs", () -> Backlogs.look(session, topics, terms.gracePeriod(), time.now()));
        ends = inquiry("ends", () -> UnreadableEnds.look(session, topics, time, isTroubled));
        unwritten = inquiry("unwritten", () -> ReplicasInSync.gap(session, written(topics, terms)));
        control = new BackgroundQuery<>("control", () -> controlled.listen(time.now()), controlled::close);
        if (terms.isShared()) {
            QuotaTopicObserver shares = new QuotaTopicObserver(settings, topics.quota(), terms.rules());
            quota = new BackgroundQuery<>("quota", shares::listen, shares::close);
        } else {
            quota = null;
        }
        deadLetters =
                new BackgroundQuery<>("dead-letters", () -> letters.count().apply(time.now()), letters.close());
    }

    private static List<String> written(TopicNames topics, Terms terms) {
        List<String> written = new ArrayList<>(topics.consumed());
        written.addAll(List.of(topics.deleted(), topics.deadLetter(), topics.control()));
        if (terms.isShared()) {
            written.add(topics.quota());
        }
        return written;
    }

    private static <T> BackgroundQuery<T> inquiry(String name, Callable<T> question) {
        return new BackgroundQuery<>(name, question, () -> {});
    }

    /**
     * Looks once.
     *
     * @param limit how long it may take
     */
    public GroupFacts look(Duration limit) {
        return look(limit, limit);
    }

    /**
     * The same for somebody who wants to see something soon.
     *
     * @param rest how much longer to wait for what does not say whether something is stopped, once that is known
     */
    public GroupFacts look(Duration limit, Duration rest) {
        Until end = new Until(System.nanoTime() + limit.toNanos(), "Kafka has not answered in time");
        gaps.clear();
        List<BackgroundQuery<?>> all =
                new ArrayList<>(List.of(members, backlogs, control, deadLetters, ends, unwritten));
        if (quota != null) {
            all.add(quota);
        }
        all.forEach(BackgroundQuery::ask);
        GroupMembers.Roll roll = answer(members, end, GroupFacts.MEMBERS, true);
        Backlogs.Found found = answer(backlogs, end, GroupFacts.WAITS + "the topics", true);
        Heard heard = answer(control, end, "what the control topic says: pauses, holds and the instances", true);
        Until soon = end.orAfter(rest);
        Map<String, Integer> shares = quota == null ? Map.of() : answer(quota, soon, GroupFacts.SHARES, false);
        DeadLetters letters = answer(deadLetters, soon, "the unresolved dead letters", false);
        UnreadableEnds.Found latest = answer(ends, soon, GroupFacts.LATEST, false);
        if (found != null) {
            gaps.addAll(found.gaps());
        }
        if (heard != null && !heard.isAllCounted()) {
            gaps.add(new Gap(
                    "how many holds there are",
                    "More than " + heard.holds() + " stand on the control topic; only as many are counted",
                    false));
        }
        Instant at = heard == null || heard.now() == null ? time.now() : heard.now();
        List<Instance> instances = GroupMembers.instances(roll, heard, shares == null ? Map.of() : shares, at);
        isTroubled = roll == null || found == null || instances.stream().anyMatch(GroupGatherer::isStopped);
        Optional<String> refusing = answer(unwritten, soon, WRITABLE, false);
        if (refusing != null) {
            refusing.ifPresent(gap -> gaps.add(new Gap(WRITABLE, gap, true, true)));
        }
        if (latest != null) {
            latest.gap().ifPresent(gaps::add);
            latest.coordinators()
                    .gaps(settings.groupId(), transactionalIds(instances))
                    .forEach(gap -> gaps.add(new Gap("what is committed", gap, true, true)));
        }
        return new GroupFacts(
                settings.groupId(),
                at,
                terms.rules().perSecond(),
                instances,
                roll != null && roll.isSettled(),
                heard == null ? null : control(heard),
                found == null ? null : found.waiting(),
                letters,
                List.copyOf(gaps));
    }

    /** Looks once more at what waits, to see whether something stands still. */
    public GroupFacts lookAgain(GroupFacts first, Duration limit) {
        long began = System.nanoTime();
        backlogs.ask();
        try {
            Backlogs.Found found = backlogs.answer(began + limit.toNanos());
            return first.later(Duration.ofNanos(System.nanoTime() - began), found.waiting());
        } catch (BackgroundQuery.Unanswered notNow) {
            return first;
        }
    }

    @Override
    public void close() {
        members.close();
        backlogs.close();
        control.close();
        deadLetters.close();
        ends.close();
        unwritten.close();
        if (quota != null) {
            quota.close();
        }
        session.close();
    }

    private <T> @Nullable T answer(BackgroundQuery<T> inquiry, Until until, String what, boolean isEssential) {
        try {
            return inquiry.answer(until.nanos());
        } catch (BackgroundQuery.Unanswered unanswered) {
            boolean isStop = isEssential && unanswered.isForWantOfALeader();
            gaps.add(new Gap(what, unanswered.why(until.otherwise()), isEssential, isStop));
            return null;
        }
    }

    private static boolean isStopped(Instance instance) {
        return instance.report() != null && instance.report().level() == InstanceReport.Level.STOPPED;
    }

    private List<String> transactionalIds(List<Instance> instances) {
        return instances.stream()
                .filter(instance -> !instance.name().isEmpty())
                .map(instance -> ClientConfigs.transactionalId(settings, instance.name()))
                .toList();
    }

    private static Control control(Heard heard) {
        return new Control(
                heard.pauses(),
                heard.holds(),
                heard.limit(),
                heard.instances().values().stream()
                        .map(Sighting::seen)
                        .max(Comparator.naturalOrder())
                        .orElse(null));
    }
}
