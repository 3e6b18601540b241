package io.mediadeleter.service.brokers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.event.Partition;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Offsets that the log does not have. */
@WithKafka.Together
class RecordsLostIT {

    private final KafkaFixture kafka;

    @AutoClose
    private final ServiceRig rig;

    private final TopicPartition partition;
    private final News news = new News();

    RecordsLostIT(KafkaFixture kafka) {
        this.kafka = kafka;
        this.rig = new ServiceRig(kafka, Map.of("MEDIA_DELETER_TOPICS_PARTITIONS", "1"));
        this.partition = new TopicPartition(rig.topics().requested(), 0);
    }

    @Test
    void recordsGoneBeforeTheyWereRead_areCounted() {
        request(0, 12);
        commit(3);
        kafka.deleteRecords(partition, 9);

        rig.start("one", news);

        assertThat(rig.results(3)).hasSize(3);
        assertThat(news.heard).containsExactly("lost 6 of " + partition.topic() + "/0 from 3 to 9");
    }

    @Test
    void allGone_isSaidOnceAndNotAfterARestart() throws Exception {
        request(0, 12);
        commit(3);
        kafka.deleteRecords(partition, 12);

        Service first = rig.start("one", news);
        await("the gap").until(() -> !news.heard.isEmpty());
        await("the commit past it").until(() -> committed() == 12);
        ServiceRig.end(first);
        rig.start("one", news);
        request(12, 13);

        assertThat(rig.results(1)).hasSize(1);
        assertThat(news.heard).containsExactly("lost 9 of " + partition.topic() + "/0 from 3 to 12");
    }

    @Test
    void offsetPastTheEnd_isDoneAgainAndSaid() {
        request(0, 4);
        commit(50);

        rig.start("one", news);

        assertThat(rig.results(4)).hasSize(4);
        assertThat(news.heard).containsExactly("again " + partition.topic() + "/0 from 0 to 4, not 50");
    }

    /** Else the next owner would find the old place, which may be in the midst of what came meanwhile. */
    @Test
    void placeInALogThatWasEmptied_isCommittedThoughNothingComes() {
        commit(50);
        rig.set("MEDIA_DELETER_REQUESTS_ABSENT", "dead-letter");

        rig.start("one", news);

        await("the place where the log was cut").until(() -> committed() == 0);
        rig.simulator().media().remove(0, "5285485487985271400");
        request(0, 1);
        assertThat(rig.deadLetters(1))
                .as("what came after that was never called before")
                .hasSize(1);
        assertThat(news.heard).containsExactly("again " + partition.topic() + "/0 from 0 to 0, not 50");
    }

    private void request(int from, int to) {
        rig.requestAll(IntStream.range(from, to).mapToObj(i -> "52854854879852714" + String.format("%02d", i)));
    }

    private void commit(long offset) {
        kafka.commit(rig.topics().requested(), Map.of(partition, new OffsetAndMetadata(offset)));
    }

    private long committed() {
        OffsetAndMetadata committed = kafka.committed(rig.topics().requested()).get(partition);
        return committed == null ? -1 : committed.offset();
    }

    private static final class News implements Telemetry {

        private final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void recordsLost(Partition from, long begin, long end, long count) {
            heard.add("lost " + count + " of " + from + " from " + begin + " to " + end);
        }

        @Override
        public void recordsRedone(Partition of, long position, long from, long end) {
            heard.add("again " + of + " from " + from + " to " + end + ", not " + position);
        }
    }
}
