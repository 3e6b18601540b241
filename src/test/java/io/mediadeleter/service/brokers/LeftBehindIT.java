package io.mediadeleter.service.brokers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WebPage;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.ServiceRig;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a change of the settings leaves unread. */
@WithKafka.Together
class LeftBehindIT {

    private final KafkaFixture kafka;

    @AutoClose
    private final ServiceRig rig;

    LeftBehindIT(KafkaFixture kafka) {
        this.kafka = kafka;
        this.rig = new ServiceRig(kafka, Map.of());
    }

    @Test
    void retriesOnAnEarlierRetryTopic_areSettledAndNothingIsWrittenToIt() {
        String old = rig.topics().requested() + ".retry.15s";
        kafka.createTopics(2, old);
        kafka.produce(IntStream.range(0, 6).mapToObj(i -> retry(old, i)).toList());

        rig.start("one");

        assertThat(rig.results(6)).hasSize(6);
        assertThat(kafka.readCommitted(old)).hasSize(6);
    }

    @Test
    void whatNobodyReads_isNamedByTheCommands() {
        String replay = rig.topics().requested() + ".replay-before";
        String letters = rig.topics().requested() + ".dead-letter";
        String retryTopic = rig.topics().requested() + ".retry.15s";
        kafka.createTopics(1, replay, retryTopic);
        kafka.produce(List.of(retry(replay, 0), retry(replay, 1), retry(retryTopic, 2), retry(letters, 3)));
        kafka.commit(rig.topics().requested(), Map.of(new TopicPartition(replay, 0), new OffsetAndMetadata(1)));
        rig.set("MEDIA_DELETER_TOPICS_DEAD_LETTER", rig.topics().requested() + ".letters");

        Cli checked = rig.cli("topics", "check");

        assertThat(checked.out())
                .contains(replay + " has at most 1 record that this group has not read")
                .contains(retryTopic + " has at most 1 record unread")
                .contains(letters + " has at most 1 record, and topics.dead-letter names another topic");

        URI pages = rig.startWithPages("one");
        await("what is left behind, in the status")
                .untilAsserted(() -> assertThat(WebPage.text(pages.resolve("/status")))
                        .contains(
                                "\"leftBehind\"",
                                "Left behind by earlier settings: ",
                                letters + " has at most 1 record"));
    }

    private ProducerRecord<byte[], byte[]> retry(String topic, int number) {
        ProducerRecord<byte[], byte[]> retry = new ProducerRecord<>(
                topic,
                ("k" + number).getBytes(UTF_8),
                ("{\"eventId\":\"e\",\"fileId\":\"528548548798527140" + number + "\"}").getBytes(UTF_8));
        retry.headers()
                .add("md-origin", (rig.topics().requested() + "/0/" + number).getBytes(UTF_8))
                .add("md-attempt", "1".getBytes(UTF_8))
                .add("md-not-before", "0".getBytes(UTF_8));
        return retry;
    }
}
