package io.mediadeleter.kafka.batch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

class BatchReaderTest {

    /** As a broker answers whoever is above a client quota: no error, and nothing of what was asked for. */
    @Test
    void answerThatIsHeldBack_isATimeout() {
        FetchResponse empty = FetchResponse.of(Errors.NONE, 700, 0, new LinkedHashMap<>(), List.of());

        assertThatThrownBy(() -> BatchReader.only(empty, new Node(1, "127.0.0.1", 9)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining(
                        "127.0.0.1:9 (id: 1 rack: null isFenced: false) holds its answers back for 700 ms");
    }

    /** A file that is not there stands for what may be missing for a while, such as a file descriptor. */
    @Test
    void connectionThatCannotBeMadeNow_isKafkasFailureWithTheReason() {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:9",
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class,
                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SSL",
                SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, "target/not-there.jks");

        assertThatThrownBy(() -> new BatchReader(config, new Node(1, "127.0.0.1", 9)))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("not-there.jks");
    }
}
