package io.mediadeleter.kafka.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.pipeline.port.RequestLogFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A partition that went between two calls, by consumers that never had it, of both protocols. */
class StillAssignedTest {

    private static final TopicPartition GONE = new TopicPartition("media-delete-requested", 0);

    private @Nullable BoundedConsumer bounded;

    @AfterEach
    void close() {
        if (bounded != null) {
            bounded.abandon();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void partitionThatWent_isLeftAlone(String protocol) {
        BoundedConsumer reading = bounded(protocol);

        assertThatCode(() -> {
                    reading.seek(GONE, 17);
                    StillAssigned.change(List.of(GONE), reading.consumer()::pause);
                    StillAssigned.change(List.of(GONE), reading.consumer()::resume);
                    StillAssigned.change(List.of(GONE), reading.consumer()::seekToBeginning);
                    new LargeBatches(reading.consumer(), Map.of(), "").find(List.of(GONE));
                })
                .doesNotThrowAnyException();
        assertThat(StillAssigned.position(reading.consumer(), GONE, Duration.ZERO))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void partitionThatStayed_isChangedBesideOneThatWent(String protocol) {
        BoundedConsumer reading = bounded(protocol);
        TopicPartition stayed = new TopicPartition("media-delete-requested", 1);
        reading.consumer().assign(List.of(stayed));

        StillAssigned.change(new HashSet<>(Set.of(GONE, stayed)), reading.consumer()::pause);
        StillAssigned.seek(reading.consumer(), stayed, 17);

        assertThat(reading.consumer().paused()).containsExactly(stayed);
        assertThat(StillAssigned.position(reading.consumer(), stayed, Duration.ofSeconds(30)))
                .hasValue(17);
    }

    /** A poll need not tell it, and this is what an instance asks with each turn. */
    @Test
    void consumerThatHasLostItsThread_isToldInASentence() throws Exception {
        BoundedConsumer reading = Unconnected.bounded("consumer");
        TopicPartition one = new TopicPartition("media-delete-requested", 1);
        reading.consumer().assign(List.of(one));
        LostThread.of(reading.consumer());

        assertThatThrownBy(() -> StillAssigned.change(List.of(one), reading.consumer()::pause))
                .isInstanceOf(RequestLogFailure.class)
                .hasMessageContaining("has lost its thread");
        assertThatThrownBy(() -> StillAssigned.seek(reading.consumer(), one, 17))
                .isInstanceOf(RequestLogFailure.class)
                .hasMessageContaining("has lost its thread");
        assertThatThrownBy(reading::abandon).isInstanceOf(KafkaException.class); // with nobody to do it
    }

    private BoundedConsumer bounded(String protocol) {
        BoundedConsumer reading = Unconnected.bounded(protocol);
        bounded = reading;
        return reading;
    }
}
