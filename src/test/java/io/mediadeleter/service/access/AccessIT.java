package io.mediadeleter.service.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.cli.Jar;
import io.mediadeleter.config.Settings;
import io.mediadeleter.fixture.Acls;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.SecuredKafka;
import io.mediadeleter.group.GroupFacts;
import io.mediadeleter.kafka.acl.AccessPlan;
import io.mediadeleter.kafka.acl.AccessTrial;
import io.mediadeleter.kafka.acl.CommandRights;
import io.mediadeleter.kafka.acl.Right;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.topics.TopicAdmin;
import io.mediadeleter.kafka.topics.TopicPlan;
import io.mediadeleter.service.GroupLook;
import io.mediadeleter.service.PlantedLetter;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import io.mediadeleter.simulator.fault.FaultRule;
import io.mediadeleter.simulator.request.Credential;
import io.mediadeleter.vod.CredentialSource;
import io.mediadeleter.vod.Keys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The least that the service may be allowed to do, on a broker that allows nothing else. */
class AccessIT {

    private static SecuredKafka broker;
    private static KafkaFixture kafka;
    private static Simulator simulator;
    private static Map<String, String> environment;
    private static Settings settings;
    private static AccessPlan plan;
    private static Acls acls;
    private static AdminSession session;

    @BeforeAll
    static void start() {
        broker = SecuredKafka.start();
        kafka = KafkaFixture.on(broker);
        simulator = Simulator.start(
                new SimulatorSettings().address("127.0.0.1", 0).credentials(new Credential("id", "key")));
        environment = new HashMap<>(broker.environment(SecuredKafka.USER));
        environment.put("MEDIA_DELETER_INSTANCE_ID", "one");
        environment.put("MEDIA_DELETER_RETRY_DELAYS", "1s");
        environment.put("MEDIA_DELETER_VOD_ENDPOINT", simulator.uri().toString());
        settings = Settings.load(environment, null);
        Settings plain = Settings.load(Map.of("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()), null);
        try (TopicAdmin admin = new TopicAdmin(plain.kafka())) {
            admin.create(TopicPlan.of(settings.topics(), 2, Optional.empty()));
        }
        plan = AccessPlan.of(settings.kafka(), settings.topics());
        acls = new Acls(kafka.admin(), SecuredKafka.USER);
        acls.grant(plan.rights());
        session = AdminSession.open(settings.kafka());
    }

    @AfterAll
    static void stop() {
        session.close();
        simulator.close();
        kafka.close();
    }

    @Test
    void rightsOfThePlan_areEnoughForAllWaysOfARequest_andCheckDisturbsNothing() throws Exception {
        Service service = Service.start(settings, CredentialSource.fixed(new Keys("id", "key", null)), () -> {});
        try {
            simulator.faults().add(FaultRule.parse("InternalError@8000000000000002x1"));
            simulator.faults().add(FaultRule.parse("UnsupportedOperation@8000000000000003"));
            request("8000000000000001");
            request("8000000000000002");
            request("8000000000000003");
            awaitRecord(settings.topics().deleted(), "8000000000000001");
            awaitRecord(settings.topics().deleted(), "8000000000000002");
            awaitRecord(settings.topics().deadLetter(), "8000000000000003");

            assertThat(check(Map.of()).out())
                    .contains("All is ok.", "is the right to delete media: ")
                    .contains("The right to write to media-deleter.control is the right to stop deletion")
                    .contains(settings.topics().deadLetter());

            request("8000000000000004");
            awaitRecord(settings.topics().deleted(), "8000000000000004");
        } finally {
            service.stop();
        }
        assertThat(service.awaitEnd()).isEmpty();
    }

    @Test
    void rightOnThisInstancesTransactionalIdAlone_isEnough_andCheckDoesNotFenceIt() throws Exception {
        List<Right> prefix = on(ResourceType.TRANSACTIONAL_ID, "media-deleter-");
        Right literal =
                new Right(ResourceType.TRANSACTIONAL_ID, "media-deleter-one", PatternType.LITERAL, WRITE, "nothing");
        revoke(prefix);
        grant(List.of(literal));
        Service service = Service.start(settings, CredentialSource.fixed(new Keys("id", "key", null)), () -> {});
        try {
            request("8000000000000007"); // until the group has an offset, check warns of what is there
            awaitRecord(settings.topics().deleted(), "8000000000000007");
            assertThat(check(Map.of()).out())
                    .contains("All is ok.")
                    .contains("partitions of an instance that was killed may wait 15 s for its transaction");
            request("8000000000000005");
            awaitRecord(settings.topics().deleted(), "8000000000000005");
        } finally {
            service.stop();
            service.awaitEnd(); // until then it may commit
            acls.revoke(literal);
            grant(prefix);
        }
        assertThat(service.awaitEnd()).isEmpty();
    }

    /** As in a pod of the shipped manifests, which have no volume for a truststore. */
    @Test
    void certificateGivenAsText_isTrusted() {
        Map<String, String> pod = broker.environmentWithoutAFile(SecuredKafka.USER);

        try (TopicAdmin admin = new TopicAdmin(Settings.load(pod, null).kafka())) {
            assertThat(admin.exists(settings.topics().deleted())).isTrue();
        }
    }

    @Test
    void quotaOfItsOwn_needsNoRightOnTheQuotaTopic() {
        List<Right> rights = on(ResourceType.TOPIC, settings.topics().quota());
        revoke(rights);
        try {
            Cli check = check(Map.of("MEDIA_DELETER_QUOTA_MODE", "local"));
            assertThat(check.out()).contains("All is ok.");
        } finally {
            grant(rights);
        }
    }

    @Test
    void rightThatIsRemoved_isNamedAndNoOther() {
        List<Right> removedBefore = List.of();
        for (Right right : plan.rights()) {
            acls.revoke(right);
            acls.grant(removedBefore);
            awaitMissing(List.of(right));
            removedBefore = List.of(right);
        }
        grant(removedBefore);
    }

    @Test
    void rightToPublishResultsThatWasTakenAway_endsTheNextStartBeforeAnyCall(@TempDir Path directory)
            throws IOException, InterruptedException {
        List<Right> results = on(ResourceType.TOPIC, settings.topics().deleted()).stream()
                .filter(right -> right.operation() == WRITE)
                .toList();
        revoke(results);
        request("8000000000000006");
        Map<String, String> dry = new HashMap<>(environment);
        dry.put("MEDIA_DELETER_DRY_RUN", "true");
        dry.put("MEDIA_DELETER_OPS_PORT", "0");
        try {
            Cli run = new Jar(directory, dry).run("run").ended(1);

            assertThat(run.said().lines()).singleElement().asString().contains("Write on topic media-deleted", "check");
        } finally {
            grant(results);
        }
    }

    @Test
    void rightsForDeadLetters_areEnoughAndEachIsNeeded() {
        Map<String, String> onCall = new HashMap<>(broker.environment(SecuredKafka.ON_CALL));
        onCall.put("MEDIA_DELETER_RETRY_DELAYS", "1s");
        Acls theirs = new Acls(kafka.admin(), SecuredKafka.ON_CALL);
        List<Right> rights =
                CommandRights.deadLetters(settings.kafka(), settings.topics()).rights();
        theirs.grant(rights);
        for (Right right : rights) {
            theirs.revoke(right);
            awaitReplay(1, onCall);
            theirs.grant(List.of(right));
        }
        awaitReplay(0, onCall);

        String forged = deadLetter();
        assertThat(Cli.run(onCall, "dead-letters", "replay", forged, "--dry-run")
                        .out())
                .contains("1 dead letter to replay", "were not compared", "It takes Describe on these topics.");
        theirs.grant(List.of(
                describe(settings.topics().requested()),
                describe(settings.topics().requested() + ".retry.1s")));
        await().untilAsserted(() -> assertThat(Cli.run(onCall, "dead-letters", "replay", forged, "--yes")
                        .out())
                .contains("1 dead letter skipped: with an origin that the topic's history disproves"));
    }

    @Test
    void rightsForHolds_areEnoughToAddListAndLiftThem() {
        Map<String, String> onCall = broker.environment(SecuredKafka.ON_CALL);
        Acls theirs = new Acls(kafka.admin(), SecuredKafka.ON_CALL);
        List<Right> rights =
                CommandRights.holds(settings.kafka(), settings.topics()).rights();
        theirs.grant(rights);

        await().untilAsserted(
                        () -> Cli.run(onCall, "holds", "add", "media:8000000000000099", "--reason", "case", "--replace")
                                .ended(0));
        assertThat(Cli.run(onCall, "holds", "list").out()).contains("media:8000000000000099", "case");
        Cli.run(onCall, "holds", "remove", "media:8000000000000099").ended(0);

        rights.stream().filter(right -> right.operation() == WRITE).forEach(theirs::revoke);
        await().untilAsserted(
                        () -> Cli.run(onCall, "holds", "add", "media:8000000000000098", "--reason", "case", "--replace")
                                .ended(1));
    }

    private static Right describe(String topic) {
        return new Right(ResourceType.TOPIC, topic, PatternType.LITERAL, DESCRIBE, "compare origins");
    }

    /** Kafka tells the age of a transaction only to who may read the topic, and the service may not read its results. */
    @Test
    void transactionOfUnknownAge_isNamedAsAGap_whenItDoesNotEndInAMoment() throws Exception {
        String results = settings.topics().deleted();
        GroupLook group = new GroupLook(settings, true);
        try (group) {
            try (AutoCloseable open = kafka.hide(List.of(new ProducerRecord<>(results, new byte[1])))) {
                assertThat(open).isNotNull();

                assertThat(latest(group)).singleElement(STRING).contains(results, "nobody knows since when", "Read on");
            }
            await("the end of it").untilAsserted(() -> assertThat(latest(group)).isEmpty());
        }
    }

    private static List<String> latest(GroupLook group) {
        return group.look().facts().gaps().stream()
                .filter(gap -> gap.what().equals(GroupFacts.LATEST))
                .map(GroupFacts.Gap::why)
                .toList();
    }

    /** Each try is of a letter of its own, in case that the one before went through. */
    private static void awaitReplay(int exitCode, Map<String, String> environment) {
        await().untilAsserted(() -> Cli.run(environment, "dead-letters", "replay", deadLetter(), "--yes")
                .ended(exitCode));
    }

    /** Its origin. */
    private static String deadLetter() {
        String origin = settings.topics().requested() + "/0/4711";
        kafka.produce(List.of(PlantedLetter.on(settings.topics().deadLetter(), origin)));
        return origin;
    }

    @Test
    void check_saysWhatMendsAMissingRight() {
        Right right = plan.rights().get(0);
        acls.revoke(right);
        try {
            await().untilAsserted(() -> {
                Cli check = check(Map.of()).ended(1);
                assertThat(check.out())
                        .contains("wrong   rights      missing ACL: Read on topic"
                                + " media-delete-requested (needed to consume requests)")
                        .contains("--operation Read --topic media-delete-requested`");
            });
        } finally {
            grant(List.of(right));
        }
    }

    @Test
    void wrongPassword_isTheBrokersFinding_andTheRestIsSkipped() {
        Map<String, String> wrong = new HashMap<>(environment);
        wrong.computeIfPresent(
                "MEDIA_DELETER_KAFKA_CLIENT_SASL_JAAS_CONFIG",
                (name, value) -> value.replace(SecuredKafka.PASSWORD, "planted-wrong-password"));
        wrong.put("MEDIA_DELETER_DRY_RUN", "true");

        Cli check = Cli.run(wrong, "check").ended(1);

        assertThat(check.out())
                .contains("wrong   brokers     ", "does not accept this client", "skipped rights      ")
                .doesNotContain("planted-");
    }

    private static Cli check(Map<String, String> more) {
        Map<String, String> dry = new HashMap<>(environment);
        dry.putAll(more);
        dry.put("MEDIA_DELETER_DRY_RUN", "true");
        return Cli.run(dry, "check");
    }

    private static List<Right> on(ResourceType type, String name) {
        return plan.rights().stream()
                .filter(right -> right.type() == type && right.name().equals(name))
                .toList();
    }

    /** Waits until the broker goes by it, too. */
    private static void revoke(List<Right> rights) {
        rights.forEach(acls::revoke);
        awaitMissing(rights);
    }

    private static void grant(List<Right> rights) {
        acls.grant(rights);
        awaitMissing(List.of());
    }

    private static void awaitMissing(List<Right> expected) {
        AccessTrial trial = new AccessTrial(settings.kafka(), session);
        await().pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(trial.compare(plan).missing()).isEqualTo(expected));
    }

    private static void request(String fileId) {
        kafka.produce(List.of(ServiceRig.wholeMedia(settings.topics().requested(), fileId)));
    }

    private static void awaitRecord(String topic, String fileId) {
        await("record of " + fileId + " on " + topic)
                .until(() -> kafka.readCommitted(topic).stream()
                        .anyMatch(found -> found.value() != null && new String(found.value(), UTF_8).contains(fileId)));
    }
}
