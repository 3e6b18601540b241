package io.mediadeleter.cli.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.cli.Cli;
import io.mediadeleter.fixture.Json;
import io.mediadeleter.kafka.acl.Right;
import io.mediadeleter.service.SecuredGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What {@code status} says with the rights that its page names, and where one is missing. */
class StatusRightsIT {

    @AutoClose
    private final SecuredGroup group = SecuredGroup.start();

    @Test
    void rightsThatThePageNames_areEnough_andWhatIsMissingIsNamed() {
        Cli none = Cli.run(group.environment(), "status").ended(1);
        assertThat(none.out() + none.err()).contains("lacks an ACL");

        List<Right> rights = rights();
        group.acls().grant(rights);
        awaitGaps(List.of());
        Cli all = Cli.run(group.environment(), "status");
        assertThat(all.out()).as("%s", all).contains("No instance of the group media-deleter is running.");

        group.acls().revoke(right(group.settings().topics().deadLetter(), AclOperation.READ));
        awaitGaps(List.of("the unresolved dead letters"));
        group.acls().revoke(right(group.settings().topics().requested(), AclOperation.DESCRIBE));
        awaitGaps(List.of("what waits on some topics", "the unresolved dead letters"));
    }

    private List<Right> rights() {
        List<Right> rights = new ArrayList<>();
        group.settings().topics().consumed().forEach(topic -> rights.add(right(topic, AclOperation.DESCRIBE)));
        for (String topic : List.of(
                group.settings().topics().control(),
                group.settings().topics().quota(),
                group.settings().topics().deadLetter())) {
            rights.add(right(topic, AclOperation.READ));
        }
        rights.add(new Right(
                ResourceType.GROUP,
                group.settings().kafka().groupId(),
                PatternType.LITERAL,
                AclOperation.DESCRIBE,
                ""));
        return rights;
    }

    private static Right right(String topic, AclOperation operation) {
        return new Right(ResourceType.TOPIC, topic, PatternType.LITERAL, operation, "");
    }

    private void awaitGaps(List<String> gaps) {
        await().untilAsserted(() -> assertThat(gaps()).containsExactlyInAnyOrderElementsOf(gaps));
    }

    private List<String> gaps() {
        Cli status = Cli.run(group.environment(), "status", "--format", "json");
        assertThat(status.out()).as("%s", status).isNotBlank(); // while no right has come about, it says nothing at all
        JsonNode gaps = Json.read(status.out()).path("gaps");
        return StreamSupport.stream(gaps.spliterator(), false)
                .map(gap -> gap.path("what").asText())
                .toList();
    }
}
