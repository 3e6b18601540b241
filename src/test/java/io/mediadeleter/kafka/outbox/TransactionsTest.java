package io.mediadeleter.kafka.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.kafka.outbox.Transactions.Outgoing;
import io.mediadeleter.kafka.outbox.Transactions.Result;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
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
        try (Unconnected producer = new Unconnected()) {
            List<Outgoing<Integer>> records = IntStream.range(0, 50)
                    .mapToObj(i -> new Outgoing<>(i, new ProducerRecord<>("gone", new byte[0], new byte[0]), alone))
                    .toList();

            Result<Integer> outcome = new Transactions<Integer>(producer).commit(records, last -> {});

            assertThat(producer.sent).isEqualTo(1);
            assertThat(outcome.end()).isEqualTo(Transactions.TransactionEnd.ABORTED);
            assertThat(outcome.suspects()).isEmpty();
        }
    }

    /** One whose topic nobody knows. */
    private static final class Unconnected extends KafkaProducer<byte[], byte[]> {

        private int sent;

        Unconnected() {
            super(
                    Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:9"),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }

        @Override
        public void beginTransaction() {}

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            sent++;
            TimeoutException unknown = new TimeoutException("Topic gone not present in metadata after 10000 ms.");
            callback.onCompletion(null, unknown);
            return CompletableFuture.failedFuture(unknown);
        }

        @Override
        public void flush() {}

        @Override
        public void commitTransaction() {
            throw new KafkaException("Cannot execute transactional method because we are in an error state");
        }

        @Override
        public void abortTransaction() {}
    }

    @Test
    void aRefusal_isNotThat() {
        assertThat(Transactions.isEndedByAnother(new KafkaException(new TopicAuthorizationException("t"))))
                .isFalse();
    }
}
