package io.mediadeleter.bench;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.simulator.Simulator;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The time from publishing a request to its result, as a reader of committed transactions has it: with little and with half
 * the quota's traffic, and with half of it while replays wait. The API takes 60 ms; what is above it is ours.
 */
final class LatencyBench implements Benchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(Integer.getInteger("bench.seconds", 60));
    private static final int REPLAYS = 5_000;

    private record Trial(int perSecond, int replays) {

        int requests() {
            return perSecond * (int) WARM_UP.plus(MEASURED).plus(WARM_UP).toSeconds();
        }
    }

    @Override
    public void run(Lab lab, Report report) {
        report.columns("requests/s", "replays waiting", "results", "p50 ms", "p99 ms", "p99.9 ms", "replays done");
        Stream.of(new Trial(10, 0), new Trial(50, 0), new Trial(50, REPLAYS)).forEach(trial -> run(lab, report, trial));
    }

    private static void run(Lab lab, Report report, Trial trial) {
        try (Simulator simulator = lab.simulator(100, "60ms")) {
            Deployment deployment = lab.deployment("latency", simulator);
            deployment.createTopics();
            String replays = deployment.requested() + ".replay";
            lab.publish(trial.replays(), number -> Lab.request(replays, trial.requests() + number));
            try (ChildProcess instance = deployment.start("one", "-XX:TieredStopAtLevel=4")) {
                Lab.waitFor("the group", () -> instance.log().contains(" assigned "));
                measure(lab, report, trial, deployment);
                Lab.stop(List.of(instance));
            }
        }
    }

    private static void measure(Lab lab, Report report, Trial trial, Deployment deployment) {
        Latencies latencies = new Latencies();
        long measured = System.nanoTime() + WARM_UP.toNanos();
        long end = measured + MEASURED.toNanos();
        try (Publisher publisher = new Publisher(lab, deployment.requested(), trial.perSecond(), trial.requests());
                Outcomes results = new Outcomes(lab, deployment.deleted())) {
            while (System.nanoTime() < end) {
                results.poll((result, nanos) -> {
                    int number = Lab.number(result.key());
                    if (number < trial.requests() && publisher.publishedNanos(number) > measured) {
                        latencies.add(nanos - publisher.publishedNanos(number));
                    }
                });
            }
            report.row(
                    trial.perSecond(),
                    trial.replays(),
                    latencies.count(),
                    latencies.millis(0.5),
                    latencies.millis(0.99),
                    latencies.millis(0.999),
                    results.mediaFrom(trial.requests()));
        }
    }
}
