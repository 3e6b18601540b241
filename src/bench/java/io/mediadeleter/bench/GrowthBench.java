package io.mediadeleter.bench;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.kafka.topics.TopicPlan;
import io.mediadeleter.simulator.Simulator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Whether a request costs more when more of them wait, or when they wait in more partitions: what one small instance takes
 * of its machine for each. In front of the backlog are requests that it warms up with, and the whole backlog waits behind
 * them; only then does the count begin, so that the start of the JVM is not spread over fewer requests in a short backlog.
 */
final class GrowthBench implements Benchmark {

    private static final int MOST = Effort.requests();
    private static final int WARM_UP = 30_000;
    private static final int FIRST_LOOK = 20_000;
    private static final List<Point> BACKLOGS =
            List.of(new Point(10_000, 12), new Point(100_000, 12), new Point(MOST, 12));
    private static final List<Point> PARTITIONS =
            List.of(new Point(100_000, 1), new Point(100_000, 12), new Point(100_000, 96));

    /**
     * One row of the table.
     *
     * @param backlog requests behind those of the warm-up
     */
    private record Point(int backlog, int partitions) {

        int requests() {
            return WARM_UP + backlog;
        }

        /** The longest takes as long as all others together. */
        int repetitions() {
            return backlog == MOST ? 1 : Rounds.REPETITIONS;
        }
    }

    /** What one run came to; the heap in megabytes, with all of the backlog waiting and with none of it. */
    private record Sample(double cpuSecondsPer1000, double heapBefore, double heapAfter, double settledPerSecond) {}

    /** How far the service was at a moment, by what a reader of its results has seen. */
    private record Mark(long settled, double cpuSeconds, long nanos) {

        static Mark now(ChildProcess instance, Outcomes results) {
            return new Mark(results.records(), Footprint.cpuSeconds(instance.pid()), System.nanoTime());
        }

        Sample since(Mark before, double heapBefore, double heapAfter) {
            double requests = settled - before.settled;
            return new Sample(
                    1_000 * (cpuSeconds - before.cpuSeconds) / requests,
                    heapBefore,
                    heapAfter,
                    1e9 * requests / (nanos - before.nanos));
        }
    }

    @Override
    public void run(Lab lab, Report report) {
        Set<Point> points = new LinkedHashSet<>(BACKLOGS);
        points.addAll(PARTITIONS);
        Map<Point, List<Sample>> samples = new HashMap<>();
        for (int round = 0; round < Rounds.REPETITIONS; round++) {
            for (Point point : points) {
                if (round < point.repetitions()) {
                    samples.computeIfAbsent(point, none -> new ArrayList<>()).add(measure(lab, point));
                }
            }
        }
        table(report, BACKLOGS, samples);
        table(report, PARTITIONS, samples);
    }

    private static void table(Report report, List<Point> points, Map<Point, List<Sample>> samples) {
        report.columns(
                "backlog",
                "partitions",
                "runs",
                "CPU s per 1,000",
                "live heap MB, all waiting",
                "live heap MB, all settled",
                "settled/s",
                "CPU above the first row's, %");
        double first = cpu(Objects.requireNonNull(samples.get(points.get(0)))).median();
        for (Point point : points) {
            List<Sample> runs = Objects.requireNonNull(samples.get(point));
            report.row(
                    point.backlog(),
                    point.partitions(),
                    runs.size(),
                    cpu(runs),
                    spread(runs, Sample::heapBefore),
                    spread(runs, Sample::heapAfter),
                    spread(runs, Sample::settledPerSecond),
                    Report.round(100 * (cpu(runs).median() / first - 1), 1));
        }
    }

    private static Spread cpu(List<Sample> runs) {
        return spread(runs, Sample::cpuSecondsPer1000);
    }

    private static Spread spread(List<Sample> runs, ToDoubleFunction<Sample> figure) {
        return new Spread(runs.stream().mapToDouble(figure).boxed().toList());
    }

    private static Sample measure(Lab lab, Point point) {
        try (Simulator simulator = lab.simulator(0, "0ms")) {
            Deployment deployment = lab.deployment("growth", simulator)
                    .with("topics.partitions", Integer.toString(point.partitions()))
                    .with("quota.mode", "local")
                    .with("quota.per-second", "100000");
            deployment.createTopics();
            lab.publish(point.requests(), number -> Lab.request(deployment.requested(), number));
            try (ChildProcess instance = Lab.start(deployment, "small", "-Xmx128m");
                    Outcomes results = new Outcomes(lab, deployment.deleted())) {
                return follow(point, instance, results);
            } finally {
                deleteTopics(lab, deployment);
            }
        }
    }

    private static Sample follow(Point point, ChildProcess instance, Outcomes results) {
        read(results, FIRST_LOOK);
        double heapBefore = liveHeap(instance);
        read(results, WARM_UP);
        Mark warm = Mark.now(instance, results);
        read(results, point.requests());
        Mark done = Mark.now(instance, results);
        double heapAfter = liveHeap(instance);
        Lab.stop(List.of(instance));
        results.await(point.requests());
        require("results", results.records(), point.requests());
        require("media with a result", results.media(), point.requests());
        return done.since(warm, heapBefore, heapAfter);
    }

    private static void read(Outcomes results, long wanted) {
        Lab.waitFor(wanted + " results", () -> {
            results.poll((result, nanos) -> {});
            return results.records() >= wanted;
        });
    }

    /** So that the broker of a late run carries no more than that of an early one. */
    private static void deleteTopics(Lab lab, Deployment deployment) {
        List<String> topics = deployment.typed("any").topicPlan().topics().stream()
                .map(TopicPlan.Topic::name)
                .toList();
        lab.kafka().admin().deleteTopics(topics);
    }

    private static double liveHeap(ChildProcess instance) {
        return Footprint.megabytes(Footprint.of(instance).liveHeapBytes());
    }

    private static void require(String what, long found, long expected) {
        if (found != expected) {
            throw new IllegalStateException(found + " " + what + " instead of " + expected);
        }
    }
}
