package io.mediadeleter.kafka.control;

import io.mediadeleter.control.holds.RollCall.Member;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import java.util.List;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.errors.GroupAuthorizationException;

/** Who is a member of the consumer group. Thread-safe. */
public final class GroupRoll implements AutoCloseable {

    private final AdminSession session;
    private final String group;

    /** Connects on first use. */
    public GroupRoll(KafkaSettings settings) {
        session = AdminSession.open(settings.promptly());
        group = settings.groupId();
    }

    /**
     * The members now; none when there is no such group.
     *
     * @throws ControlFailure when this client may not know
     * @throws KafkaFailure when Kafka does not answer
     */
    public List<Member> members() {
        try {
            return session.group().map(GroupRoll::members).orElse(List.of());
        } catch (KafkaFailure failed) {
            if (failed.getCause() instanceof GroupAuthorizationException) {
                throw new ControlFailure(
                        "Cannot list the members of the group " + group + ": missing ACL: Describe on group " + group,
                        failed);
            }
            throw failed;
        }
    }

    @Override
    public void close() {
        session.close();
    }

    private static List<Member> members(ConsumerGroupDescription description) {
        return description.members().stream()
                .map(member -> new Member(
                        member.groupInstanceId().orElse(""), member.host().replaceFirst("^/", "")))
                .toList();
    }
}
