package io.mediadeleter.chaos;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.control.members.SilenceRule;
import io.mediadeleter.event.Origin;
import io.mediadeleter.fixture.Alone;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Metronome;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import io.mediadeleter.simulator.account.Call;
import io.mediadeleter.simulator.fault.Latency;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An instance that dies is removed from the group by another, so that its partitions move on before its session has ended; one that was
 * only slow comes back. Brokers and instances are processes, with Kafka's own settings of group and transactions.
 */
@Alone("instances that stand still for seconds are removed from their group, as they are to be")
@Timeout(value = 6, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class TakeoverIT {

    private static final int REQUESTS = 360;
    private static final int PER_SECOND = 30;
    private static final int QUOTA = 25; // less than comes, so that there is work left whenever somebody dies
    private static final int CALLS_IN_HAND = 64;
    private static final String NEWER_PROTOCOL = "newer-protocol";
    private static final Duration IN_TIME = SilenceRule.SILENCE.minusSeconds(1);
    private static final Pattern RUNNING = Pattern.compile("Running as instance-0 ");
    private static final Pattern REMOVED = Pattern.compile("Removed the silent instance instance-0 ");
    private static final Pattern FENCED = Pattern.compile("Ended what the removed instance instance-0 had");

    @AutoClose
    private static KafkaFixture kafka;

    private final Metronome machine = Metronome.start();
    private final Simulator api = Simulator.start(new SimulatorSettings()
            .latency(new Latency.Uniform(Duration.ofMillis(20), Duration.ofMillis(120)))
            .callCapacity(20 * REQUESTS));
    private Deployment deployment;
    private Group group;
    private Traffic traffic;
    private Follower follower;

    @BeforeAll
    static void startKafka() {
        kafka = KafkaFixture.on(ClusterProcess.start(1));
    }

    @BeforeEach
    void startThree(TestInfo test) {
        String protocol = test.getTags().contains(NEWER_PROTOCOL) ? "consumer" : "classic";
        deployment = Deployment.of(kafka.unique("takeover"), kafka.bootstrapServers(), api.uri())
                .with("kafka.consumer.group.protocol", protocol)
                .with("quota.mode", "group")
                .with("quota.per-second", String.valueOf(QUOTA));
        deployment.createTopics();
        group = Group.start(deployment, 3);
        traffic = new Traffic(kafka.bootstrapServers(), deployment.requested());
        follower = new Follower(kafka.bootstrapServers(), deployment);
        group.awaitShared(kafka.admin());
    }

    @AfterEach
    void stop() {
        group.close();
        traffic.close();
        follower.close();
        api.close();
        machine.close();
    }

    @Test
    void killedInstance_isRemovedOnceByTheFirstLivingName_andItsTransactionIsEnded() {
        var unused = traffic.publish(REQUESTS, Duration.ofSeconds(REQUESTS / PER_SECOND));
        follower.awaitSettled(REQUESTS / 5, Patience.LIMIT);
        group.pauseInTransaction(kafka.admin(), 0);
        Instant killedAt = Instant.now();
        group.instance(0).kill();

        follower.awaitSettled(REQUESTS, Patience.LIMIT);
        System.out.println("longest standstill of a partition after the kill: " + standstill(killedAt));
        assertThat(count(REMOVED, 1)).as("removed by instance-1").isEqualTo(1);
        assertThat(count(REMOVED, 2)).as("removed by instance-2").isZero();
        await("the end of its transaction").until(() -> count(FENCED, 1) == 1);
        assertThat(group.instance(1).isAlive() && group.instance(2).isAlive()).isTrue();
        assertOneSettlementEach();
        assertOnlyWhatWasInHandIsCalledTwice(killedAt);
    }

    /** As long as it takes others to have settled everything, which is longer or shorter than its session. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void suspendedInstance_isRemoved_andComesBackWithoutACallThatAnotherMakes(boolean beyondItsSession) {
        var unused = traffic.publish(REQUESTS, Duration.ofSeconds(REQUESTS / PER_SECOND));
        follower.awaitSettled(REQUESTS / 5, Patience.LIMIT);
        Set<Integer> before = group.partitionsOf(kafka.admin(), 0);
        group.pauseInTransaction(kafka.admin(), 0);
        Instant suspendedAt = Instant.now();
        await("its removal").until(() -> count(REMOVED, 1) == 1);
        if (beyondItsSession) {
            await("the end of its session").until(() -> Instant.now().isAfter(suspendedAt.plusSeconds(20)));
        }
        group.instance(0).resume();

        follower.awaitSettled(REQUESTS, Patience.LIMIT);
        group.awaitShared(kafka.admin());
        assertThat(group.instance(0).isAlive()).isTrue();
        assertThat(before).isNotEmpty();
        assertOneSettlementEach();
        assertOnlyWhatWasInHandIsCalledTwice(suspendedAt);

        traffic.publish(PER_SECOND);
        follower.awaitSettled(REQUESTS + PER_SECOND, Patience.LIMIT);
        assertThat(group.instance(0).log()).contains("no call starts until Kafka has accepted a commit");
    }

    @Test
    void instanceThatIsStartedAgainInTime_goesOnWithItsPartitionsWithoutARebalance() {
        var unused = traffic.publish(REQUESTS, Duration.ofSeconds(REQUESTS / PER_SECOND));
        follower.awaitSettled(REQUESTS / 5, Patience.LIMIT);
        Set<Integer> before = group.partitionsOf(kafka.admin(), 0);
        group.instance(0).kill();
        Instant killedAt = Instant.now(); // until the signal comes, it calls
        group.restart(0);
        await("its start").until(() -> count(RUNNING, 0) == 2);
        boolean isInTime = Instant.now().isBefore(killedAt.plus(IN_TIME));

        follower.awaitSettled(REQUESTS, Patience.LIMIT);
        System.out.println("longest standstill of a partition after the restart: " + standstill(killedAt)
                + ", in time: " + isInTime);
        if (isInTime) {
            assertThat(count(REMOVED, 1) + count(REMOVED, 2)).isZero();
            assertThat(group.partitionsOf(kafka.admin(), 0)).isEqualTo(before);
        } // on a busy machine the process starts too late: then it has joined anew
        assertOneSettlementEach();
        assertOnlyWhatWasInHandIsCalledTwice(killedAt);
    }

    @Test
    @Tag(NEWER_PROTOCOL)
    void killedInstanceOfAGroupOfTheNewerProtocol_isRemoved_too() {
        var unused = traffic.publish(REQUESTS, Duration.ofSeconds(REQUESTS / PER_SECOND));
        follower.awaitSettled(REQUESTS / 5, Patience.LIMIT);
        group.instance(0).kill();
        Instant killedAt = Instant.now(); // until the signal comes, it calls

        follower.awaitSettled(REQUESTS, Patience.LIMIT);
        System.out.println("longest standstill with the consumer protocol: " + standstill(killedAt));
        assertThat(count(REMOVED, 1)).isEqualTo(1);
        assertOneSettlementEach();
        assertOnlyWhatWasInHandIsCalledTwice(killedAt);
    }

    private long count(Pattern line, int instance) {
        return line.matcher(group.instance(instance).log()).results().count();
    }

    private void assertOneSettlementEach() {
        assertThat(traffic.published()).hasSizeGreaterThanOrEqualTo(REQUESTS);
        Map<Origin, Integer> times = new HashMap<>();
        follower.steps().stream()
                .filter(Step::isSettlement)
                .forEach(step -> times.merge(step.origin(), 1, Integer::sum));
        assertThat(times.keySet()).isEqualTo(traffic.published().keySet());
        assertThat(times)
                .allSatisfy((origin, number) ->
                        assertThat(number).as("settlements of " + origin).isEqualTo(1));
    }

    /**
     * A process that is suspended between its question and its call makes that one call. On a machine that is late, so is the commit of
     * what was called meanwhile.
     */
    private void assertOnlyWhatWasInHandIsCalledTwice(Instant trouble) {
        List<List<Call>> twice =
                api.calls().all().stream()
                        .collect(groupingBy(call -> call.fileId().orElse("none")))
                        .values()
                        .stream()
                        .filter(calls -> calls.size() > 1)
                        .toList();
        System.out.println("calls made again: " + twice.size());
        long late = machine.allow(Duration.ZERO).toMillis() * QUOTA / 1_000;
        assertThat(twice).hasSizeLessThanOrEqualTo(CALLS_IN_HAND + (int) late);
        assertThat(twice.stream()
                        .filter(calls -> calls.get(0).arrivedAt().isAfter(trouble))
                        .count())
                .as("calls that began after the trouble, and were made again")
                .isLessThanOrEqualTo(1);
    }

    /** The longest time between two settlements of one partition's requests, since the trouble. */
    private Duration standstill(Instant since) {
        Map<Integer, Instant> last = new HashMap<>();
        Duration longest = Duration.ZERO;
        for (Step step : follower.steps().stream()
                .sorted((a, b) -> a.at().compareTo(b.at()))
                .toList()) {
            Instant before = last.put(step.origin().partition(), step.at());
            if (before != null && step.at().isAfter(since)) {
                Duration gap = Duration.between(before, step.at());
                longest = gap.compareTo(longest) > 0 ? gap : longest;
            }
        }
        return longest;
    }
}
