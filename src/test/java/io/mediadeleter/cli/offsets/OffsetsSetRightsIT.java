package io.mediadeleter.cli.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.config.Settings;
import io.mediadeleter.fixture.Acls;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.SecuredKafka;
import io.mediadeleter.kafka.acl.Right;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** What {@code offsets set} says once it has decided and may not look any more. */
class OffsetsSetRightsIT {

    private static final Right ANY_TOPIC = right(ResourceType.TOPIC, "*", AclOperation.ALL);

    @Test
    void decisionThatIsRefused_isToldAsNone() {
        SecuredKafka broker = SecuredKafka.start();
        try (KafkaFixture kafka = KafkaFixture.on(broker)) {
            Settings settings =
                    Settings.load(Map.of("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()), null);
            kafka.createTopics(settings);
            kafka.produce(settings.topics().requested(), "k", "{\"eventId\":\"e\",\"fileId\":\"5285485487985271400\"}");
            String group = settings.kafka().groupId();
            new Acls(kafka.admin(), SecuredKafka.ON_CALL)
                    .grant(List.of(
                            right(ResourceType.GROUP, group, AclOperation.DESCRIBE),
                            right(ResourceType.TOPIC, "*", AclOperation.READ),
                            right(ResourceType.TOPIC, "*", AclOperation.DESCRIBE_CONFIGS)));

            Cli set = Cli.run(broker.environment(SecuredKafka.ON_CALL), "offsets", "set", "latest", "--format", "json");

            assertThat(set.exitCode()).as("%s", set).isEqualTo(1);
            // Which of the two is refused first, the topic or an idempotent producer, is the broker's.
            assertThat(set.out()).contains("\"position\":null,\"decided\":false,\"problem\":\"", " ACL: ");
        }
    }

    private static Right right(ResourceType type, String name, AclOperation operation) {
        return new Right(type, name, PatternType.LITERAL, operation, "");
    }

    @Test
    void decisionWhoseEndIsNotSeen_isToldAsADecision() throws Exception {
        Cli set = setWhileAMemberRuns((kafka, acls, group, member) -> acls.revoke(group));

        assertThat(set.exitCode()).as("%s", set).isEqualTo(1);
        assertThat(set.out()).contains("\"position\":\"latest\"", "\"partitionsLeft\":null");
        assertThat(set.err())
                .contains("Decided, but whether it was carried out is not known: ", "The decision counts for 60 min");
    }

    @Test
    void decisionThatCannotBeTakenBack_isToldAsDone() throws Exception {
        Cli set = setWhileAMemberRuns((kafka, acls, group, member) -> {
            acls.grant(List.of(
                    right(ResourceType.TOPIC, "*", AclOperation.READ),
                    right(ResourceType.TOPIC, "*", AclOperation.DESCRIBE_CONFIGS)));
            acls.revoke(ANY_TOPIC);
            String any = member.assignment().iterator().next().topic();
            kafka.configure("retention.ms", "-1", any); // a broker that knows this knows the rights, too
            member.assignment().forEach(partition -> member.commitSync(Map.of(partition, new OffsetAndMetadata(0))));
        });

        assertThat(set.exitCode()).as("%s", set).isEqualTo(1);
        assertThat(set.out()).contains("\"position\":\"latest\"", "\"partitionsLeft\":0");
        assertThat(set.err())
                .contains(
                        "Done: the group has an offset for every partition. But the decision could not be taken back: ",
                        "missing ACL: Write",
                        "The decision counts for 60 min");
    }

    /** What happens between the decision and its end. */
    private interface Meanwhile {

        void happens(KafkaFixture kafka, Acls acls, Right group, KafkaConsumer<byte[], byte[]> member);
    }

    /** The member follows no decision. */
    private static Cli setWhileAMemberRuns(Meanwhile meanwhile) throws Exception {
        SecuredKafka broker = SecuredKafka.start();
        try (KafkaFixture kafka = KafkaFixture.on(broker)) {
            Map<String, String> environment = broker.environment(SecuredKafka.ON_CALL);
            Settings settings =
                    Settings.load(Map.of("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()), null);
            kafka.createTopics(settings);
            kafka.produce(settings.topics().requested(), "k", "{\"eventId\":\"e\",\"fileId\":\"5285485487985271400\"}");
            Acls acls = new Acls(kafka.admin(), SecuredKafka.ON_CALL);
            Right group = right(ResourceType.GROUP, settings.kafka().groupId(), AclOperation.DESCRIBE);
            acls.grant(List.of(group, ANY_TOPIC));

            try (KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(
                    Map.of(
                            "bootstrap.servers",
                            kafka.bootstrapServers(),
                            "group.id",
                            settings.kafka().groupId(),
                            "enable.auto.commit",
                            false),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                member.subscribe(List.of(settings.topics().requested()));
                await("the member").until(() -> {
                    member.poll(Duration.ofMillis(100));
                    return !member.assignment().isEmpty();
                });
                CompletableFuture<Cli> running = CompletableFuture.supplyAsync(
                        () -> Cli.run(environment, "offsets", "set", "latest", "--format", "json"));
                await("the decision")
                        .until(() -> !kafka.readCommitted(settings.topics().control())
                                .isEmpty());

                meanwhile.happens(kafka, acls, group, member);

                return running.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }
}
