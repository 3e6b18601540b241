package io.mediadeleter.kafka.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.kafka.inbox.FetchedRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ScanProgressTest {

    private long missed;
    private final ScanProgress progress =
            new ScanProgress(new TopicPartition("deleted", 0), 10, 20, new ScanObserver() {
                @Override
                public boolean record(FetchedRecords.Fetched read) {
                    return true;
                }

                @Override
                public void missed(long offsets) {
                    missed += offsets;
                }
            });

    @Test
    void logThatBeginsLaterByNow_isReadFromThere() {
        progress.skipTo(14);

        assertThat(missed).isEqualTo(4);
        assertThat(progress.position()).isEqualTo(14);
        progress.skipTo(30);
        assertThat(missed).isEqualTo(10);
        assertThat(progress.goesOn()).isFalse();
    }

    /** It was looked for once more without rest, and then an open transaction was told of that is none. */
    @Test
    void logThatEndsBeforeByNow_isToldAsThat() {
        assertThatThrownBy(() -> progress.skipTo(0))
                .isInstanceOf(KafkaException.class)
                .hasMessageContainingAll("deleted-0 ends before offset 10", "created again")
                .hasMessageNotContaining("transaction");
        assertThat(missed).isZero();
    }
}
