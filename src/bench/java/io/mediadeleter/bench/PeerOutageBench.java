package io.mediadeleter.bench;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import java.time.Duration;
import java.util.List;

/**
 * An outage of the API in the middle of work, for each system: what it does to requests, and how long the work needs to be
 * as before. The retries' delays are the same where a system can have them.
 */
final class PeerOutageBench implements Benchmark {

    private static final Duration OUTAGE = Effort.measured();
    private static final String HOW = "AuthFailure.SignatureFailure";
    private static final int CALLS_BEFORE = 300;

    /** More than a system that goes on at the full rate can use up in the outage. */
    private static final int REQUESTS = 2 * FailingApi.QUOTA * (int) OUTAGE.toSeconds();

    /** What was on its way to a topic when calls went well again has come by then. */
    private static final Duration ARRIVAL = Duration.ofSeconds(2);

    @Override
    public void run(Lab lab, Report report) {
        report.note("%d requests waiting, quota %d a second; %s for %d s; counted when calls go at the full rate again."
                .formatted(REQUESTS, FailingApi.QUOTA, HOW, OUTAGE.toSeconds()));
        report.columns("system", "calls in it", "dead letters", "s to the next good call", "s to full rate");
        Rounds.measure(Contestant.SYSTEMS, system -> measure(lab, system))
                .forEach((system, figures) ->
                        report.row(system, figures.get(0), figures.get(1), figures.get(2), figures.get(3)));
    }

    private static List<Double> measure(Lab lab, Contestant system) {
        try (FailingApi api = new FailingApi()) {
            Deployment deployment = lab.deployment("outage", api.simulator());
            deployment.createTopics();
            lab.publish(REQUESTS, number -> Lab.request(deployment.requested(), number));
            try (ChildProcess instance = system.start(deployment, "one");
                    Outcomes deadLetters = new Outcomes(lab, deployment.deadLetter())) {
                Lab.waitFor("calls", instance, () -> api.calls() >= CALLS_BEFORE);
                long before = api.calls();
                api.fail(HOW);
                Lab.pass(OUTAGE);
                double during = api.calls() - before;
                api.mend(HOW);
                Recovery recovery = Recovery.watch(api);
                deadLetters.follow(ARRIVAL);
                Lab.requireAlive(instance);
                return List.of(
                        during, (double) deadLetters.records(), recovery.secondsToCall(), recovery.secondsToFullRate());
            }
        }
    }
}
