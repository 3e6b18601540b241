package io.mediadeleter.group;

import io.mediadeleter.event.Partition;
import io.mediadeleter.event.TopicRole;
import io.mediadeleter.group.GroupFacts.Instance;
import io.mediadeleter.group.GroupFacts.Waiting;
import io.mediadeleter.text.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Partitions that stand still while the group does its work. For one use. */
final class StuckPartitions {

    /** Behind a full quota, a partition may have to wait that long for its turn. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(30);

    private final GroupFacts facts;
    private final List<Instance> alive;

    private StuckPartitions(GroupFacts facts, List<Instance> alive) {
        this.facts = facts;
        this.alive = alive;
    }

    /** A sentence about them; empty when there are none. */
    static Optional<String> of(GroupFacts facts, List<Instance> alive, GroupFacts earlier) {
        return new StuckPartitions(facts, alive).sentence(earlier);
    }

    private Optional<String> sentence(GroupFacts earlier) {
        Map<Partition, Waiting> before = new HashMap<>();
        Standstill.waiting(earlier).forEach(each -> before.put(each.partition(), each));
        Duration between = Duration.between(earlier.at(), facts.at());
        List<Waiting> stuck = Standstill.waiting(facts).stream()
                .filter(now -> isStuck(now, before, between))
                .toList();
        if (stuck.isEmpty()) {
            return Optional.empty();
        }
        Set<Partition> those = stuck.stream().map(Waiting::partition).collect(Collectors.toSet());
        Instant oldest = stuck.stream()
                .map(Waiting::oldestDue)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        return Optional.of(Standstill.named(stuck) + (stuck.size() == 1 ? " stands still: " : " stand still: ")
                + Figures.count(Standstill.sum(stuck), "request") + " due, the oldest since "
                + GroupWords.seconds(oldest) + ". " + advice(those));
    }

    private String advice(Set<Partition> those) {
        List<Instance> owners = facts.instances().stream()
                .filter(each -> each.partitions().stream().anyMatch(those::contains))
                .toList();
        List<String> strangers = owners.stream()
                .filter(owner -> facts.control() != null && owner.seen() == null)
                .map(owner -> owner.name().isEmpty() ? "a member without a name" : owner.name())
                .toList();
        if (owners.isEmpty()) {
            return "See: media-deleter check.";
        }
        return strangers.isEmpty()
                ? "Look at the log of "
                        + named(owners.stream().map(Instance::name).toList())
                        + ", and restart it if the log does not say why."
                : "Whoever owns " + (those.size() == 1 ? "it" : "them") + " has written nothing to the control topic: "
                        + named(strangers) + " at "
                        + named(owners.stream()
                                .filter(owner -> owner.seen() == null)
                                .map(owner -> String.valueOf(owner.host()))
                                .distinct()
                                .toList())
                        + ". If that is another program in the group " + facts.group()
                        + ", such as a console consumer, stop it.";
    }

    private static String named(List<String> names) {
        return Figures.some(names, Standstill.MOST_NAMED);
    }

    private boolean isStuck(Waiting now, Map<Partition, Waiting> before, Duration between) {
        Waiting then = before.get(now.partition());
        boolean mayWaitItsTurn =
                now.kind() == TopicRole.BULK || now.kind() == TopicRole.GRACE || isQueued(now.partition());
        return then != null
                && !mayBeInGrace(now)
                && now.due() > 0
                && then.due() > 0
                && now.progress().equals(then.progress())
                && now.oldestDue() != null
                && now.oldestDue().isBefore(facts.at().minus(GroupFacts.LONG_DUE))
                && (!mayWaitItsTurn || between.compareTo(LONGEST_TURN) >= 0 || isLeftBehind(now, before));
    }

    /** A record may promise a longer grace period than is set now. Only who reads it knows, and an instance that lives does. */
    private boolean mayBeInGrace(Waiting one) {
        return one.kind() == TopicRole.GRACE
                && (facts.control() == null
                        || alive.stream()
                                .anyMatch(instance -> instance.partitions().contains(one.partition())));
    }

    /** Whether others of its kind go on with requests that came much later. */
    private boolean isLeftBehind(Waiting one, Map<Partition, Waiting> before) {
        Instant oldest = one.oldestDue();
        return oldest != null
                && Standstill.waiting(facts).stream()
                        .filter(other -> other.kind() == one.kind() && isMuchLater(other.oldestDue(), oldest))
                        .map(other -> before.getOrDefault(other.partition(), other))
                        .anyMatch(then -> hasProgressed(then));
    }

    private static boolean isMuchLater(@Nullable Instant one, Instant other) {
        return one != null && one.isAfter(other.plus(GroupFacts.LONG_DUE));
    }

    private boolean hasProgressed(Waiting then) {
        return Standstill.waiting(facts).stream()
                .anyMatch(now -> now.partition().equals(then.partition())
                        && !now.progress().equals(then.progress()));
    }

    /** Whether its owner has calls in flight, or requests in memory that wait for a token. */
    private boolean isQueued(Partition partition) {
        return alive.stream()
                .filter(instance -> instance.partitions().contains(partition))
                .map(Instance::report)
                .anyMatch(report -> report == null || report.waiting() > 0 || report.inFlight() > 0);
    }
}
