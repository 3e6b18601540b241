package io.mediadeleter.kafka.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransactionsTest {

    static Stream<KafkaException> ends() {
        return Stream.of(
                new ProducerFencedException("by a newer one"),
                new InvalidProducerEpochException("an old one"),
                new InvalidTxnStateException("aborted by another's start"));
    }

    /** Which of them comes depends on how far the brokers are with it. */
    @ParameterizedTest
    @MethodSource("ends")
    void anothersStart_isKnownByEachOfItsErrors(KafkaException end) {
        KafkaException withAbort =
                new KafkaException("Cannot execute transactional method because we are in an error state");
        withAbort.addSuppressed(new KafkaException("while it was aborted", end));

        assertThat(Transactions.isEndedByAnother(end)).isTrue();
        assertThat(Transactions.isEndedByAnother(withAbort)).isTrue();
    }

    @Test
    void aRefusal_isNotThat() {
        assertThat(Transactions.isEndedByAnother(new KafkaException(new TopicAuthorizationException("t"))))
                .isFalse();
    }
}
