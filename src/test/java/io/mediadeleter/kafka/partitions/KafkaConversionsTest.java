package io.mediadeleter.kafka.partitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaConversionsTest {

    @Test
    void timesThatNoRecordHas_areTheFirstAndTheLastOneThatAnyCanHave() {
        assertThat(KafkaConversions.timestamp(Instant.MIN)).isZero();
        assertThat(KafkaConversions.timestamp(Instant.ofEpochMilli(-1))).isZero();
        assertThat(KafkaConversions.timestamp(Instant.ofEpochMilli(1_795_702_799_348L)))
                .isEqualTo(1_795_702_799_348L);
        assertThat(KafkaConversions.timestamp(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
    }

    /** What a version before 2 wrote, or what is of a topic whose id is not known, may be of any transaction. */
    @Test
    void onlyOffsetsOfThisVersion_nameTheirTransaction() {
        TopicPartition named = new TopicPartition("requested", 0);
        TopicPartition unnamed = new TopicPartition("requested", 1);
        OffsetAndMetadata withName = new OffsetAndMetadata(7, "md2:topic-id:t1:");

        assertThat(KafkaConversions.named(Map.of(named, withName, unnamed, new OffsetAndMetadata(7))))
                .isEqualTo(Map.of(named, withName));
    }
}
