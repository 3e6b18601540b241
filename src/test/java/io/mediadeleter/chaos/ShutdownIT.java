package io.mediadeleter.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.WebPage;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import io.mediadeleter.simulator.fault.FaultRule;
import io.mediadeleter.simulator.fault.Latency;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How instances come and go: the jar that ships, on a broker of the build. */
@WithKafka.Together
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ShutdownIT {

    private static final Duration PATIENCE = Patience.LIMIT;
    private static final Pattern PORT = Pattern.compile("status on port (\\d+)");

    private static final int REQUESTS = 600;

    private final KafkaFixture kafka;

    @AutoClose
    private final Simulator api = Simulator.start(
            new SimulatorSettings().latency(new Latency.Uniform(Duration.ofMillis(20), Duration.ofMillis(300))));

    ShutdownIT(KafkaFixture kafka) {
        this.kafka = kafka;
    }

    @Test
    void sigtermUnderLoad_drainsAndExitsWith0AndNothingIsLostOrRepeated() {
        Deployment deployment = deployment("sigterm").with("quota.per-second", "100"); // six seconds' work
        try (Group group = Group.start(deployment, 1);
                Traffic traffic = new Traffic(kafka.bootstrapServers(), deployment.requested());
                Follower follower = new Follower(kafka.bootstrapServers(), deployment)) {
            traffic.publish(REQUESTS);
            await("some calls").until(() -> api.calls().stats().total() >= REQUESTS / 10);

            group.instance(0).terminate();
            assertThat(group.instance(0).awaitExit(PATIENCE)).isZero();
            assertThat(follower.settled().size()).isLessThan(REQUESTS);

            group.join();
            follower.awaitSettled(REQUESTS, PATIENCE);
            assertNothingLostOrRepeated(traffic, follower);
        }
    }

    @Test
    void secondSigterm_endsTheProcessAtOnce() {
        api.faults().add(FaultRule.parse("timeout"));
        Deployment deployment = deployment("impatient").with("vod.call-timeout", "1m");
        try (Group group = Group.start(deployment, 1);
                Traffic traffic = new Traffic(kafka.bootstrapServers(), deployment.requested())) {
            traffic.publish(10);
            await("a call").until(() -> api.calls().stats().total() > 0);

            group.instance(0).terminate();
            await("the pipeline to drain")
                    .until(() -> readiness(group.instance(0)), ready -> ready.contains("draining"));
            group.instance(0).terminate();

            // Had it waited for the call, it would have ended with 0.
            assertThat(group.instance(0).awaitExit(PATIENCE)).isEqualTo(143);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void instancesJoinAndLeaveUnderLoad_nothingIsLostOrRepeated(String protocol) {
        Deployment deployment = deployment("elastic-" + protocol).with("kafka.consumer.group.protocol", protocol);
        try (Group group = Group.start(deployment, 1);
                Traffic traffic = new Traffic(kafka.bootstrapServers(), deployment.requested());
                Follower follower = new Follower(kafka.bootstrapServers(), deployment)) {
            group.awaitShared(kafka.admin());
            Future<?> published = traffic.publish(REQUESTS, Duration.ofSeconds(12));
            follower.awaitSettled(REQUESTS / 10, PATIENCE);
            group.join();
            group.awaitShared(kafka.admin());
            group.instance(0).terminate();
            assertThat(group.instance(0).awaitExit(PATIENCE)).isZero();
            group.join();
            group.awaitShared(kafka.admin());
            Patience.get(published);
            follower.awaitSettled(REQUESTS, PATIENCE);

            group.instance(1).terminate();
            group.instance(2).terminate();
            assertThat(group.instance(1).awaitExit(PATIENCE)).isZero();
            assertThat(group.instance(2).awaitExit(PATIENCE)).isZero();
            assertNothingLostOrRepeated(traffic, follower);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void sameInstanceIdTwice_oneSurvivesAndTheOtherSaysWhyItEnds(String protocol) {
        Deployment deployment = deployment("twins-" + protocol).with("kafka.consumer.group.protocol", protocol);
        shortSessions(deployment);
        try (Group group = Group.start(deployment, 1);
                Traffic traffic = new Traffic(kafka.bootstrapServers(), deployment.requested());
                Follower follower = new Follower(kafka.bootstrapServers(), deployment)) {
            group.awaitShared(kafka.admin());
            try (ChildProcess twin = deployment.start("instance-0")) {
                await("one of the two ends")
                        .until(() -> !twin.isAlive() || !group.instance(0).isAlive());
                ChildProcess ended = twin.isAlive() ? group.instance(0) : twin;
                assertThat(ended.awaitExit(PATIENCE)).isEqualTo(1);
                assertThat(ended.log().lines().filter(line -> line.contains("ERROR RunCommand")))
                        .singleElement()
                        .asString()
                        .contains("Another instance runs as instance-0");
                assertThat(ended.log()).doesNotContain("\tat ");

                traffic.publish(REQUESTS / 10);
                follower.awaitSettled(REQUESTS / 10, PATIENCE);
                assertThat(twin.isAlive() || group.instance(0).isAlive()).isTrue();
            }
        }
    }

    @Test
    void instanceThatIsStartedAgainAfterAKill_waitsForItsNameAndGoesOn() {
        Deployment deployment = deployment("again").with("kafka.consumer.group.protocol", "consumer");
        shortSessions(deployment);
        try (ChildProcess killed = deployment.start("instance-0");
                Traffic traffic = new Traffic(kafka.bootstrapServers(), deployment.requested());
                Follower follower = new Follower(kafka.bootstrapServers(), deployment)) {
            traffic.publish(REQUESTS / 10);
            follower.awaitSettled(REQUESTS / 10, PATIENCE);
            // Begun before the kill: on a busy machine a start takes longer than the session that has to be waited for.
            try (ChildProcess again = deployment.start("instance-0")) {
                await("what it waits for").until(() -> again.log().contains("still holds the name instance-0"));
                killed.kill();
                traffic.publish(REQUESTS / 10);
                follower.awaitSettled(REQUESTS / 5, PATIENCE);
                again.terminate();
                assertThat(again.awaitExit(PATIENCE)).isZero();
                assertThat(again.log())
                        .contains("The name instance-0 is now free")
                        .doesNotContain("Another instance runs");
            }
        }
    }

    /** For groups of the consumer protocol; the heartbeat, which the broker decides, too, has to be shorter. */
    private void shortSessions(Deployment deployment) {
        kafka.configure("consumer.session.timeout.ms", "12000", ConfigResource.Type.GROUP, deployment.name());
    }

    private static String readiness(ChildProcess instance) {
        Matcher port = PORT.matcher(instance.log());
        assertThat(port.find()).as(instance.log()).isTrue();
        return WebPage.text(URI.create("http://127.0.0.1:" + port.group(1) + "/health/ready"));
    }

    private Deployment deployment(String name) {
        Deployment deployment = Deployment.of(kafka.unique(name), kafka.bootstrapServers(), api.uri())
                // A call whose answer a busy machine brings too late is made again, rightly.
                .with("vod.call-timeout", "30s");
        deployment.createTopics();
        return deployment;
    }

    private void assertNothingLostOrRepeated(Traffic traffic, Follower follower) {
        follower.awaitEnd(PATIENCE);
        ChaosVerdict verdict =
                new Verifier(traffic.published(), api.calls().all(), follower.steps(), List.of()).verdict(0);
        assertThat(verdict.lost()).as(verdict.table()).isZero();
        assertThat(verdict.duplicated()).as(verdict.table()).isZero();
        assertThat(verdict.repeatedCalls()).as(verdict.table()).isZero();
        assertThat(verdict.strayCalls()).as(verdict.table()).isZero();
        assertThat(verdict.settlements()).as(verdict.table()).isEqualTo(REQUESTS);
    }
}
