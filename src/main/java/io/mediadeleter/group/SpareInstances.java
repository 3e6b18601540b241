package io.mediadeleter.group;

import io.mediadeleter.event.Partition;
import io.mediadeleter.event.TopicRole;
import io.mediadeleter.group.GroupFacts.Instance;
import io.mediadeleter.group.GroupStatus.Finding;
import io.mediadeleter.group.GroupStatus.Level;
import io.mediadeleter.text.Figures;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Instances that live requests do not come to, since there are fewer partitions. They wait to take over, as they should. Pure. */
final class SpareInstances {

    private SpareInstances() {}

    static List<Finding> of(GroupFacts facts) {
        Set<Partition> requested = Standstill.waiting(facts).stream()
                .filter(each -> each.kind() == TopicRole.REQUESTED)
                .map(GroupFacts.Waiting::partition)
                .collect(Collectors.toSet());
        List<Instance> members =
                facts.instances().stream().filter(Instance::isMember).toList();
        long spare = members.stream()
                .filter(member -> member.partitions().stream().noneMatch(requested::contains))
                .count();
        if (!facts.isSettled() || requested.isEmpty() || spare == 0 || members.size() <= requested.size()) {
            return List.of();
        }
        return List.of(new Finding(
                Level.WELL,
                "spare: " + members.size() + " instances share "
                        + Figures.count(requested.size(), "partition")
                        + " of "
                        + requested.iterator().next().topic() + ", so "
                        + (spare == 1 ? "1 has none of it." : spare + " have none of it.")));
    }
}
