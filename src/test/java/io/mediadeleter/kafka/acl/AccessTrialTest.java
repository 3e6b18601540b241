package io.mediadeleter.kafka.acl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.kafka.client.KafkaSettings;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTrialTest {

    @ParameterizedTest
    @CsvSource({
        "consumer, partition.assignment.strategy, org.apache.kafka.clients.consumer.RangeAssignor",
        "consumer, session.timeout.ms, 30000",
        "classic, group.remote.assignor, range",
    })
    void whatContradictsTheGroupProtocol_isFoundWithoutABroker(String protocol, String name, String value) {
        assertThat(AccessTrial.obstacleToReading(settings(Map.of("group.protocol", protocol, name, value))))
                .hasValueSatisfying(why -> assertThat(why).contains(name, protocol.toUpperCase(Locale.ROOT)));
        assertThat(AccessTrial.obstacleToReading(settings(Map.of("group.protocol", protocol))))
                .isEmpty();
    }

    private static KafkaSettings settings(Map<String, String> consumer) {
        return new KafkaSettings("127.0.0.1:1", "g", "i", Map.of(), consumer, Map.of());
    }
}
