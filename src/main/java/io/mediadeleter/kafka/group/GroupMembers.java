package io.mediadeleter.kafka.group;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import java.util.List;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;

/** Who is a member of the consumer group, with which partitions. Stateless. */
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
    static Roll look(AdminSession session, String group) {
        return session.group(group).map(GroupMembers::roll).orElse(new Roll(List.of(), true));
    }

    private static Roll roll(ConsumerGroupDescription description) {
        return new Roll(
                description.members().stream()
                        .map(member -> new Member(
                                member.groupInstanceId().orElse(""),
                                member.host().replaceFirst("^/", ""),
                                KafkaConversions.ours(member.assignment().topicPartitions()).stream()
                                        .sorted()
                                        .toList()))
                        .toList(),
                description.groupState() == GroupState.STABLE);
    }
}
