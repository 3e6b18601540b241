package io.mediadeleter.kafka.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsumerViewTest {

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

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void consumerThatIsAlive_isNotLost(String protocol) {
        BoundedConsumer bounded = Unconnected.bounded(protocol);
        try (ConsumerView view = new ConsumerView(bounded.consumer())) {
            assertThat(view.lost()).isEmpty();
        } finally {
            bounded.abandon();
        }
    }

    /** Its polls bring nothing from then on, and tell nothing. */
    @Test
    void consumerThatHasLostItsThread_isLost() throws Exception {
        BoundedConsumer bounded = Unconnected.bounded("consumer");
        try (ConsumerView view = new ConsumerView(bounded.consumer())) {
            LostThread.of(bounded.consumer());

            assertThat(view.lost())
                    .hasValueSatisfying(why -> assertThat(why).hasMessageContaining("has lost its thread"));
        }
        assertThatThrownBy(bounded::abandon).isInstanceOf(KafkaException.class); // with nobody to do it
    }

    @Test
    void nextConsumer_isShownInPlaceOfTheFirst() {
        try (KafkaConsumer<byte[], byte[]> first = consumer("one");
                KafkaConsumer<byte[], byte[]> second = consumer("two");
                ConsumerView metrics = new ConsumerView(first)) {
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
                ConsumerView metrics = new ConsumerView(first)) {
            metrics.follow(second);
            metrics.bindTo(registry);

            assertThat(shown()).containsExactly("g-two-dead-letters");
        }
    }
}
