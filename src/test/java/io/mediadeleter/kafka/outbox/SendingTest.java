package io.mediadeleter.kafka.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.kafka.outbox.Transactions.Outgoing;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class SendingTest {

    private static final long UNTOLD = -1;

    private final ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("results", null, new byte[] {1});
    private final Sending<String> sending = new Sending<>();

    @Test
    void whatWasAcknowledged_isRepeatedWhereItIs() {
        record.headers().add("h", new byte[] {2});

        sending.answered(outgoing("written"), at(4, 17), null);

        assertThat(sending.suspects()).isEmpty();
        assertThat(sending.doubtful()).isEmpty();
        assertThat(sending.acknowledged()).singleElement().satisfies(written -> {
            assertThat(written.of()).isEqualTo("written");
            assertThat(written.outgoing().partition()).isEqualTo(4);
            assertThat(written.outgoing().value()).isEqualTo(record.value());
            assertThat(written.outgoing().headers()).isEqualTo(record.headers());
        });
    }

    /** The broker may have it: a client that waits in vain for the answer cannot know. */
    @Test
    void whatWasSentWithoutAnAnswer_isInDoubt_andWhereItMayBe() {
        sending.answered(outgoing("late"), at(4, UNTOLD), new TimeoutException("no answer"));

        assertThat(sending.acknowledged()).isEmpty();
        assertThat(sending.doubtful()).singleElement().satisfies(late -> {
            assertThat(late.of()).isEqualTo("late");
            assertThat(late.outgoing().partition()).isEqualTo(4);
        });
    }

    @Test
    void whatWasRefusedOrNeverSent_isWrittenNowhere() {
        sending.answered(outgoing("large"), at(4, UNTOLD), new RecordTooLargeException("too large"));
        sending.answered(outgoing("unsent"), at(-1, UNTOLD), new TimeoutException("no metadata"));

        assertThat(sending.suspects()).containsOnlyKeys("large");
        assertThat(sending.doubtful()).isEmpty();
    }

    @Test
    void last_isTheHighestOffsetOfEachPartition_andAboveAllWhereOneIsNotTold() {
        sending.answered(outgoing("a"), at(4, 17), null);
        sending.answered(outgoing("b"), at(4, 16), null);
        sending.answered(outgoing("c"), at(5, UNTOLD), null);
        sending.answered(outgoing("d"), at(5, 3), null);

        assertThat(sending.last())
                .isEqualTo(Map.of(
                        new TopicPartition("results", 4), 17L, new TopicPartition("results", 5), Long.MAX_VALUE));
    }

    private Outgoing<String> outgoing(String of) {
        return new Outgoing<>(of, record, false);
    }

    private static RecordMetadata at(int partition, long offset) {
        return new RecordMetadata(new TopicPartition("results", partition), offset, offset < 0 ? -1 : 0, 0, 0, 0);
    }
}
