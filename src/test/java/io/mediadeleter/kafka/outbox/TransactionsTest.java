package io.mediadeleter.kafka.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.Patience;
import io.mediadeleter.kafka.client.DeliveryLimit;
import io.mediadeleter.kafka.outbox.Transactions.Outgoing;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Each record waits for its topic as long as the one before, and the transaction fails with the first. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void recordThatWaitsInVainForItsTopic_isTheLast(boolean alone) {
        try (ScriptedProducer producer = new ScriptedProducer()) {
            producer.refuse(new TopicPartition("gone", 0), ScriptedProducer.unknown("gone"));
            List<Outgoing<Integer>> records = IntStream.range(0, 50)
                    .mapToObj(i -> new Outgoing<>(i, new ProducerRecord<>("gone", new byte[0], new byte[0]), alone))
                    .toList();

            TransactionResult<Integer> outcome =
                    new Transactions<Integer>(producer, new DeliveryLimit(Patience.LIMIT)).commit(records, null);

            assertThat(producer.takeSent()).hasSize(1);
            assertThat(outcome.end()).isEqualTo(TransactionEnd.ABORTED);
            assertThat(outcome.suspects()).isEmpty();
        }
    }

    @Test
    void partition_existsWhereItsTopicHasSoMany() {
        try (ScriptedProducer producer = new ScriptedProducer()) {
            Transactions<Integer> transactions = new Transactions<>(producer, new DeliveryLimit(Patience.LIMIT));
            producer.hasPartitions("results", 2);

            assertThat(transactions.exists(new TopicPartition("results", 1))).isTrue();
            assertThat(transactions.exists(new TopicPartition("results", 2))).isFalse();
        }
    }

    @Test
    void aRefusal_isNotThat() {
        assertThat(Transactions.isEndedByAnother(new KafkaException(new TopicAuthorizationException("t"))))
                .isFalse();
    }
}
