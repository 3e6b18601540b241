package io.mediadeleter.kafka.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.OnceConsumed;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.kafka.client.KafkaSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithKafka.Together
class ControlTopicObserverIT {

    /** Of 100 KB each: so many are in no two fetches. */
    private static final int FORMER = 30;

    private final KafkaFixture kafka;
    private final String topic;

    ControlTopicObserverIT(KafkaFixture kafka) {
        this.kafka = kafka;
        topic = kafka.unique("control");
    }

    /** The new topic ends before the former one did: before what was read of that, or only behind it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void topicThatIsRecreatedWhileItIsRead_isReadToItsNewEnd(int newOnes) {
        create();
        put(FORMER, "x".repeat(100_000));
        Map<String, String> consumer = OnceConsumed.doing(() -> {
            kafka.deleteTopics(topic);
            create();
            put(newOnes, "{\"reason\":\"r\"}");
        });
        FutureTask<ControlTopicObserver.Heard> listening = new FutureTask<>(() -> {
            try (ControlTopicObserver observer = new ControlTopicObserver(
                    new KafkaSettings(kafka.bootstrapServers(), "g", "i1", Map.of(), consumer, Map.of()), topic)) {
                return observer.listen(Instant.now());
            }
        });
        Thread thread = new Thread(listening, "listens");
        thread.setDaemon(true);
        thread.start();

        assertThat(Patience.get(listening).holds()).isEqualTo(newOnes);
    }

    private void create() {
        kafka.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())
                .configs(Map.of("cleanup.policy", "compact", "message.timestamp.type", "LogAppendTime"))));
    }

    private void put(int holds, String value) {
        kafka.produce(IntStream.rangeClosed(1, holds)
                .mapToObj(media ->
                        new ProducerRecord<>(topic, 0, ("media:" + media).getBytes(UTF_8), value.getBytes(UTF_8)))
                .toList());
    }
}
