package io.mediadeleter.kafka.inbox;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DeferredFailureTest {

    private final DeferredFailure late = new DeferredFailure();

    @Test
    void failure_isToldOnce() {
        KafkaException failed = new KafkaException("no");
        late.keep(failed);
        late.placesChanged();

        assertThatThrownBy(late::tell).isSameAs(failed);
        assertThatCode(late::tell).doesNotThrowAnyException();
    }

    /** Or it would come late where others are read again and again. */
    @Test
    void placeOfAnotherPartition_leavesItAsItIs() {
        TopicPartition missing = new TopicPartition("media-delete-requested", 0);
        OffsetOutOfRangeException failed = new OffsetOutOfRangeException(Map.of(missing, 1_000L));
        late.keep(failed);
        late.placeChanged(new TopicPartition("media-delete-requested", 1));
        assertThatThrownBy(late::tell).isSameAs(failed);

        late.keep(failed);
        late.placeChanged(missing);
        assertThatCode(late::tell).doesNotThrowAnyException();
    }

    @Test
    void placeThatIsMissing_isNoNewsOncePlacesChange() {
        late.keep(new OffsetOutOfRangeException(Map.of(new TopicPartition("media-delete-requested", 0), 1_000L)));
        late.placesChanged();

        assertThatCode(late::tell).doesNotThrowAnyException();
    }
}
