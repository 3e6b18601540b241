package io.mediadeleter.bench;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.simulator.Simulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;

/** What {@code kill -9} of one of three instances at work costs, with each system's own settings of its group. */
final class KillBench implements Benchmark {

    private static final int QUOTA = 100;
    private static final int PER_SECOND = 60;
    private static final int INSTANCES = 3;
    private static final int RESULTS_BEFORE = PER_SECOND * Effort.choose(30, 10);
    private static final int REQUESTS = RESULTS_BEFORE + PER_SECOND * Effort.choose(30, 12);

    /** A peer takes more than a minute, which is too long for a first look. */
    private static final List<Contestant> SYSTEMS = Effort.choose(
            List.of(
                    Contestant.MEDIA_DELETER,
                    Contestant.CONSUMER_PROTOCOL,
                    Contestant.PARALLEL_CONSUMER,
                    Contestant.SPRING_ASYNC,
                    Contestant.PLAIN_LOOP),
            List.of(Contestant.MEDIA_DELETER, Contestant.CONSUMER_PROTOCOL));

    /** Who keeps up has results as new as this. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** A duplicate has come by then. */
    private static final Duration AFTERMATH = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Override
    public void run(Lab lab, Report report) {
        report.note(
                "%d instances, quota %d a second, API 20-120 ms, %d requests at %d a second; killed after %d results."
                        .formatted(INSTANCES, QUOTA, REQUESTS, PER_SECOND, RESULTS_BEFORE));
        report.columns("system", "without a result", "duplicate results", "repeated calls", "longest wait s");
        Map<String, Spread> waits = new LinkedHashMap<>();
        Rounds.measure(SYSTEMS, system -> measure(lab, system)).forEach((system, figures) -> {
            report.row(system, figures.get(0), figures.get(1), figures.get(2), figures.get(3));
            waits.put(system.toString(), figures.get(3));
        });
        report.chart("wait", "Longest wait for a result after kill -9 of one of %d".formatted(INSTANCES), "s", waits);
    }

    private static List<Double> measure(Lab lab, Contestant system) {
        List<ChildProcess> instances = new ArrayList<>();
        try (Simulator simulator = lab.simulator(QUOTA, "20ms-120ms")) {
            Deployment deployment = lab.deployment("kill", simulator);
            deployment.createTopics();
            instances.addAll(system.start(deployment, INSTANCES, QUOTA));
            Lab.waitFor("a part for each instance", () -> {
                instances.forEach(Lab::requireAlive);
                return shareRequests(lab, deployment);
            });
            try (Outcomes results = new Outcomes(lab, deployment.deleted());
                    Publisher publisher = new Publisher(lab, deployment.requested(), PER_SECOND, REQUESTS)) {
                awaitTheKill(publisher, results);
                instances.get(0).kill();
                double longest = longestWait(publisher, results);
                return List.of(
                        (double) REQUESTS - results.media(),
                        (double) results.records() - results.media(),
                        repeatedCalls(simulator),
                        Report.round(longest, 1));
            }
        } finally {
            instances.forEach(ChildProcess::close);
        }
    }

    /** Whether each instance has partitions of the requests: the death of one that has none costs nothing. */
    private static boolean shareRequests(Lab lab, Deployment deployment) {
        try {
            Map<String, ConsumerGroupDescription> groups = lab.kafka()
                    .admin()
                    .describeConsumerGroups(List.of(deployment.name()))
                    .all()
                    .get();
            return groups.values().stream()
                            .flatMap(group -> group.members().stream())
                            .filter(member -> member.assignment().topicPartitions().stream()
                                    .anyMatch(partition -> partition.topic().equals(deployment.requested())))
                            .count()
                    == INSTANCES;
        } catch (ExecutionException notYet) {
            return false;
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /**
     * Follows the results until it is time.
     *
     * @throws IllegalStateException if requests wait longer already: that would count as the kill's
     */
    private static void awaitTheKill(Publisher publisher, Outcomes results) {
        AtomicLong newest = new AtomicLong(Long.MAX_VALUE);
        Lab.waitFor("results", () -> {
            results.poll((result, nanos) -> newest.set(nanos - publisher.publishedNanos(Lab.number(result.key()))));
            return results.records() >= RESULTS_BEFORE;
        });
        if (newest.get() > FRESH.toNanos()) {
            throw new IllegalStateException("before the kill a result took %.1f s".formatted(newest.get() / 1e9));
        }
    }

    /** Follows the results to their end; the longest that a result took that came after the kill, in seconds. */
    private static double longestWait(Publisher publisher, Outcomes results) {
        long killed = System.nanoTime();
        AtomicLong longest = new AtomicLong();
        while (results.media() < REQUESTS && System.nanoTime() < killed + PATIENCE.toNanos()) {
            results.poll((result, nanos) ->
                    longest.accumulateAndGet(nanos - publisher.publishedNanos(Lab.number(result.key())), Math::max));
        }
        results.follow(AFTERMATH);
        return longest.get() / 1e9;
    }

    /** Calls for a media that an earlier call had deleted. */
    private static double repeatedCalls(Simulator simulator) {
        return simulator.calls().all().stream()
                .filter(call -> call.outcome().startsWith("ResourceNotFound"))
                .count();
    }
}
