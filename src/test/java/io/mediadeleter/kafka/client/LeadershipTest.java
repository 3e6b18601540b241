package io.mediadeleter.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class LeadershipTest {

    private static final Node BROKER = new Node(1, "localhost", 9092);

    /** Three partitions, of which only these have a leader. */
    private static TopicDescription topic(String name, List<Integer> led) {
        return new TopicDescription(
                name,
                false,
                IntStream.range(0, 3)
                        .mapToObj(number -> new TopicPartitionInfo(
                                number,
                                led.contains(number) ? BROKER : number == 2 ? Node.noNode() : null,
                                List.of(BROKER),
                                List.of()))
                        .toList());
    }

    private static String gap(int partitions) {
        return Leadership.gap(IntStream.range(0, partitions)
                        .mapToObj(number -> new TopicPartition("requested", number))
                        .toList())
                .orElse("");
    }

    @Test
    void partitionsWithoutALeader_areToldFromTheOthers() {
        Leadership found = Leadership.of(List.of(topic("b", List.of(0, 1)), topic("a", List.of(1))));

        assertThat(found.led())
                .containsExactly(new TopicPartition("b", 0), new TopicPartition("b", 1), new TopicPartition("a", 1));
        assertThat(found.leaderless())
                .containsExactly(new TopicPartition("b", 2), new TopicPartition("a", 0), new TopicPartition("a", 2));
        assertThat(found.gap().orElseThrow())
                .isEqualTo(
                        "a/0, a/2 and b/2 have no leader, so nobody can read or write them. Bring back a broker that has"
                                + " a replica; kafka-topics.sh --bootstrap-server BROKERS --describe --unavailable-partitions names them");
    }

    @Test
    void severalAreNamed_andOfManyTheFirst() {
        assertThat(gap(0)).isEmpty();
        assertThat(gap(1)).startsWith("requested/0 has no leader, so nobody can read or write it. Bring back");
        assertThat(gap(2)).startsWith("requested/0 and requested/1 have no leader");
        assertThat(gap(4)).startsWith("requested/0, requested/1, requested/2 and requested/3 have no leader");
        assertThat(gap(12)).startsWith("requested/0, requested/1, requested/2 and 9 more partitions have no leader");
    }

    @Test
    void coordinatorWithoutALeader_isNamedForWhomeverItCoordinates() {
        TopicDescription transactions = topic("__transaction_state", List.of(0, 1));
        Coordinators found = new Coordinators(Map.of(transactions.name(), transactions));
        String stuck = idOf(2);

        assertThat(found.gaps("group", List.of(idOf(0), stuck, idOf(1), stuck)))
                .singleElement(STRING)
                .startsWith("Nothing can be committed with the transactional id " + stuck
                        + ": __transaction_state/2 has no leader");
        assertThat(new Coordinators(Map.of()).gaps("group", List.of(stuck)))
                .as("nothing may be described, so nothing is known")
                .isEmpty();
    }

    @Test
    void groupWhoseCoordinatorHasNoLeader_isTold() {
        TopicDescription offsets = topic("__consumer_offsets", List.of());

        assertThat(new Coordinators(Map.of(offsets.name(), offsets)).gaps("group", List.of("id")))
                .singleElement(STRING)
                .startsWith("The group group can neither give out partitions nor commit offsets: __consumer_offsets/");
    }

    @Test
    void partitionOfAnId_isTheOneThatTheBrokersTake_evenWhereItsHashHasNoAbsoluteValue() {
        assertThat("polygenelubricants".hashCode()).isEqualTo(Integer.MIN_VALUE);
        assertThat(List.of("polygenelubricants", "media-deleter", "cleanup"))
                .allSatisfy(
                        id -> assertThat(Coordinators.partitionOf(id, 50)).isEqualTo(Utils.abs(id.hashCode()) % 50));
    }

    private static String idOf(int partition) {
        return IntStream.iterate(0, number -> number + 1)
                .mapToObj(number -> "media-deleter-" + number)
                .filter(id -> Coordinators.partitionOf(id, 3) == partition)
                .findFirst()
                .orElseThrow();
    }
}
