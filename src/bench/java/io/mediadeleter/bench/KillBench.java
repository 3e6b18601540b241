package io.mediadeleter.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.simulator.Simulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What {@code kill -9} of one of three instances at work costs, with each system's own settings of its group. */
final class KillBench implements Benchmark {

    private static final int QUOTA = 100;
    private static final int INSTANCES = 3;
    private static final int PARTITIONS = 12;
    private static final int REQUESTS = 4_800;
    private static final int RESULTS_BEFORE = 800;
    private static final List<Contestant> SYSTEMS = List.of(
            Contestant.MEDIA_DELETER, Contestant.PARALLEL_CONSUMER, Contestant.SPRING_ASYNC, Contestant.PLAIN_LOOP);

    /** What was in flight at the kill has come by then. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Override
    public void run(Lab lab, Report report) {
        report.note("%d instances, quota %d a second, API 20-120 ms, %d requests waiting; killed after %d results."
                .formatted(INSTANCES, QUOTA, REQUESTS, RESULTS_BEFORE));
        report.columns("system", "lost", "duplicate results", "repeated calls", "s until all partitions move");
        Rounds.measure(SYSTEMS, system -> measure(lab, system))
                .forEach((system, figures) ->
                        report.row(system, figures.get(0), figures.get(1), figures.get(2), figures.get(3)));
    }

    private static List<Double> measure(Lab lab, Contestant system) {
        List<ChildProcess> instances = new ArrayList<>();
        try (Simulator simulator = lab.simulator(QUOTA, "20ms-120ms")) {
            Deployment deployment = lab.deployment("kill", simulator);
            deployment.createTopics();
            lab.publish(REQUESTS, number -> request(deployment, number));
            instances.addAll(system.start(deployment, INSTANCES, QUOTA));
            try (Outcomes results = new Outcomes(lab, deployment.deleted())) {
                results.awaitAtLeast(RESULTS_BEFORE);
                instances.get(0).kill();
                double moved = secondsUntilAllMove(results);
                long calls = simulator.calls().acceptedByFileId().values().stream()
                        .mapToLong(times -> times - 1)
                        .sum();
                return List.of(
                        (double) REQUESTS - results.media(),
                        (double) results.records() - results.media(),
                        (double) calls,
                        Report.round(moved, 1));
            }
        } finally {
            instances.forEach(ChildProcess::close);
        }
    }

    /**
     * Follows the results to their end; how long after the kill the last partition had its next result. As long as is waited
     * for where not all came.
     */
    private static double secondsUntilAllMove(Outcomes results) {
        long killed = System.nanoTime();
        Map<Integer, Long> moved = new HashMap<>();
        while (results.media() < REQUESTS && System.nanoTime() < killed + PATIENCE.toNanos()) {
            results.poll((result, nanos) -> {
                if (nanos > killed + SETTLING.toNanos()) {
                    moved.putIfAbsent(Lab.number(result.key()) % PARTITIONS, nanos);
                }
            });
        }
        results.follow(SETTLING);
        if (results.media() < REQUESTS) {
            return PATIENCE.toSeconds();
        }
        return moved.values().stream().mapToLong(nanos -> nanos - killed).max().orElseThrow() / 1e9;
    }

    private static ProducerRecord<byte[], byte[]> request(Deployment deployment, int number) {
        String fileId = Lab.fileId(number);
        return new ProducerRecord<>(
                deployment.requested(),
                number % PARTITIONS,
                fileId.getBytes(UTF_8),
                ("{\"eventId\":\"e-" + number + "\",\"fileId\":\"" + fileId + "\"}").getBytes(UTF_8));
    }
}
