package io.mediadeleter.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.service.Service;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import io.mediadeleter.simulator.fault.Latency;
import io.mediadeleter.vod.CredentialSource;
import io.mediadeleter.vod.Keys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The brokers that coordinate the group and the transactions change under load, as they do when a cluster is rebalanced. Nobody kills an
 * instance, so they need no processes of their own.
 */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class CoordinatorIT {

    private static final Duration PATIENCE = Patience.LIMIT;
    private static final Duration TRAFFIC = Duration.ofSeconds(8);
    private static final List<String> COORDINATION = List.of("__consumer_offsets", "__transaction_state");
    private static final List<Integer> BROKERS = List.of(1, 2, 3);
    private static final int REQUESTS = 1_200;
    private static final int MOVES = 3;

    @Test
    void coordinatorsThatMoveUnderLoad_nothingIsLostOrDoneTwice() throws Exception {
        try (Simulator api = Simulator.start(new SimulatorSettings().latency(Latency.parse("20ms-60ms")));
                KafkaFixture kafka = KafkaFixture.on(ClusterProcess.start(BROKERS.size()))) {
            Deployment deployment = Deployment.of("moved", kafka.bootstrapServers(), api.uri())
                    // A call whose answer a busy machine brings too late is made again, rightly.
                    .with("vod.call-timeout", "30s");
            deployment.createTopics();
            List<Service> instances = List.of(start(deployment, "instance-0"), start(deployment, "instance-1"));
            try (Traffic traffic = new Traffic(kafka.bootstrapServers(), deployment.requested());
                    Follower follower = new Follower(kafka.bootstrapServers(), deployment)) {
                await("a share for everyone")
                        .ignoreExceptions()
                        .until(() -> Group.isShared(kafka.admin(), deployment, instances.size()));
                Future<?> published = traffic.publish(REQUESTS, TRAFFIC);
                Map<TopicPartition, Integer> leaders = leaders(kafka.admin());
                for (int move = 1; move <= MOVES; move++) {
                    follower.awaitSettled(REQUESTS * move / (MOVES + 2), PATIENCE);
                    leaders = move(kafka.admin(), leaders);
                }
                Patience.get(published);
                follower.awaitSettled(REQUESTS, PATIENCE);
                follower.awaitEnd(PATIENCE);

                ChaosVerdict verdict =
                        new Verifier(traffic.published(), api.calls().all(), follower.steps(), List.of()).verdict(0);
                assertThat(verdict.lost()).as(verdict.table()).isZero();
                assertThat(verdict.duplicated()).as(verdict.table()).isZero();
                assertThat(verdict.repeatedCalls()).as(verdict.table()).isZero();
                instances.forEach(Service::stop);
                for (Service instance : instances) {
                    assertThat(instance.awaitEnd()).as("what has ended it").isEmpty();
                }
            } finally {
                instances.forEach(Service::stop);
            }
        }
    }

    private static Service start(Deployment deployment, String name) {
        Keys keys = new Keys("simulator", "simulator", null);
        return Service.start(deployment.typed(name), CredentialSource.fixed(keys), () -> {});
    }

    /**
     * Every partition that makes its leader a coordinator is led by the next broker when this returns. Brokers hear of it one
     * after the other, so who leads before is not asked but known.
     */
    private static Map<TopicPartition, Integer> move(Admin admin, Map<TopicPartition, Integer> before) {
        Map<TopicPartition, Optional<NewPartitionReassignment>> rotated = new HashMap<>();
        Map<TopicPartition, Integer> wanted = new HashMap<>();
        before.forEach((partition, leader) -> {
            List<Integer> replicas = new ArrayList<>(BROKERS);
            Collections.rotate(replicas, -leader);
            rotated.put(partition, Optional.of(new NewPartitionReassignment(replicas)));
            wanted.put(partition, replicas.get(0));
        });
        Patience.get(admin.alterPartitionReassignments(rotated).all());
        await("the coordinators' move").ignoreExceptions().until(() -> {
            Patience.get(
                    admin.electLeaders(ElectionType.PREFERRED, rotated.keySet()).partitions());
            return leaders(admin).equals(wanted);
        });
        assertThat(wanted).allSatisfy((partition, leader) -> assertThat(leader).isNotEqualTo(before.get(partition)));
        return wanted;
    }

    private static Map<TopicPartition, Integer> leaders(Admin admin) {
        Map<TopicPartition, Integer> leaders = new HashMap<>();
        Patience.get(admin.describeTopics(COORDINATION).allTopicNames())
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(partition -> leaders.put(
                                new TopicPartition(topic, partition.partition()),
                                partition.leader().id())));
        return leaders;
    }
}
