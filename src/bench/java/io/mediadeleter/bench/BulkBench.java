package io.mediadeleter.bench;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.simulator.Simulator;
import java.time.Duration;
import java.util.List;

/**
 * Live requests beside thousands in bulk: how long they take from being published to their result, and how many bulk requests
 * a second are done meanwhile. What the API takes is in it.
 */
final class BulkBench implements Benchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration MEASURED = Effort.measured();
    private static final int QUOTA = 100;
    private static final int BULK = 12_000;
    private static final int LIVE_PER_SECOND = 10;
    private static final int API_MILLIS = 60;

    @Override
    public void run(Lab lab, Report report) {
        report.note("Quota %d a second, the API takes %d ms; %d requests in bulk and %d live ones a second, for %d s."
                .formatted(QUOTA, API_MILLIS, BULK, LIVE_PER_SECOND, MEASURED.toSeconds()));
        report.columns("system", "live p50 ms", "live p99 ms", "bulk a second");
        Rounds.measure(List.of(Contestant.MEDIA_DELETER), system -> measure(lab, system))
                .forEach((system, figures) -> report.row(system, figures.get(0), figures.get(1), figures.get(2)));
    }

    private static List<Double> measure(Lab lab, Contestant system) {
        int live = LIVE_PER_SECOND * (int) MEASURED.plus(WARM_UP).plus(WARM_UP).toSeconds();
        try (Simulator simulator = lab.simulator(QUOTA, API_MILLIS + "ms")) {
            Deployment deployment = lab.deployment("bulk", simulator);
            deployment.createTopics();
            lab.publish(BULK, number -> Lab.request(deployment.requested() + ".bulk", live + number));
            try (ChildProcess instance = system.start(deployment, "one");
                    Outcomes results = new Outcomes(lab, deployment.deleted())) {
                results.awaitAtLeast(1);
                Latencies latencies = new Latencies();
                long measured = System.nanoTime() + WARM_UP.toNanos();
                long end = measured + MEASURED.toNanos();
                int[] bulk = new int[1];
                try (Publisher publisher = new Publisher(lab, deployment.requested(), LIVE_PER_SECOND, live)) {
                    while (System.nanoTime() < end) {
                        results.poll((result, nanos) -> {
                            int number = Lab.number(result.key());
                            if (number >= live) {
                                bulk[0] += nanos > measured ? 1 : 0;
                            } else if (publisher.publishedNanos(number) > measured) {
                                latencies.add(nanos - publisher.publishedNanos(number));
                            }
                        });
                    }
                }
                Lab.requireAlive(instance);
                return List.of(
                        latencies.millis(0.5),
                        latencies.millis(0.99),
                        Report.round((double) bulk[0] / MEASURED.toSeconds(), 1));
            }
        }
    }
}
