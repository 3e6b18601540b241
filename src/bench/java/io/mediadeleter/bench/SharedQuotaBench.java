package io.mediadeleter.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.account.CallLog;
import io.mediadeleter.simulator.fault.FaultRule;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What each system makes of a strict quota: with requests that all succeed, and with a tenth of the calls failing and each
 * media asked for twice. A peer has no quota of a group, so each of its instances has a fixed part.
 */
final class SharedQuotaBench implements Benchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration MEASURED = Effort.measured();
    private static final int QUOTA = 100;
    private static final int REQUESTS = 3 * QUOTA * (int) WARM_UP.plus(MEASURED).toSeconds();
    private static final int PARTITIONS = 12;
    private static final List<Contestant> SYSTEMS =
            List.of(Contestant.MEDIA_DELETER, Contestant.PARALLEL_CONSUMER, Contestant.SPRING_ASYNC);

    private record Trial(int instances, boolean troubled) {

        /** The number of the media that a request is about. */
        int media(int request) {
            return troubled ? request / 2 : request;
        }

        @Override
        public String toString() {
            return troubled ? "10 % fail, all twice" : "none";
        }
    }

    @Override
    public void run(Lab lab, Report report) {
        report.note(
                "Quota %d a second, strict; API 20-120 ms; %d requests waiting; %d s after the first calls, for %d s."
                        .formatted(QUOTA, REQUESTS, WARM_UP.toSeconds(), MEASURED.toSeconds()));
        report.columns(
                "instances",
                "trouble",
                "system",
                "accepted/s",
                "% refused for the quota",
                "results/s",
                "calls per result");
        for (Trial trial : List.of(new Trial(1, false), new Trial(4, false), new Trial(1, true), new Trial(4, true))) {
            Rounds.measure(SYSTEMS, system -> measure(lab, trial, system))
                    .forEach((system, figures) -> report.row(
                            trial.instances(),
                            trial,
                            system,
                            figures.get(0),
                            figures.get(1),
                            figures.get(2),
                            figures.get(3)));
        }
    }

    private static List<Double> measure(Lab lab, Trial trial, Contestant system) {
        try (Simulator simulator = lab.simulator(QUOTA, "20ms-120ms")) {
            if (trial.troubled()) {
                simulator.faults().add(FaultRule.parse("InternalError:0.1"));
            }
            Deployment deployment = lab.deployment("shared-quota", simulator);
            deployment.createTopics();
            lab.publish(REQUESTS, number -> request(deployment, trial, number));
            List<ChildProcess> instances = system.start(deployment, trial.instances(), QUOTA);
            try (Outcomes results = new Outcomes(lab, deployment.deleted())) {
                Lab.waitFor("the first calls", () -> simulator.calls().stats().total() > QUOTA);
                results.follow(WARM_UP);
                Mark begin = Mark.now(simulator, results);
                results.follow(MEASURED);
                return Mark.now(simulator, results).since(begin);
            } finally {
                instances.forEach(ChildProcess::close);
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> request(Deployment deployment, Trial trial, int number) {
        int media = trial.media(number);
        String fileId = Lab.fileId(media);
        return new ProducerRecord<>(
                deployment.requested(),
                media % PARTITIONS,
                fileId.getBytes(UTF_8),
                ("{\"eventId\":\"e-" + number + "\",\"fileId\":\"" + fileId + "\"}").getBytes(UTF_8));
    }

    private record Mark(long nanos, CallLog.Stats calls, long results) {

        static Mark now(Simulator simulator, Outcomes results) {
            return new Mark(System.nanoTime(), simulator.calls().stats(), results.records());
        }

        List<Double> since(Mark before) {
            double seconds = (nanos - before.nanos) / 1e9;
            double made = calls.total() - before.calls.total();
            double settled = results - before.results;
            return List.of(
                    Report.round((calls.accepted() - before.calls.accepted()) / seconds, 1),
                    Report.round(100 * (overQuota() - before.overQuota()) / made, 2),
                    Report.round(settled / seconds, 1),
                    Report.round(made / settled, 2));
        }

        private double overQuota() {
            return calls.count("RequestLimitExceeded");
        }
    }
}
