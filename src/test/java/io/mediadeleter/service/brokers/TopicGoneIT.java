package io.mediadeleter.service.brokers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.event.Partition;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.fault.Latency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A topic that requests are read from is deleted while instances run, and the leader of the group reads none of it. */
@WithKafka.Together
class TopicGoneIT {

    private static final int PARTITIONS = 4;
    private static final int REQUESTS = 24;

    private final KafkaFixture kafka;

    @AutoClose
    private final ServiceRig rig;

    TopicGoneIT(KafkaFixture kafka) {
        this.kafka = kafka;
        this.rig = new ServiceRig(kafka, Map.of("MEDIA_DELETER_TOPICS_PARTITIONS", "1"));
    }

    /** The group takes its partition away only minutes later. */
    @Test
    void topicThatIsDeleted_holdsUpNoOther() throws Exception {
        kafka.admin()
                .createPartitions(Map.of(rig.topics().requested(), NewPartitions.increaseTo(PARTITIONS)))
                .all()
                .get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        await("the partitions")
                .until(() ->
                        kafka.describe(rig.topics().requested()).partitions().size() == PARTITIONS);
        int all = PARTITIONS + rig.topics().consumed().size() - 1;
        Service leader = rig.start("one");
        await("all partitions").until(() -> owned(leader).size() == all);
        Service other = rig.start("two");
        await("half of the partitions")
                .until(() -> owned(other).size() >= all / 2
                        && owned(leader).size() + owned(other).size() == all);
        Partition gone = owned(other).stream()
                .filter(partition -> !rig.topics().requested().equals(partition.topic())
                        && !rig.topics().graces().contains(partition.topic()))
                .findFirst()
                .orElseThrow();

        rig.simulator().latency(Latency.parse("3s"));
        rig.requestAll(gone.topic(), Stream.of("5285485487985271299"));
        await("its call").until(() -> other.status().beingCalled().containsKey(gone));
        kafka.admin().deleteTopics(List.of(gone.topic())).all().get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        rig.simulator().latency(Latency.parse("0s"));
        await("its end").until(() -> other.status().inFlight() == 0);
        rig.requestAll(IntStream.range(0, REQUESTS).mapToObj(i -> "52854854879852713" + String.format("%02d", i)));

        assertThat(rig.results(REQUESTS + 1))
                .as("what was called has its result, too")
                .hasSize(REQUESTS + 1);
        String obstacle = "The topic " + gone.topic() + " was deleted. Create it again: media-deleter topics create.";
        await("the obstacle, which comes after the commit")
                .untilAsserted(
                        () -> assertThat(other.status().obstacles().joining()).isEqualTo(obstacle));

        assertThat(rig.cli("topics", "create").exitCode()).isZero();
        rig.requestAll(gone.topic(), Stream.of("5285485487985271298"));
        assertThat(rig.results(REQUESTS + 2)).hasSize(REQUESTS + 2);
        await("no obstacle").until(() -> other.status().obstacles().joining() == null);
    }

    private static Set<Partition> owned(Service service) {
        return service.status().loop().open().keySet();
    }
}
