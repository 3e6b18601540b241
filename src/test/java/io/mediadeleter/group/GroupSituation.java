package io.mediadeleter.group;

import io.mediadeleter.control.Hold;
import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.control.InstanceReport.Lately;
import io.mediadeleter.control.InstanceReport.Level;
import io.mediadeleter.control.Namesake;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.TopicRole;
import io.mediadeleter.group.GroupFacts.Control;
import io.mediadeleter.group.GroupFacts.DeadLetters;
import io.mediadeleter.group.GroupFacts.Gap;
import io.mediadeleter.group.GroupFacts.Instance;
import io.mediadeleter.group.GroupFacts.Letters;
import io.mediadeleter.group.GroupFacts.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A group's facts, put together for a test: two instances that are well and share four partitions, unless it says otherwise. */
final class GroupSituation {

    static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");
    static final String API = "vod.tencentcloudapi.com";

    Instant at = NOW;
    boolean isSettled = true;

    @Nullable
    Control control = new Control(List.of(), 0, null, NOW);

    @Nullable
    DeadLetters deadLetters = new DeadLetters(List.of(), 0);

    List<Instance> instances = new ArrayList<>(List.of(instance("a", well(), 0, 1), instance("b", well(), 2, 3)));
    List<Waiting> waiting = new ArrayList<>();
    final List<Gap> gaps = new ArrayList<>();

    static Partition requested(int number) {
        return new Partition("requested", number);
    }

    static Instance instance(String name, @Nullable InstanceReport report, int... partitions) {
        return new Instance(
                name,
                "10.0.0.1",
                IntStream.of(partitions).mapToObj(GroupSituation::requested).toList(),
                NOW.minusSeconds(1),
                null,
                report,
                50);
    }

    static Instance silent(Instance one, Instant seen) {
        return new Instance(one.name(), one.host(), one.partitions(), seen, null, one.report(), one.share());
    }

    /** One of whose name another process was last seen then. */
    static Instance twice(Instance one, Instant then) {
        return new Instance(
                one.name(),
                one.host(),
                one.partitions(),
                one.seen(),
                new Namesake(then, "web-2"),
                one.report(),
                one.share());
    }

    /** The same instance, which tells where it runs. */
    static InstanceReport on(String host, InstanceReport report) {
        return new InstanceReport(
                report.level(),
                report.code(),
                report.text(),
                report.isDryRun(),
                report.endpoint(),
                report.waiting(),
                report.inFlight(),
                report.maxInFlight(),
                report.lately(),
                host,
                null);
    }

    static InstanceReport well() {
        return report(Level.WELL, null, null, 0, 0, Lately.NOTHING);
    }

    static InstanceReport stopped(@Nullable String code, String text) {
        return report(Level.STOPPED, code, text, 100, 0, Lately.NOTHING);
    }

    /** One that works: of 64 calls at a time, so many are being made. */
    static InstanceReport busy(int inFlight, Lately lately) {
        return report(Level.BUSY, null, "9 requests in memory wait for the quota", 100, inFlight, lately);
    }

    static InstanceReport dry(InstanceReport report) {
        return new InstanceReport(report.level(), null, null, true, API, 0, 0, 64, report.lately(), null, null);
    }

    static InstanceReport calling(String endpoint) {
        return new InstanceReport(Level.WELL, null, null, false, endpoint, 0, 0, 64, Lately.NOTHING, null, null);
    }

    private static InstanceReport report(
            Level level, @Nullable String code, @Nullable String text, int waiting, int inFlight, Lately lately) {
        return new InstanceReport(level, code, text, false, API, waiting, inFlight, 64, lately, null, null);
    }

    static Waiting due(int partition, long due, Duration forSoLong, String progress) {
        return new Waiting(
                requested(partition), TopicRole.REQUESTED, due, due, NOW.minus(forSoLong), 0, null, progress, true);
    }

    static Waiting notDue(TopicRole kind, long records) {
        return new Waiting(new Partition(kind.name(), 0), kind, records, 0, null, 0, null, "0", true);
    }

    static Letters letters(String kind, String code, long count, long lately) {
        return new Letters(kind, code, count, lately, NOW.minusSeconds(900), NOW);
    }

    GroupSituation paused(Hold... pauses) {
        control = new Control(Arrays.asList(pauses), 0, 500, NOW);
        return this;
    }

    GroupFacts facts() {
        return new GroupFacts("g", at, 100, instances, isSettled, control, waiting, deadLetters, gaps);
    }

    GroupStatus status() {
        return GroupStatus.of(facts(), null);
    }
}
