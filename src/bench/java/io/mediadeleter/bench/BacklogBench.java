package io.mediadeleter.bench;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.simulator.Simulator;
import java.util.List;

/** What a small instance takes of its machine while it works off a long backlog at full speed. */
final class BacklogBench implements Benchmark {

    private static final int REQUESTS = Effort.requests();
    private static final int LOOKS = 10;

    @Override
    public void run(Lab lab, Report report) {
        report.columns(
                "quota.mode",
                "settled",
                "seconds",
                "settled/s",
                "live heap MB",
                "resident MB",
                "threads",
                "sockets",
                "CPU s per 1,000");
        List.of("local", "group").forEach(mode -> run(lab, report, mode));
    }

    private static void run(Lab lab, Report report, String mode) {
        try (Simulator simulator = lab.simulator(0, "0ms")) {
            Deployment deployment = lab.deployment("backlog", simulator)
                    .with("quota.mode", mode)
                    .with("quota.per-second", "100000");
            deployment.createTopics();
            lab.publish(REQUESTS, number -> Lab.request(deployment.requested(), number));
            try (ChildProcess instance = Lab.start(deployment, "small", "-Xmx128m");
                    Outcomes results = new Outcomes(lab, deployment.deleted())) {
                follow(report, mode, instance, results);
            }
        }
    }

    private static void follow(Report report, String mode, ChildProcess instance, Outcomes results) {
        results.awaitAtLeast(1);
        long began = System.nanoTime();
        for (int look = 1; look <= LOOKS; look++) {
            long wanted = (long) REQUESTS * look / LOOKS;
            Lab.waitFor("results", () -> {
                results.poll((result, nanos) -> {});
                return results.records() >= wanted;
            });
            double seconds = (System.nanoTime() - began) / 1e9;
            Footprint footprint = Footprint.of(instance);
            report.row(
                    mode,
                    results.records(),
                    Report.round(seconds, 1),
                    Math.round(results.records() / seconds),
                    Footprint.megabytes(footprint.liveHeapBytes()),
                    Footprint.megabytes(footprint.residentBytes()),
                    footprint.threads(),
                    footprint.sockets(),
                    Report.round(1_000 * footprint.cpuSeconds() / results.records(), 3));
        }
        if (results.records() != REQUESTS || results.media() != REQUESTS) {
            throw new IllegalStateException(
                    results.records() + " results for " + results.media() + " of " + REQUESTS + " media");
        }
        Lab.stop(List.of(instance));
    }
}
