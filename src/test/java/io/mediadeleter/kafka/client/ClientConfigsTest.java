package io.mediadeleter.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientConfigsTest {

    @Test
    void settlements_waitNeitherForCompanyNorLongForMarkers() {
        assertThat(ClientConfigs.transactionalProducer(settings(Map.of(), Map.of())))
                .containsEntry("linger.ms", 0)
                .containsEntry("retry.backoff.ms", 20)
                .containsEntry("transactional.id", "g-i");
    }

    @Test
    void settlements_areSentAsTheOperatorSays() {
        assertThat(ClientConfigs.transactionalProducer(
                        settings(Map.of("retry.backoff.ms", "250"), Map.of("linger.ms", "7"))))
                .containsEntry("linger.ms", "7")
                .containsEntry("retry.backoff.ms", "250");
    }

    private static KafkaSettings settings(Map<String, String> client, Map<String, String> producer) {
        return new KafkaSettings("127.0.0.1:1", "g", "i", client, Map.of(), producer);
    }
}
