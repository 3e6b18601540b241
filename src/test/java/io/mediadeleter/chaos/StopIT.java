package io.mediadeleter.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.cli.Jar;
import io.mediadeleter.event.Origin;
import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Metronome;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.ProxiedKafka;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import io.mediadeleter.simulator.account.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stop means stop: whatever an instance goes through, it starts no call once {@code pause} has returned 0. */
class StopIT {

    private static final int REQUESTS = 1_200;

    /** Published while nothing is called: on a machine that is busy, the others may be done before the pause is in force. */
    private static final int AFTERWARDS = 300;

    private static final int CALLS_PER_SECOND = 60;

    /** Calls in a second at the full rate, on a machine that is busy. */
    private static final int FULL = CALLS_PER_SECOND * 8 / 10;

    private static final Duration TO_FULL_RATE = Duration.ofSeconds(5);

    @TempDir
    Path outputs;

    private final List<ChildProcess> instances = new ArrayList<>();

    @Test
    @Timeout(300)
    void suspendedKilledCutOffAndNewInstances_startNoCallAfterPauseHasReturned() throws Exception {
        ProxiedKafka broker = ProxiedKafka.start(versions -> {}, Map.of());
        try (Metronome metronome = Metronome.start();
                KafkaFixture kafka = KafkaFixture.on(broker);
                Simulator api = Simulator.start(new SimulatorSettings())) {
            Deployment deployment = Deployment.of("stop", kafka.bootstrapServers(), api.uri())
                    .with("quota.mode", "group")
                    .with("quota.per-second", String.valueOf(CALLS_PER_SECOND));
            deployment.createTopics();
            try (Traffic traffic = new Traffic(kafka.bootstrapServers(), deployment.requested());
                    Follower follower = new Follower(kafka.bootstrapServers(), deployment)) {
                // Each of its calls that is between question and request when it is suspended is made: one at most.
                ChildProcess suspended = start(deployment.with("calls.max-in-flight", "1"), "suspended");
                ChildProcess killed = start(deployment, "killed");
                start(deployment.with("kafka.bootstrap-servers", broker.proxied()), "cut-off");
                traffic.publish(REQUESTS);
                await("calls of all").until(() -> callsBetween(api, Instant.EPOCH, Instant.MAX) > 3 * CALLS_PER_SECOND);

                suspended.pause();
                broker.cutOff();
                media(deployment, "pause", "--reason", "drill").ended(0);
                Instant returned = Instant.now();
                killed.kill();
                int printedBefore = killed.log().length();
                ChildProcess again = start(deployment, "killed");
                start(deployment, "new");
                suspended.resume();
                broker.restore();
                await("everyone to know of the pause")
                        .until(() -> instances.stream()
                                .filter(ChildProcess::isAlive)
                                .allMatch(instance -> isPaused(instance, instance == again ? printedBefore : 0)));
                Instant known = Instant.now();
                assertThat(callsBetween(api, returned, known))
                        .as("calls after the return of pause")
                        .isLessThanOrEqualTo(1);

                traffic.publish(AFTERWARDS);
                media(deployment, "resume", "--yes").ended(0);
                Instant lifted = Instant.now();
                await("calls at the full rate again")
                        .until(() -> fullSecond(api, lifted).isPresent());
                assertThat(fullSecond(api, lifted).orElseThrow())
                        .as("the first second at the full rate after resume")
                        .isBefore(lifted.plus(metronome.allow(TO_FULL_RATE)));
                int all = REQUESTS + AFTERWARDS;
                follower.awaitSettled(all, Patience.LIMIT.plusSeconds(all / CALLS_PER_SECOND));
                assertThat(settlements(follower))
                        .hasSize(all)
                        .allSatisfy((origin, times) ->
                                assertThat(times).as("settlements of " + origin).isEqualTo(1));
            }
        } finally {
            instances.forEach(ChildProcess::close);
        }
    }

    /** By what has been printed since there; one that is started again goes on with the log of its name. */
    private static boolean isPaused(ChildProcess instance, int printedBefore) {
        return instance.log().indexOf("Deletion paused", printedBefore) >= 0;
    }

    private ChildProcess start(Deployment deployment, String name) {
        ChildProcess instance = deployment.start(name);
        instances.add(instance);
        return instance;
    }

    private Cli media(Deployment deployment, String... command) throws Exception {
        return new Jar(outputs, deployment.settings()).run(command);
    }

    /** When the first second after a time began in which the calls were nearly as many as the quota has. */
    private static Optional<Instant> fullSecond(Simulator api, Instant since) {
        List<Instant> calls = api.calls().all().stream()
                .map(Call::arrivedAt)
                .filter(since::isBefore)
                .sorted()
                .toList();
        return IntStream.range(0, calls.size() - FULL)
                .filter(first -> Duration.between(calls.get(first), calls.get(first + FULL))
                                .compareTo(Duration.ofSeconds(1))
                        <= 0)
                .mapToObj(calls::get)
                .findFirst();
    }

    private static long callsBetween(Simulator api, Instant from, Instant to) {
        return api.calls().all().stream()
                .map(Call::arrivedAt)
                .filter(at -> at.isAfter(from) && at.isBefore(to))
                .count();
    }

    private static Map<Origin, Integer> settlements(Follower follower) {
        Map<Origin, Integer> times = new HashMap<>();
        follower.steps().stream()
                .filter(Step::isSettlement)
                .forEach(step -> times.merge(step.origin(), 1, Integer::sum));
        return times;
    }
}
