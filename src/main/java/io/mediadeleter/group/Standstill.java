package io.mediadeleter.group;

import io.mediadeleter.control.Hold;
import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.event.Partition;
import io.mediadeleter.group.GroupFacts.Instance;
import io.mediadeleter.group.GroupFacts.Waiting;
import io.mediadeleter.group.GroupStatus.Finding;
import io.mediadeleter.group.GroupStatus.Level;
import io.mediadeleter.text.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is stopped, the gravest first. For one use. */
final class Standstill {

    /** An open transaction is told of when it is older: most take less. */
    private static final Duration LONG_OPEN = Duration.ofSeconds(5);

    static final int MOST_NAMED = 5;

    private final GroupFacts facts;
    private final List<Instance> alive;
    private final List<Finding> found = new ArrayList<>();

    private Standstill(GroupFacts facts) {
        this.facts = facts;
        this.alive = facts.instances().stream()
                .filter(instance -> instance.isAlive(facts.at()))
                .toList();
    }

    static List<Finding> of(GroupFacts now, @Nullable GroupFacts earlier) {
        Standstill looking = new Standstill(now);
        looking.absence();
        looking.pauses();
        looking.instances();
        looking.transactions();
        looking.unowned(earlier);
        looking.gaps();
        looking.partitions(earlier);
        return looking.found;
    }

    private void absence() {
        GroupFacts.Control control = facts.control();
        if (control != null
                && facts.areMembersKnown()
                && alive.isEmpty()
                && facts.instances().stream().noneMatch(Instance::isMember)) {
            long due = sum(facts.waiting());
            Instant seen = control.lastSeen();
            stopped("No instance of the group " + facts.group() + " is running"
                    + (seen == null ? "" : "; the last one was seen at " + GroupWords.seconds(seen)) + ". "
                    + due(due) + " Start one: media-deleter run.");
        }
    }

    private String due(long due) {
        if (due == 0) {
            return facts.isAllWaitingKnown() ? "No request is due." : "How many requests are due is not known.";
        }
        return (facts.isAllWaitingKnown() ? "" : "At least ")
                + Figures.count(due, "request")
                + (due == 1 ? " is due." : " are due.");
    }

    private void pauses() {
        if (facts.control() == null) {
            return;
        }
        List<Hold> pauses = facts.control().pauses();
        List<Hold> byPeople =
                pauses.stream().filter(pause -> !GroupWords.isBrake(pause)).toList();
        if (!byPeople.isEmpty()) {
            stopped(GroupWords.paused(byPeople));
        }
        pauses.stream()
                .filter(GroupWords::isBrake)
                .forEach(brake -> stopped(GroupWords.braked(
                        brake.since(), brake.until(), facts.control().limit())));
    }

    private void instances() {
        Map<String, List<Instance>> byCause = new LinkedHashMap<>();
        alive.forEach(instance -> {
            InstanceReport report = instance.report();
            if (report != null && report.level() == InstanceReport.Level.STOPPED && !isOfAll(report)) {
                String cause = report.code() == null
                        ? String.valueOf(report.text()).replaceAll("[0-9]+", "#") // each counts its own
                        : report.code();
                byCause.computeIfAbsent(cause, unused -> new ArrayList<>()).add(instance);
            }
        });
        byCause.values().forEach(stopped -> {
            InstanceReport report = Objects.requireNonNull(stopped.get(0).report());
            String text = Objects.requireNonNullElse(report.text(), "It makes no calls.");
            stopped(who(stopped) + text + (GroupWords.isOfShare(text) ? whyNoShare() : ""));
        });
        facts.instances().stream()
                .filter(instance -> instance.hasNamesake(facts.at()))
                .forEach(twice -> stopped(
                        GroupWords.twice(twice.name(), twice.ownHost(), Objects.requireNonNull(twice.namesake()))));
        facts.instances().stream()
                .filter(instance -> facts.control() != null && instance.isMember() && !instance.isAlive(facts.at()))
                .forEach(this::silent);
    }

    /** Whoever looks from outside knows at once that the quota topic is missing; an instance has to time out first. */
    private String whyNoShare() {
        return facts.gaps().stream()
                .filter(gap -> gap.what().equals(GroupFacts.SHARES))
                .map(gap -> " " + gap.why() + ".")
                .findFirst()
                .orElse("");
    }

    /** The pause and the transaction are told of once, and a pause that was lifted a moment ago not at all. */
    private boolean isOfAll(InstanceReport report) {
        return report.code() == null
                && report.text() != null
                && facts.control() != null
                && GroupWords.isOfAll(report.text());
    }

    private String who(List<Instance> stopped) {
        List<String> names = stopped.stream().map(Instance::name).toList();
        if (alive.size() == 1) {
            return "";
        }
        return stopped.size() == alive.size()
                ? "None of the " + alive.size() + " instances makes calls. "
                : names.size() + " of " + alive.size() + " instances " + (names.size() == 1 ? "makes" : "make")
                        + " no calls, " + Figures.some(names, MOST_NAMED) + ": ";
    }

    private void silent(Instance member) {
        String name = member.name().isEmpty() ? "A member without a name at " + member.host() : member.name();
        if (member.seen() == null) {
            found.add(new Finding(
                    Level.BUSY,
                    name
                            + " is a member of the group, but has written nothing to the control topic. Either it is just starting,"
                            + " or it is another program or an older version: then pauses and holds do not stop it."));
        } else {
            stopped(name + " has given no sign of life since " + GroupWords.seconds(member.seen())
                    + ", and still owns " + Figures.count(member.partitions().size(), "partition")
                    + ". It starts no call. Is it frozen, cut off from Kafka, or without CPU? Kafka gives its partitions to others"
                    + " once its session ends.");
        }
    }

    private void transactions() {
        waiting(facts).stream()
                .filter(each -> each.isUndecidedBefore(facts.at().minus(LONG_OPEN)))
                .min(Comparator.comparing(Waiting::undecidedSince))
                .ifPresent(oldest -> stopped(GroupWords.undecided(
                        waiting(facts).stream().mapToLong(Waiting::undecided).sum(),
                        oldest.partition(),
                        Objects.requireNonNull(oldest.undecidedSince()))));
    }

    /** Between two steps of a rebalance nobody has what moves. */
    private void unowned(@Nullable GroupFacts earlier) {
        if (earlier == null || !facts.isSettled() || !earlier.isSettled()) {
            return;
        }
        Set<Partition> owned = owned(facts);
        Set<Partition> before = owned(earlier);
        List<Waiting> nobodys = waiting(facts).stream()
                .filter(each ->
                        each.due() > 0 && !owned.contains(each.partition()) && !before.contains(each.partition()))
                .toList();
        if (!owned.isEmpty() && !before.isEmpty() && !nobodys.isEmpty()) {
            stopped("No instance reads " + named(nobodys) + ", where "
                    + Figures.count(sum(nobodys), "request") + (sum(nobodys) == 1 ? " waits" : " wait")
                    + ". Do all instances have the same media-deleter.topics settings?");
        }
    }

    private static Set<Partition> owned(GroupFacts facts) {
        return facts.instances().stream()
                .flatMap(each -> each.partitions().stream())
                .collect(Collectors.toSet());
    }

    private void partitions(@Nullable GroupFacts earlier) {
        if (earlier != null && found.stream().noneMatch(finding -> finding.level() == Level.STOPPED)) {
            StuckPartitions.of(facts, alive, earlier).ifPresent(this::stopped);
        }
    }

    private void gaps() {
        facts.gaps().forEach(gap -> {
            if (gap.isStop()) {
                stopped(gap.why() + ".");
            } else {
                found.add(new Finding(
                        gap.isEssential() ? Level.UNKNOWN : Level.BUSY,
                        "Not known: " + gap.what() + ". " + gap.why()
                                + (gap.why().endsWith("?") ? "" : ".")
                                + (gap.isEssential() ? " See: media-deleter check." : "")));
            }
        });
    }

    /** What is known to wait. */
    static List<Waiting> waiting(GroupFacts facts) {
        return Objects.requireNonNullElse(facts.waiting(), List.of());
    }

    static long sum(@Nullable List<Waiting> waiting) {
        return waiting == null ? 0 : waiting.stream().mapToLong(Waiting::due).sum();
    }

    static String named(List<Waiting> partitions) {
        return Figures.some(
                partitions.stream().map(each -> each.partition().toString()).toList(), MOST_NAMED);
    }

    private void stopped(String text) {
        found.add(new Finding(Level.STOPPED, text));
    }
}
