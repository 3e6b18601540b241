package io.mediadeleter.bench;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.simulator.Simulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The time from publishing a request to its result, as a reader of committed transactions has it: with little and with half
 * the quota's traffic, and with half of it while replays wait, which only one system has. What the API takes is taken off.
 */
final class LatencyBench implements Benchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(Integer.getInteger("bench.seconds", 60));
    private static final int QUOTA = 100;
    private static final int REPLAYS = 5_000;
    private static final int API_MILLIS = 60;

    private record Trial(int perSecond, int replays) {

        int requests() {
            return perSecond * (int) WARM_UP.plus(MEASURED).plus(WARM_UP).toSeconds();
        }

        List<Contestant> systems() {
            if (replays > 0) {
                return List.of(Contestant.MEDIA_DELETER);
            }
            List<Contestant> systems = new ArrayList<>(Contestant.SYSTEMS);
            systems.add(Contestant.BARE_TRANSACTIONS);
            return systems;
        }
    }

    @Override
    public void run(Lab lab, Report report) {
        report.note("Quota %d a second; the API's %d ms are taken off; %d s after the first requests, for %d s."
                .formatted(QUOTA, API_MILLIS, WARM_UP.toSeconds(), MEASURED.toSeconds()));
        report.columns("requests/s", "replays waiting", "system", "p50 ms", "p99 ms", "p99.9 ms");
        Map<String, Spread> chart = new LinkedHashMap<>();
        for (Trial trial : List.of(new Trial(10, 0), new Trial(50, 0), new Trial(50, REPLAYS))) {
            Rounds.measure(trial.systems(), system -> measure(lab, trial, system))
                    .forEach((system, figures) -> {
                        report.row(
                                trial.perSecond(),
                                trial.replays(),
                                system,
                                figures.get(0),
                                figures.get(1),
                                figures.get(2));
                        if (trial.replays() == 0) {
                            chart.put(system + ", " + trial.perSecond() + "/s", figures.get(1));
                        }
                    });
        }
        report.chart("p99", "From request to result, 99th percentile, above the API's own time", "ms", chart);
    }

    private static List<Double> measure(Lab lab, Trial trial, Contestant system) {
        try (Simulator simulator = lab.simulator(QUOTA, API_MILLIS + "ms")) {
            Deployment deployment = lab.deployment("latency", simulator);
            deployment.createTopics();
            String replays = deployment.requested() + ".replay";
            lab.publish(trial.replays(), number -> Lab.request(replays, trial.requests() + number));
            int first = trial.requests() + trial.replays();
            try (ChildProcess instance = system.start(deployment, "one");
                    Outcomes results = new Outcomes(lab, deployment.deleted())) {
                lab.publish(1, number -> Lab.request(deployment.requested(), first));
                results.awaitAtLeast(1);
                List<Double> figures = measure(lab, trial, deployment, results);
                Lab.requireAlive(instance);
                return figures;
            }
        }
    }

    private static List<Double> measure(Lab lab, Trial trial, Deployment deployment, Outcomes results) {
        Latencies latencies = new Latencies();
        long measured = System.nanoTime() + WARM_UP.toNanos();
        long end = measured + MEASURED.toNanos();
        try (Publisher publisher = new Publisher(lab, deployment.requested(), trial.perSecond(), trial.requests())) {
            while (System.nanoTime() < end) {
                results.poll((result, nanos) -> {
                    int number = Lab.number(result.key());
                    if (number < trial.requests() && publisher.publishedNanos(number) > measured) {
                        latencies.add(nanos - publisher.publishedNanos(number));
                    }
                });
            }
        }
        long expected = trial.perSecond() * (MEASURED.toSeconds() - 1);
        if (latencies.count() < expected) {
            throw new IllegalStateException(latencies.count() + " results of " + expected + " or more");
        }
        return List.of(above(latencies, 0.5), above(latencies, 0.99), above(latencies, 0.999));
    }

    private static double above(Latencies latencies, double quantile) {
        return Report.round(latencies.millis(quantile) - API_MILLIS, 1);
    }
}
