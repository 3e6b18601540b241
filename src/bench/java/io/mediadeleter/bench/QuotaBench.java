package io.mediadeleter.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.account.CallLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What instances at saturation make of their quota, against an API that is strict about it. */
final class QuotaBench implements Benchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration MEASURED = Effort.measured();
    private static final Duration LEASE_AND_TWO_SECONDS = Duration.ofSeconds(7);
    private static final Duration SPARE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 12;

    /**
     * One row of the table.
     *
     * @param skewed all the work is in one partition
     * @param killed the first instance is killed, and the rest are measured from a lease and two seconds on
     */
    private record Trial(String name, int instances, int quota, boolean skewed, boolean killed) {

        static Trial of(int instances) {
            return new Trial(Integer.toString(instances), instances, 100, false, false);
        }

        int requests() {
            return quota * (int) WARM_UP.plus(MEASURED).plus(SPARE).toSeconds();
        }
    }

    private static final List<Trial> TRIALS = Effort.choose(
            List.of(
                    Trial.of(1),
                    Trial.of(2),
                    Trial.of(4),
                    Trial.of(8),
                    new Trial("4, one of them with all the work", 4, 100, true, false),
                    new Trial("4, after kill -9 of one", 4, 100, false, true),
                    new Trial("4, quota 1,000 a second", 4, 1_000, false, false)),
            List.of(Trial.of(1), Trial.of(4)));

    @Override
    public void run(Lab lab, Report report) {
        report.columns("instances", "calls/s", "accepted/s", "% of the quota", "% refused");
        Map<String, Spread> used = new LinkedHashMap<>();
        TRIALS.forEach(trial -> used.put(trial.name(), new Spread(List.of(run(lab, report, trial)))));
        report.chart("used", "Share of the quota that is used, by instances", "%", used);
    }

    /** Reports a row; the percentage of the quota that calls made use of. */
    private static double run(Lab lab, Report report, Trial trial) {
        List<ChildProcess> instances = new ArrayList<>();
        try (Simulator simulator = lab.simulator(trial.quota(), "20ms-120ms")) {
            Deployment deployment =
                    lab.deployment("quota", simulator).with("quota.per-second", Integer.toString(trial.quota()));
            deployment.createTopics();
            lab.publish(trial.requests(), number -> request(deployment, trial, number));
            for (int i = 1; i <= trial.instances(); i++) {
                instances.add(Lab.start(deployment, "bench-" + i));
            }
            Lab.waitFor("the first calls", () -> simulator.calls().stats().total() > trial.quota());
            Lab.pass(WARM_UP);
            if (trial.killed()) {
                instances.remove(0).kill();
                Lab.pass(LEASE_AND_TWO_SECONDS);
            }
            CallLog.Stats before = simulator.calls().stats();
            long began = System.nanoTime();
            Lab.pass(MEASURED);
            return print(report, trial, before, simulator.calls().stats(), (System.nanoTime() - began) / 1e9);
        } finally {
            Lab.stop(instances);
        }
    }

    private static ProducerRecord<byte[], byte[]> request(Deployment deployment, Trial trial, int number) {
        String fileId = Lab.fileId(number);
        Integer partition = trial.skewed() ? 0 : number % PARTITIONS;
        String json = "{\"eventId\":\"e-" + number + "\",\"fileId\":\"" + fileId + "\"}";
        return new ProducerRecord<>(deployment.requested(), partition, fileId.getBytes(UTF_8), json.getBytes(UTF_8));
    }

    private static double print(Report report, Trial trial, CallLog.Stats before, CallLog.Stats after, double seconds) {
        double calls = after.total() - before.total();
        double accepted = after.accepted() - before.accepted();
        double used = Report.round(100 * accepted / seconds / trial.quota(), 1);
        report.row(
                trial.name(),
                Report.round(calls / seconds, 1),
                Report.round(accepted / seconds, 1),
                used,
                Report.round(100 * (calls - accepted) / calls, 2));
        return used;
    }
}
