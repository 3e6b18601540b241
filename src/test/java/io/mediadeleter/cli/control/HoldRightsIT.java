package io.mediadeleter.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.kafka.acl.CommandRights;
import io.mediadeleter.kafka.acl.Right;
import io.mediadeleter.service.SecuredGroup;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the commands may do with the rights of their plan alone, and what they say where one is missing. */
class HoldRightsIT {

    @AutoClose
    private static final SecuredGroup GROUP = SecuredGroup.start();

    private static final List<Right> RIGHTS = CommandRights.holds(
                    GROUP.settings().kafka(), GROUP.settings().topics())
            .rights();

    @Test
    void rightsOfThePlan_areEnough_andEachMissingOneIsNamed() {
        Cli none = run("pause", "--reason", "r").ended(1);
        assertThat(none.said().lines())
                .singleElement(STRING)
                .contains("missing ACL: Read and Write on topic media-deleter.control");

        GROUP.acls().grant(RIGHTS);
        await().untilAsserted(() -> run("pause", "--reason", "r").ended(0));
        await().untilAsserted(() -> run("resume").ended(0));

        GROUP.acls().revoke(right(ResourceType.GROUP, AclOperation.DESCRIBE));
        await().untilAsserted(() -> assertThat(run("pause", "--reason", "r").err())
                .contains("Written, but it is not certain", "missing ACL: Describe on group media-deleter"));
        assertThat(run("holds", "list").out()).contains("Paused: no calls are made.");

        GROUP.acls().revoke(right(ResourceType.TOPIC, AclOperation.READ));
        await().untilAsserted(() -> assertThat(run("pause", "--reason", "r").err())
                .contains("Written, but it is not certain", "missing ACL: Read on topic media-deleter.control"));
        Cli list = run("holds", "list").ended(1);
        assertThat(list.said().lines())
                .singleElement(STRING)
                .contains("missing ACL: Read on topic media-deleter.control");
    }

    /** Whoever may not see dead letters may lift holds all the same. */
    @Test
    void withoutARightOnDeadLetters_holdsAreRemovedAndNotCounted() {
        GROUP.acls().grant(RIGHTS);
        await().untilAsserted(() ->
                run("holds", "add", "media:1", "--reason", "r", "--replace").ended(0));

        Cli list = run("holds", "list").ended(0);
        assertThat(list.out()).contains("media:1 ");
        assertThat(list.err()).contains("Dead letters were not counted: ");

        Cli removed = run("holds", "remove", "media:1").ended(0);
        assertThat(removed.out()).contains("1 hold removed.");
        assertThat(removed.err()).contains("were not counted: ");
    }

    private static Right right(ResourceType type, AclOperation operation) {
        return RIGHTS.stream()
                .filter(right -> right.type() == type && right.operation() == operation)
                .findFirst()
                .orElseThrow();
    }

    private static Cli run(String... args) {
        return Cli.run(GROUP.environment(), args);
    }
}
