package io.mediadeleter.kafka.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.kafka.outbox.Transactions.Outgoing;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class SendingTest {

    /** An abort where nothing was written would end what another transaction has written there. */
    @Test
    void onlyWhatWasAcknowledged_isRepeated_andWhereItIs() {
        Sending<String> sending = new Sending<>();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("results", null, new byte[] {1});
        record.headers().add("h", new byte[] {2});

        sending.failed(new Outgoing<>("failed", record, false), new TimeoutException("no leader"));
        sending.acknowledged(new Outgoing<>("written", record, false), 4);

        assertThat(sending.suspects()).isEmpty();
        assertThat(sending.acknowledged()).singleElement().satisfies(written -> {
            assertThat(written.of()).isEqualTo("written");
            assertThat(written.outgoing().partition()).isEqualTo(4);
            assertThat(written.outgoing().value()).isEqualTo(record.value());
            assertThat(written.outgoing().headers()).isEqualTo(record.headers());
        });
    }
}
