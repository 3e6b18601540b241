package io.mediadeleter.bench;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.simulator.FaultRule;
import io.mediadeleter.simulator.Latency;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * An outage of the API in the middle of work, with the product's own settings: what it costs in calls and dead letters, and
 * how long after the API's return calls go at the full rate again.
 */
final class OutageBench implements Benchmark {

    private static final int REQUESTS = 2_000;
    private static final int CALLS_BEFORE = 300;
    private static final int QUOTA = 100;
    private static final int FULL_RATE = 90;
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("bench.seconds", 60));
    private static final String REFUSED = "connection refused";

    /** The API of a trial, which goes away and comes back at the same address. Used by one thread. */
    private static final class Api implements AutoCloseable {

        private Simulator simulator = start(0);

        private static Simulator start(int port) {
            return Simulator.start(SimulatorSettings.builder()
                    .address("127.0.0.1", port)
                    .quotaPerSecond(QUOTA)
                    .latency(Latency.parse("20ms-120ms"))
                    .build());
        }

        void fail(String how) {
            if (how.equals(REFUSED)) {
                simulator.close();
            } else {
                simulator.faults().add(FaultRule.parse(how));
            }
        }

        void mend(String how) {
            if (how.equals(REFUSED)) {
                simulator = start(simulator.port());
            } else {
                simulator.faults().clear();
            }
        }

        long calls() {
            return simulator.calls().stats().total();
        }

        long accepted() {
            return simulator.calls().stats().accepted();
        }

        @Override
        public void close() {
            simulator.close();
        }
    }

    @Override
    public void run(Lab lab, Report report) {
        report.columns(
                "outage",
                "calls in it",
                "s to the next good call",
                "s to full rate",
                "results",
                "dead letters",
                "retries");
        Stream.of(REFUSED, "AuthFailure.SignatureFailure", "InternalError", "timeout")
                .forEach(how -> run(lab, report, how));
    }

    private static void run(Lab lab, Report report, String how) {
        try (Api api = new Api()) {
            Deployment deployment = lab.deployment("outage", api.simulator);
            deployment.createTopics();
            lab.publish(REQUESTS, number -> request(deployment, number));
            try (ChildProcess instance = deployment.start("one", "-XX:TieredStopAtLevel=4")) {
                Lab.waitFor("calls", () -> api.calls() >= CALLS_BEFORE);
                long before = api.calls();
                api.fail(how);
                Lab.pass(OUTAGE);
                long during = api.calls() - before;
                api.mend(how);
                Recovery recovery = recovery(api);
                report(lab, report, deployment, how, during, recovery);
                Lab.stop(List.of(instance));
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> request(Deployment deployment, int number) {
        return Lab.request(deployment.requested(), number);
    }

    /** Since the API's return. */
    private record Recovery(double secondsToCall, double secondsToFullRate) {}

    private static Recovery recovery(Api api) {
        long back = System.nanoTime();
        long accepted = api.accepted();
        Lab.waitFor("a call", () -> api.accepted() > accepted);
        double first = secondsSince(back);
        long seen = api.accepted();
        long second = System.nanoTime();
        while (true) {
            Lab.pass(Duration.ofSeconds(1));
            double rate = (api.accepted() - seen) / secondsSince(second);
            if (rate >= FULL_RATE) {
                return new Recovery(first, secondsSince(back) - secondsSince(second));
            }
            seen = api.accepted();
            second = System.nanoTime();
        }
    }

    private static void report(
            Lab lab, Report report, Deployment deployment, String how, long during, Recovery recovery) {
        try (Outcomes results = new Outcomes(lab, deployment.deleted());
                Outcomes deadLetters = new Outcomes(lab, deployment.deadLetter())) {
            Lab.waitFor("an end for each", () -> {
                results.poll((result, nanos) -> {});
                deadLetters.poll((dead, nanos) -> {});
                return results.records() + deadLetters.records() >= REQUESTS;
            });
            report.row(
                    how,
                    during,
                    Report.round(recovery.secondsToCall(), 1),
                    Report.round(recovery.secondsToFullRate(), 1),
                    results.records(),
                    deadLetters.records(),
                    retries(lab, deployment));
        }
    }

    /** Records on the retry topics. */
    private static long retries(Lab lab, Deployment deployment) {
        return deployment.outcomes().stream()
                .filter(topic -> topic.contains(".retry."))
                .mapToLong(topic -> lab.kafka().readCommitted(topic).size())
                .sum();
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
