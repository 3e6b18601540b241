package io.mediadeleter.kafka.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.kafka.outbox.Transactions.Outgoing;
import io.mediadeleter.kafka.outbox.Transactions.Result;
import io.mediadeleter.kafka.outbox.Transactions.TransactionEnd;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SecondAbortTest {

    private static final TopicPartition RESULTS = new TopicPartition("results", 0);
    private static final TopicPartition LETTERS = new TopicPartition("letters", 0);

    @AutoClose
    private final Scripted producer = new Scripted();

    private final Transactions<Integer> transactions = new Transactions<>(producer);
    private final SecondAbort<Integer> second = new SecondAbort<>();

    /** It says nothing of the leaders of the others. */
    @Test
    void refusalOfOnePartition_keepsNoOtherFromBeingAborted() {
        producer.errors.put(LETTERS, new RecordTooLargeException("too large"));
        Result<Integer> failed = commit(RESULTS, LETTERS);
        assertThat(failed.suspects()).containsOnlyKeys(1);
        producer.sent.clear();

        second.add(failed);

        assertThat(second.run(transactions)).isEmpty();
        assertThat(producer.sent).containsExactly(RESULTS);
    }

    @Test
    void partitionThatCannotBeWrittenBesideARefusal_isTriedAgain() {
        second.add(commit(RESULTS, LETTERS));
        producer.errors.put(RESULTS, new RecordTooLargeException("too large by now"));
        producer.errors.put(LETTERS, new TimeoutException("no leader"));

        assertThat(second.run(transactions)).isPresent();

        producer.errors.clear();
        producer.sent.clear();
        assertThat(second.run(transactions)).isEmpty();
        assertThat(producer.sent).contains(LETTERS);
    }

    /** Or nothing could ever be committed. */
    @Test
    void partitionThatRefusesByNow_isGivenUp() {
        second.add(commit(RESULTS, LETTERS));
        producer.errors.put(RESULTS, new RecordTooLargeException("too large by now"));

        assertThat(second.run(transactions)).isEmpty();

        producer.sent.clear();
        assertThat(second.run(transactions)).isEmpty();
        assertThat(producer.sent).isEmpty();
    }

    @Test
    void oneRecord_isEnoughForAPartition() {
        second.add(commit(RESULTS, RESULTS, LETTERS));
        producer.sent.clear();

        assertThat(second.run(transactions)).isEmpty();

        assertThat(producer.sent).containsExactlyInAnyOrder(RESULTS, LETTERS);
    }

    @Test
    void partitionThatIsGone_isNotWrittenTo() {
        second.add(commit(RESULTS, LETTERS));
        producer.sent.clear();

        second.retain(RESULTS::equals);

        assertThat(second.run(transactions)).isEmpty();
        assertThat(producer.sent).containsExactly(RESULTS);
    }

    /** A transaction that fails when it is to be committed. */
    private Result<Integer> commit(TopicPartition... to) {
        List<Outgoing<Integer>> records = new ArrayList<>();
        for (TopicPartition each : to) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(each.topic(), each.partition(), new byte[0], new byte[0]);
            records.add(new Outgoing<>(records.size(), record, false));
        }
        Result<Integer> outcome = transactions.commit(records, last -> {});
        assertThat(outcome.end()).isEqualTo(TransactionEnd.ABORTED);
        return outcome;
    }

    /** Answers each record as its partition does just now; no commit goes through. */
    private static final class Scripted extends KafkaProducer<byte[], byte[]> {

        private final Map<TopicPartition, RuntimeException> errors = new HashMap<>();
        private final List<TopicPartition> sent = new ArrayList<>();

        Scripted() {
            super(
                    Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:9"),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }

        @Override
        public void beginTransaction() {}

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            sent.add(partition);
            RuntimeException error = errors.get(partition);
            if (error != null) {
                callback.onCompletion(null, error);
                return CompletableFuture.failedFuture(error);
            }
            RecordMetadata written = new RecordMetadata(partition, 0, 0, 0, 0, 0);
            callback.onCompletion(written, null);
            return CompletableFuture.completedFuture(written);
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
}
