package io.mediadeleter.kafka.partitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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
}
