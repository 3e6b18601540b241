package io.mediadeleter.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import io.mediadeleter.simulator.fault.FaultRule;
import io.mediadeleter.simulator.fault.Latency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One story on a cluster of three brokers and a group of three instances, told by a seed. */
record ChaosRun(long seed, int requests, Duration over, Trouble.Counts troubles) {

    private static final int BROKERS = 3;
    private static final int INSTANCES = 3;
    private static final Duration FIRST_SETTLEMENT = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Latency LATENCY = new Latency.Uniform(Duration.ofMillis(20), Duration.ofMillis(300));

    /** One call in ten goes wrong. */
    private static final Map<String, Double> FAULTS = Map.of(
            "InternalError", 0.04,
            "timeout", 0.01,
            "timeout+applied", 0.01,
            "reset", 0.02,
            "reset+applied", 0.02);

    /** Plays the story to its end. */
    ChaosVerdict play(String name) {
        try (Simulator api = simulator();
                ClusterProcess cluster = ClusterProcess.start(BROKERS)) {
            Deployment deployment = Deployment.of(name, cluster.bootstrapServers(), api.uri());
            deployment.createTopics();
            ChaosVerdict verdict = play(deployment, cluster, api);
            report(name, verdict);
            return verdict;
        }
    }

    private ChaosVerdict play(Deployment deployment, ClusterProcess cluster, Simulator api) {
        try (Traffic traffic = new Traffic(cluster.bootstrapServers(), deployment.requested());
                Follower follower = new Follower(cluster.bootstrapServers(), deployment);
                Stage stage = new Stage(cluster, deployment, INSTANCES)) {
            traffic.publish(1);
            follower.awaitSettled(1, FIRST_SETTLEMENT);
            Future<?> published = traffic.publish(requests - 1, over);
            stage.play(Trouble.script(seed, troubles, over));
            awaitEnd(published);
            stage.awaitCurtain(over.plus(PATIENCE));
            cluster.awaitNodes();
            assertThat(traffic.published()).hasSize(requests);
            assertThat(follower.endOffsets(deployment.requested())).isEqualTo(requests);
            follower.awaitSettled(requests, PATIENCE);
            assertThat(stage.drain()).as("exit codes").containsOnly(0);
            assertThat(stage.endedOfThemselves())
                    .as("instances that ended of themselves")
                    .isZero();
            List<Step> steps = committed(deployment, cluster);
            return new Verifier(traffic.published(), api.calls().all(), steps, stage.troubles())
                    .verdict(stage.endedOfThemselves());
        }
    }

    private void awaitEnd(Future<?> published) {
        try {
            published.get(over.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the requests were not published", e);
        }
    }

    /** Reads everything anew, once nobody writes any more. */
    private List<Step> committed(Deployment deployment, ClusterProcess cluster) {
        try (Follower reader = new Follower(cluster.bootstrapServers(), deployment)) {
            reader.awaitEnd(PATIENCE);
            return reader.steps();
        }
    }

    private Simulator simulator() {
        Simulator api = Simulator.start(
                new SimulatorSettings().latency(LATENCY).seed(seed).callCapacity(10 * requests));
        FAULTS.forEach((fault, probability) -> api.faults().add(FaultRule.parse(fault + ":" + probability)));
        return api;
    }

    private void report(String name, ChaosVerdict verdict) {
        String text = this + System.lineSeparator() + verdict.table() + System.lineSeparator();
        System.out.println(text);
        try {
            Files.writeString(Path.of("target", "chaos", name + ".txt"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
