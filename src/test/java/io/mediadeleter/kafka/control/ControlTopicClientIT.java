package io.mediadeleter.kafka.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.kafka.client.KafkaSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

@WithKafka.Together
record ControlTopicClientIT(KafkaFixture kafka) {

    @Test
    void topicThatIsCutWhileItIsRead_isToldWithWhatToDo() {
        String topic = kafka.unique("control");
        kafka.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())
                .configs(Map.of("cleanup.policy", "compact", "message.timestamp.type", "LogAppendTime"))));
        try (ControlTopicClient client = new ControlTopicClient(
                new KafkaSettings(kafka.bootstrapServers(), "g", "i1", Map.of(), Map.of(), Map.of()), topic)) {
            client.readToNow(entry -> {});
            for (String key :
                    List.of("media:1", "media:2", "media:3")) { // a batch each: not all are fetched before the cut
                kafka.produce(List.of(
                        new ProducerRecord<>(topic, 0, key.getBytes(UTF_8), "{\"reason\":\"r\"}".getBytes(UTF_8))));
            }
            kafka.configure("cleanup.policy", "compact,delete", topic);
            kafka.deleteRecords(new TopicPartition(topic, 0), -1);

            assertThatThrownBy(() -> client.readToNow(entry -> {}))
                    .isInstanceOf(ControlFailure.class)
                    .hasMessage("The control topic " + topic
                            + " was cut or created again while it was read. Run the command again");
        }
    }
}
