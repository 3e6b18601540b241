package io.mediadeleter.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.config.Settings;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.SecuredKafka;
import io.mediadeleter.kafka.acl.CommandRights;
import io.mediadeleter.kafka.acl.Right;
import io.mediadeleter.service.Acls;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code trace} says with the rights of its plan alone, and where one is missing. */
class TraceRightsIT {

    @AutoClose
    private static KafkaFixture kafka;

    private static Map<String, String> environment;
    private static Settings settings;
    private static List<Right> rights;
    private static Acls acls;

    @BeforeAll
    static void start() {
        SecuredKafka broker = SecuredKafka.start();
        kafka = KafkaFixture.on(broker);
        environment = broker.environment(SecuredKafka.ON_CALL);
        settings = Settings.load(Map.of("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()), null);
        kafka.createTopics(settings);
        rights = CommandRights.trace(settings.kafka(), settings.topics()).rights();
        acls = new Acls(kafka.admin(), SecuredKafka.ON_CALL);
    }

    @Test
    void rightsOfThePlan_areEnough_andWhatIsMissingIsNamed_andMakesNoRecordNoProof() {
        kafka.produce(settings.topics().requested(), "k", "{\"eventId\":\"e1\",\"fileId\":\"52\"}");
        Cli none = trace("e1").ended(1);
        assertThat(none.out())
                .contains("NOT READ: missing ACL: Describe on topic media-delete-requested", "this is no proof");

        acls.grant(rights);
        await().untilAsserted(() -> assertThat(trace("e1").out())
                .contains("and the group has not begun to read its partition")
                .doesNotContain("NOT READ", "incomplete", "missing ACL"));
        assertThat(trace("e2").out()).contains("No record of eventId e2 is on the topics.");

        acls.revoke(right(settings.topics().deleted()));
        awaitSaid("e1", "This is incomplete: not read: media-deleted.");
        assertThat(trace("e2").out()).contains("this is no proof");

        acls.revoke(rights.stream()
                .filter(each -> each.type() == ResourceType.GROUP)
                .findFirst()
                .orElseThrow());
        awaitSaid("e1", "missing ACL: Describe on the group");
    }

    private static void awaitSaid(String eventId, String said) {
        await().untilAsserted(() -> assertThat(trace(eventId).out()).contains(said));
    }

    private static Right right(String topic) {
        return rights.stream()
                .filter(each -> each.name().equals(topic))
                .findFirst()
                .orElseThrow();
    }

    private static Cli trace(String eventId) {
        return Cli.run(environment, "trace", "--event-id", eventId);
    }
}
