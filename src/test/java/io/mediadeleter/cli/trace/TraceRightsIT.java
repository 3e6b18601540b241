package io.mediadeleter.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.kafka.acl.CommandRights;
import io.mediadeleter.kafka.acl.Right;
import io.mediadeleter.service.SecuredGroup;
import java.util.List;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What {@code trace} says with the rights of its plan alone, and where one is missing. */
class TraceRightsIT {

    @AutoClose
    private final SecuredGroup group = SecuredGroup.start();

    private final List<Right> rights = CommandRights.trace(
                    group.settings().kafka(), group.settings().topics())
            .rights();

    @Test
    void rightsOfThePlan_areEnough_andWhatIsMissingIsNamed_andMakesNoRecordNoProof() {
        group.kafka().produce(group.settings().topics().requested(), "k", "{\"eventId\":\"e1\",\"fileId\":\"52\"}");
        Cli none = trace("e1").ended(1);
        assertThat(none.out())
                .contains("NOT READ: missing ACL: Describe on topic media-delete-requested", "this is no proof");

        group.acls().grant(rights);
        await().untilAsserted(() -> assertThat(trace("e1").out())
                .contains("and the group has not begun to read its partition")
                .doesNotContain("NOT READ", "incomplete", "missing ACL"));
        assertThat(trace("e2").out()).contains("No record of eventId e2 is on the topics.");

        group.acls().revoke(right(group.settings().topics().deleted()));
        awaitSaid("e1", "This is incomplete: not read: media-deleted.");
        assertThat(trace("e2").out()).contains("this is no proof");

        group.acls()
                .revoke(rights.stream()
                        .filter(each -> each.type() == ResourceType.GROUP)
                        .findFirst()
                        .orElseThrow());
        awaitSaid("e1", "missing ACL: Describe on the group");
    }

    private void awaitSaid(String eventId, String said) {
        await().untilAsserted(() -> assertThat(trace(eventId).out()).contains(said));
    }

    private Right right(String topic) {
        return rights.stream()
                .filter(each -> each.name().equals(topic))
                .findFirst()
                .orElseThrow();
    }

    private Cli trace(String eventId) {
        return Cli.run(group.environment(), "trace", "--event-id", eventId);
    }
}
