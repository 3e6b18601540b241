package io.mediadeleter.bench;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
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
    private static final Duration OUTAGE = Effort.measured();

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
        Stream.of(FailingApi.REFUSED, "AuthFailure.SignatureFailure", "InternalError", "timeout")
                .forEach(how -> run(lab, report, how));
    }

    private static void run(Lab lab, Report report, String how) {
        try (FailingApi api = new FailingApi()) {
            Deployment deployment = lab.deployment("outage", api.simulator());
            deployment.createTopics();
            lab.publish(REQUESTS, number -> request(deployment, number));
            try (ChildProcess instance = Lab.start(deployment, "one")) {
                Lab.waitFor("calls", instance, () -> api.calls() >= CALLS_BEFORE);
                long before = api.calls();
                api.fail(how);
                Lab.pass(OUTAGE);
                long during = api.calls() - before;
                api.mend(how);
                Recovery recovery = Recovery.watch(api);
                report(lab, report, deployment, how, during, recovery);
                Lab.stop(List.of(instance));
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> request(Deployment deployment, int number) {
        return Lab.request(deployment.requested(), number);
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
                    recovery.secondsToCall(),
                    recovery.secondsToFullRate(),
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
}
