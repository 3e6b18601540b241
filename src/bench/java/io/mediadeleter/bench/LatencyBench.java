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
 * The time from publishing a request to its result, as a reader of committed transactions has it, and where it goes: with little, half
 * and nearly all of the quota's traffic, and with half of it while replays wait, which only one system has. What the API takes is taken
 * off.
 */
final class LatencyBench implements Benchmark {

    private static final Duration FIRST = Effort.choose(Duration.ofSeconds(20), Duration.ofSeconds(5));
    private static final Duration MEASURED = Effort.measured();
    private static final int QUOTA = 100;
    private static final int REPLAYS = 5_000;
    private static final int API_MILLIS = 60;

    /** The one rate to measure at, if there is one. */
    private static final Integer PER_SECOND = Integer.getInteger("bench.per-second");

    private static final List<Trial> TRIALS = Effort.choose(
            List.of(new Trial(10, 0), new Trial(50, 0), new Trial(90, 0), new Trial(50, REPLAYS)),
            List.of(new Trial(50, 0)));

    private record Trial(int perSecond, int replays) {

        int first() {
            return perSecond * (int) FIRST.toSeconds();
        }

        int requests() {
            return first() + perSecond * (int) MEASURED.toSeconds();
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
        report.note(
                "Quota %d a second; the API's %d ms are taken off; from %d s after the first request, for %d s; all in ms."
                        .formatted(QUOTA, API_MILLIS, FIRST.toSeconds(), MEASURED.toSeconds()));
        report.columns("requests/s", "replays waiting", "system", "p50", "p95", "p99", "p99.9", "p95 before", "load");
        List<List<Object>> parts = new ArrayList<>();
        Map<String, Spread> chart = new LinkedHashMap<>();
        List<Trial> trials = TRIALS.stream()
                .filter(trial -> PER_SECOND == null || PER_SECOND.equals(trial.perSecond()))
                .toList();
        if (trials.isEmpty()) {
            throw new IllegalArgumentException("not measured at " + PER_SECOND + " a second, but " + TRIALS);
        }
        // Or the first would meet a broker and a simulator that have compiled nothing.
        measure(lab, new Trial(QUOTA * 9 / 10, 0), Contestant.MEDIA_DELETER);
        for (Trial trial : trials) {
            Rounds.measure(trial.systems(), system -> measure(lab, trial, system))
                    .forEach((system, figures) -> {
                        List<Object> row = new ArrayList<>(List.of(trial.perSecond(), trial.replays(), system));
                        parts.add(new ArrayList<>(row));
                        parts.get(parts.size() - 1).addAll(figures.subList(6, figures.size()));
                        row.addAll(figures.subList(0, 6));
                        report.row(row.toArray());
                        if (trial.replays() == 0 && Contestant.SYSTEMS.contains(system)) {
                            chart.put(system + ", " + trial.perSecond() + "/s", figures.get(2));
                        }
                    });
        }
        report.columns(
                "requests/s",
                "replays waiting",
                "system",
                "log to API p50",
                "log to API p99",
                "answer to log p50",
                "answer to log p99",
                "log to reader p50",
                "log to reader p99");
        parts.forEach(row -> report.row(row.toArray()));
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
                    ResultTimes written = new ResultTimes(lab, deployment.deleted(), "read_uncommitted", first + 1);
                    ResultTimes visible = new ResultTimes(lab, deployment.deleted(), "read_committed", first + 1)) {
                lab.publish(1, number -> Lab.request(deployment.requested(), first));
                Lab.waitFor("the first result", instance, () -> visible.at(first) != 0);
                try (Publisher publisher =
                        new Publisher(lab, deployment.requested(), trial.perSecond(), trial.requests())) {
                    Lab.waitFor("the results", instance, () -> {
                        publisher.requirePublished();
                        return visible.isCompleteTo(trial.requests());
                    });
                    return figures(
                            Timeline.of(publisher, simulator, written, visible, trial.requests(), API_MILLIS), trial);
                }
            }
        }
    }

    private static List<Double> figures(Timeline timeline, Trial trial) {
        Latencies all = timeline.all(trial.first(), trial.requests());
        List<Double> figures = new ArrayList<>();
        for (double quantile : new double[] {0.5, 0.95, 0.99, 0.999}) {
            figures.add(all.millis(quantile));
        }
        figures.add(timeline.all(0, trial.first()).millis(0.95));
        figures.add(Machine.load());
        for (Latencies part : timeline.parts(trial.first(), trial.requests())) {
            figures.add(part.millis(0.5));
            figures.add(part.millis(0.99));
        }
        return figures;
    }
}
