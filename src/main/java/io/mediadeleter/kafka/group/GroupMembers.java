package io.mediadeleter.kafka.group;

import io.mediadeleter.event.Partition;
import io.mediadeleter.group.GroupFacts;
import io.mediadeleter.group.GroupFacts.Instance;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.control.ControlTopicObserver.Heard;
import io.mediadeleter.kafka.control.ControlTopicObserver.Sighting;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;
import org.jspecify.annotations.Nullable;

/** Who is a member of the consumer group, with which partitions, and who else lives. Stateless. */
final class GroupMembers {

    /** A member; its name is empty when it has no static one. */
    record Member(String name, String host, List<Partition> partitions) {}

    /**
     * All of them.
     *
     * @param isSettled false while the group rebalances
     */
    record Roll(List<Member> members, boolean isSettled) {}

    private GroupMembers() {}

    /**
     * The members now; none when there is no such group.
     *
     * @throws KafkaFailure when Kafka does not answer, or this client may not know
     */
    static Roll look(AdminSession session) {
        return session.group().map(GroupMembers::roll).orElse(new Roll(List.of(), true));
    }

    /** The members of the consumer group, and whoever lives without being one. */
    static List<Instance> instances(
            @Nullable Roll roll, @Nullable Heard heard, Map<String, Integer> shares, Instant at) {
        Map<String, Sighting> sightings = heard == null ? Map.of() : heard.instances();
        List<Instance> instances = new ArrayList<>();
        Set<String> named = new HashSet<>();
        if (roll != null) {
            roll.members().forEach(member -> {
                named.add(member.name());
                Sighting sighting = sightings.get(member.name());
                instances.add(new Instance(
                        member.name(),
                        member.host(),
                        member.partitions(),
                        sighting == null ? null : sighting.seen(),
                        sighting == null ? null : sighting.namesake(),
                        sighting == null ? null : sighting.report(),
                        shares.get(member.name())));
            });
        }
        sightings.forEach((name, sighting) -> {
            boolean lives = !sighting.seen().isBefore(at.minus(GroupFacts.LONGEST_SILENCE));
            if (lives && !named.contains(name)) {
                instances.add(new Instance(
                        name,
                        null,
                        List.of(),
                        sighting.seen(),
                        sighting.namesake(),
                        sighting.report(),
                        shares.get(name)));
            }
        });
        instances.sort(Comparator.comparing(Instance::name)
                .thenComparing(instance -> Objects.requireNonNullElse(instance.host(), "")));
        return instances;
    }

    private static Roll roll(ConsumerGroupDescription description) {
        return new Roll(
                description.members().stream()
                        .map(member -> new Member(
                                member.groupInstanceId().orElse(""),
                                member.host().replaceFirst("^/", ""),
                                KafkaConversions.toPartitions(
                                                member.assignment().topicPartitions())
                                        .stream()
                                        .sorted()
                                        .toList()))
                        .toList(),
                description.groupState() == GroupState.STABLE);
    }
}
