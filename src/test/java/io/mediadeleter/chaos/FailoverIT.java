package io.mediadeleter.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Metronome;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long the partitions of a dead instance stand still, with Kafka's and the service's own settings. */
class FailoverIT {

    private static final Duration PROMISED = Duration.ofSeconds(15);
    private static final Duration TRAFFIC = Duration.ofSeconds(12);
    private static final int REQUESTS = 480;
    private static final int AFTERWARDS = 60;

    /** The worst case: its successors cannot know what is settled before the broker has given up the transaction. */
    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void instanceKilledInATransaction_itsPartitionsMoveOnWithinThePromisedTime() {
        try (Metronome machine = Metronome.start();
                Simulator api = Simulator.start(new SimulatorSettings());
                KafkaFixture kafka = KafkaFixture.on(ClusterProcess.start(1))) {
            Deployment deployment = Deployment.of("failover", kafka.bootstrapServers(), api.uri())
                    .with("settle.interval", "1ms"); // so that a transaction is open most of the time
            deployment.createTopics();
            try (Group group = Group.start(deployment, 3);
                    Traffic traffic = new Traffic(kafka.bootstrapServers(), deployment.requested());
                    Follower follower = new Follower(kafka.bootstrapServers(), deployment)) {
                group.awaitShared(kafka.admin());
                Future<?> published = traffic.publish(REQUESTS, TRAFFIC);
                follower.awaitSettled(REQUESTS / 10, Patience.LIMIT);
                Set<Integer> orphans = group.partitionsOf(kafka.admin(), 0);
                group.pauseInTransaction(kafka.admin(), 0);
                Instant killedAt = Instant.now();
                group.instance(0).kill();
                traffic.publish(AFTERWARDS); // so that each of its partitions has some, however late the kill comes
                Patience.get(published);
                follower.awaitSettled(REQUESTS + AFTERWARDS, Patience.LIMIT);

                Map<Integer, Duration> standstills = standstills(follower.steps(), killedAt);
                standstills.keySet().retainAll(orphans);
                System.out.println("standstill of the killed instance's partitions: " + standstills);
                assertThat(standstills.keySet()).isEqualTo(orphans).isNotEmpty();
                assertThat(standstills.values())
                        .allSatisfy(standstill -> assertThat(standstill).isLessThan(machine.allow(PROMISED)));
            }
        }
    }

    /** From the kill to the first settlement after it that is about a request of the partition. */
    private static Map<Integer, Duration> standstills(List<Step> steps, Instant killedAt) {
        Map<Integer, Duration> first = new HashMap<>();
        for (Step step : steps) {
            if (step.at().isAfter(killedAt)) {
                Duration after = Duration.between(killedAt, step.at());
                first.merge(step.origin().partition(), after, (a, b) -> a.compareTo(b) < 0 ? a : b);
            }
        }
        return first;
    }
}
