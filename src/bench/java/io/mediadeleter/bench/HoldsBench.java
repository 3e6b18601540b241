package io.mediadeleter.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.simulator.Simulator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What holds cost an instance, none of which names what is asked for: the time from its start to its first call, the calls that
 * it makes as fast as it can, and its heap.
 */
final class HoldsBench implements Benchmark {

    private static final int WAITING_AT_THE_START = 1_000;
    private static final int WARM_UP = 20_000;
    private static final int CALLS = 60_000;
    private static final String[] SMALL = {"-Xmx128m"};

    private enum Holds {
        NONE("none", 0, ""),
        ONE_FILE("100,000 of one file", 100_000, ""),
        EACH_ITS_OWN("100,000, each with a reason of its own", 100_000, "%d");

        private final String label;
        private final int count;
        private final String each;

        Holds(String label, int count, String each) {
            this.label = label;
            this.count = count;
            this.each = each;
        }

        /** One that names a media that nobody asks for. */
        ProducerRecord<byte[], byte[]> hold(String topic, int number) {
            String json = "{\"reason\":\"legal case 12" + each.formatted(number) + "\",\"by\":\"ops@bastion\"}";
            return new ProducerRecord<>(topic, ("media:9" + Lab.fileId(number)).getBytes(UTF_8), json.getBytes(UTF_8));
        }

        @Override
        public String toString() {
            return label;
        }
    }

    @Override
    public void run(Lab lab, Report report) {
        List<Holds> all = List.of(Holds.values());
        start(lab, Holds.NONE); // the first one waits for the broker's own topics, too
        report.note("An instance as for a small container, -Xmx128m, and the product's own settings.");
        report.columns("holds", "s from start to the first call", "CPU s to the first call");
        Rounds.measure(all, holds -> start(lab, holds))
                .forEach((holds, figures) -> report.row(holds, figures.get(0), figures.get(1)));
        report.note("Without a quota, %d calls of an API that takes no time, after %d to warm up."
                .formatted(CALLS - WARM_UP, WARM_UP));
        report.columns("holds", "calls/s", "CPU s per 1,000", "live heap MB");
        Rounds.measure(all, holds -> work(lab, holds))
                .forEach((holds, figures) -> report.row(holds, figures.get(0), figures.get(1), figures.get(2)));
    }

    private static List<Double> start(Lab lab, Holds holds) {
        try (Simulator simulator = lab.simulator(0, "0ms")) {
            Deployment start = prepared(lab, holds, WAITING_AT_THE_START, lab.deployment("holds-start", simulator));
            Instant started = Instant.now();
            try (ChildProcess instance = Lab.start(start, "one", SMALL)) {
                Lab.waitFor(
                        "the first call",
                        instance,
                        () -> simulator.calls().stats().total() > 0);
                double cpuSeconds = Footprint.cpuSeconds(instance.pid());
                Instant called = simulator.calls().all().get(0).arrivedAt();
                Lab.stop(List.of(instance));
                return List.of(Duration.between(started, called).toMillis() / 1e3, cpuSeconds);
            }
        }
    }

    private static List<Double> work(Lab lab, Holds holds) {
        try (Simulator simulator = lab.simulator(0, "0ms")) {
            Deployment work = prepared(
                    lab,
                    holds,
                    CALLS,
                    lab.deployment("holds-work", simulator)
                            .with("quota.mode", "local")
                            .with("quota.per-second", "100000"));
            try (ChildProcess instance = Lab.start(work, "one", SMALL);
                    Outcomes results = new Outcomes(lab, work.deleted())) {
                results.awaitAtLeast(WARM_UP);
                long warm = results.records();
                long began = System.nanoTime();
                double cpuBefore = Footprint.cpuSeconds(instance.pid());
                results.await(CALLS);
                double seconds = (System.nanoTime() - began) / 1e9;
                Footprint after = Footprint.of(instance);
                Lab.stop(List.of(instance));
                return List.of(
                        Report.round((CALLS - warm) / seconds, 0),
                        Report.round((after.cpuSeconds() - cpuBefore) / (CALLS - warm) * 1_000, 3),
                        Footprint.megabytes(after.liveHeapBytes()));
            }
        }
    }

    private static Deployment prepared(Lab lab, Holds holds, int requests, Deployment deployment) {
        deployment.createTopics();
        String control = deployment.typed("any").topics().control();
        lab.publish(holds.count, number -> holds.hold(control, number));
        lab.publish(requests, number -> Lab.request(deployment.requested(), number));
        return deployment;
    }
}
