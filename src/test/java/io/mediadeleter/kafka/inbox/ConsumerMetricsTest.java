package io.mediadeleter.kafka.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;

class ConsumerMetricsTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();

    private static KafkaConsumer<byte[], byte[]> consumer(String name) {
        KafkaSettings settings = new KafkaSettings("127.0.0.1:1", "g", name, Map.of(), Map.of(), Map.of());
        return new KafkaConsumer<>(ClientConfigs.deadLetterConsumer(settings));
    }

    private Set<String> shown() {
        return registry.getMeters().stream()
                .map(meter -> String.valueOf(meter.getId().getTag("client.id")))
                .collect(Collectors.toSet());
    }

    @Test
    void nextConsumer_isShownInPlaceOfTheFirst() {
        try (KafkaConsumer<byte[], byte[]> first = consumer("one");
                KafkaConsumer<byte[], byte[]> second = consumer("two");
                ConsumerMetrics metrics = new ConsumerMetrics(first)) {
            metrics.bindTo(registry);
            assertThat(shown()).containsExactly("g-one-dead-letters");

            metrics.follow(second);

            assertThat(shown()).containsExactly("g-two-dead-letters");
        }
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void consumerThatTookItsPlaceBefore_isTheOneThatIsShown() {
        try (KafkaConsumer<byte[], byte[]> first = consumer("one");
                KafkaConsumer<byte[], byte[]> second = consumer("two");
                ConsumerMetrics metrics = new ConsumerMetrics(first)) {
            metrics.follow(second);
            metrics.bindTo(registry);

            assertThat(shown()).containsExactly("g-two-dead-letters");
        }
    }
}
