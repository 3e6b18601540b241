package io.mediadeleter.bench;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.simulator.Simulator;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each system makes of a machine when neither quota nor API holds it up, and what it takes for it. */
final class OverheadBench implements Benchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration MEASURED = Duration.ofSeconds(8);
    private static final int REQUESTS = 160_000;
    private static final int IN_FLIGHT = 100;

    private record Setting(String latency, int partitions) {

        /** The one that is drawn, and that tells what transactions cost. */
        boolean isPlain() {
            return latency.equals("0ms") && partitions == 6;
        }

        List<Contestant> systems() {
            return isPlain() ? List.of(Contestant.values()) : Contestant.SYSTEMS;
        }
    }

    @Override
    public void run(Lab lab, Report report) {
        report.note("Quota lifted, %d calls in flight, %d requests waiting; %d s after the first result, for %d s."
                .formatted(IN_FLIGHT, REQUESTS, WARM_UP.toSeconds(), MEASURED.toSeconds()));
        report.columns("API", "partitions", "system", "settled/s", "CPU s per 1,000", "MB allocated per 1,000");
        Map<String, Spread> settled = new LinkedHashMap<>();
        Map<String, Spread> cpu = new LinkedHashMap<>();
        for (String latency : List.of("0ms", "10ms")) {
            for (int partitions : List.of(6, 48)) {
                Setting setting = new Setting(latency, partitions);
                Rounds.measure(setting.systems(), system -> measure(lab, setting, system))
                        .forEach((system, figures) -> {
                            report.row(latency, partitions, system, figures.get(0), figures.get(1), figures.get(2));
                            if (setting.isPlain()) {
                                settled.put(system.toString(), figures.get(0));
                                cpu.put(system.toString(), figures.get(1));
                            }
                        });
            }
        }
        report.chart("settled", "Settled a second: quota lifted, API at 0 ms, 6 partitions", "requests/s", settled);
        report.chart("cpu", "CPU seconds for 1,000 requests, the same", "s", cpu);
    }

    private static List<Double> measure(Lab lab, Setting setting, Contestant system) {
        try (Simulator simulator = lab.simulator(0, setting.latency())) {
            Deployment deployment = lab.deployment("overhead", simulator)
                    .with("topics.partitions", Integer.toString(setting.partitions()))
                    .with("calls.max-in-flight", Integer.toString(IN_FLIGHT))
                    .with("quota.mode", "local")
                    .with("quota.per-second", "100000");
            deployment.createTopics();
            lab.publish(REQUESTS, number -> Lab.request(deployment.requested(), number));
            Allocation allocation = new Allocation(deployment.name());
            try (ChildProcess instance = system.start(deployment, "one", allocation.option());
                    Outcomes results = new Outcomes(lab, deployment.deleted())) {
                results.awaitAtLeast(1);
                results.follow(WARM_UP);
                Mark begin = Mark.now(instance, allocation, results);
                results.follow(MEASURED);
                Lab.requireAlive(instance);
                return Mark.now(instance, allocation, results).since(begin);
            }
        }
    }

    /** What an instance has done and taken until now. */
    private record Mark(long nanos, long settled, double cpuSeconds, double allocatedMegabytes) {

        static Mark now(ChildProcess instance, Allocation allocation, Outcomes results) {
            double cpuSeconds = Footprint.cpuSeconds(instance.pid());
            long settled = results.records();
            if (settled >= REQUESTS) {
                throw new IllegalStateException("the backlog is too short for this machine: " + REQUESTS);
            }
            return new Mark(System.nanoTime(), settled, cpuSeconds, allocation.megabytes(instance));
        }

        List<Double> since(Mark before) {
            double thousands = (settled - before.settled) / 1e3;
            return List.of(
                    Report.round(1e3 * thousands / ((nanos - before.nanos) / 1e9), 0),
                    Report.round((cpuSeconds - before.cpuSeconds) / thousands, 3),
                    Report.round((allocatedMegabytes - before.allocatedMegabytes) / thousands, 1));
        }
    }
}
