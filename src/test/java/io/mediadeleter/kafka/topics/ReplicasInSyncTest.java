package io.mediadeleter.kafka.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;

class ReplicasInSyncTest {

    private static final Node ONE = new Node(1, "b", 9092);
    private static final Node OTHER = new Node(2, "c", 9092);

    @Test
    void fewerThanHaveToBe_areNamed() {
        assertThat(ReplicasInSync.gap(topic(List.of(ONE, OTHER)), 2))
                .hasValueSatisfying(gap -> assertThat(gap)
                        .startsWith("g.control/0 has fewer replicas in sync")
                        .contains("Bring back the brokers"));
    }

    /** Kafka asks for no more than there are. */
    @Test
    void allThatThereAre_areEnough() {
        assertThat(ReplicasInSync.gap(topic(List.of(ONE)), 2)).isEmpty();
    }

    private static TopicDescription topic(List<Node> replicas) {
        return new TopicDescription(
                "g.control",
                false,
                List.of(new TopicPartitionInfo(0, ONE, replicas, List.of(ONE), List.of(), List.of())));
    }
}
