package io.mediadeleter.kafka.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.kafka.outbox.Transactions.Outgoing;
import io.mediadeleter.kafka.outbox.Transactions.Result;
import io.mediadeleter.kafka.outbox.Transactions.TransactionEnd;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SecondAbortTest {

    private static final TopicPartition RESULTS = new TopicPartition("results", 0);
    private static final TopicPartition LETTERS = new TopicPartition("letters", 0);

    @AutoClose
    private final ScriptedProducer producer = new ScriptedProducer();

    private final Transactions<Integer> transactions = new Transactions<>(producer);
    private final SecondAbort<Integer> second = new SecondAbort<>();

    /** It says nothing of the leaders of the others. */
    @Test
    void refusalOfOnePartition_keepsNoOtherFromBeingAborted() {
        producer.refuse(LETTERS, new RecordTooLargeException("too large"));
        Result<Integer> failed = commit(RESULTS, LETTERS);
        assertThat(failed.suspects()).containsOnlyKeys(1);
        producer.takeSent();

        second.add(failed);

        assertThat(second.run(transactions)).isEmpty();
        assertThat(producer.takeSent()).containsExactly(RESULTS);
    }

    @Test
    void partitionThatCannotBeWrittenBesideARefusal_isTriedAgain() {
        second.add(commit(RESULTS, LETTERS));
        producer.refuse(RESULTS, new RecordTooLargeException("too large by now"));
        producer.refuse(LETTERS, new TimeoutException("no leader"));

        assertThat(second.run(transactions)).isPresent();

        producer.takeAll();
        producer.takeSent();
        assertThat(second.run(transactions)).isEmpty();
        assertThat(producer.takeSent()).contains(LETTERS);
    }

    /** Or nothing could ever be committed. */
    @Test
    void partitionThatRefusesByNow_isGivenUp() {
        second.add(commit(RESULTS, LETTERS));
        producer.refuse(RESULTS, new RecordTooLargeException("too large by now"));

        assertThat(second.run(transactions)).isEmpty();

        producer.takeSent();
        assertThat(second.run(transactions)).isEmpty();
        assertThat(producer.takeSent()).isEmpty();
    }

    @Test
    void oneRecord_isEnoughForAPartition() {
        second.add(commit(RESULTS, RESULTS, LETTERS));
        producer.takeSent();

        assertThat(second.run(transactions)).isEmpty();

        assertThat(producer.takeSent()).containsExactlyInAnyOrder(RESULTS, LETTERS);
    }

    /** The topic was recreated with fewer: the log that held the transaction is gone. */
    @Test
    void partitionThatIsGone_isNotWrittenTo() {
        second.add(commit(RESULTS, new TopicPartition("letters", 1)));
        producer.takeSent();

        producer.hasPartitions("results", 1);
        producer.hasPartitions("letters", 1);

        second.retain(transactions::exists);

        assertThat(second.run(transactions)).isEmpty();
        assertThat(producer.takeSent()).containsExactly(RESULTS);
    }

    /** A broker that has just started knows of none: the transaction may be open all the same. */
    @Test
    void topicThatIsNotFound_isNotTakenForGone() {
        second.add(commit(RESULTS, LETTERS));
        producer.takeSent();
        producer.hasPartitions("results", 1);

        assertThatThrownBy(() -> second.retain(transactions::exists)).isInstanceOf(TimeoutException.class);

        producer.hasPartitions("letters", 1);
        second.retain(transactions::exists);
        assertThat(second.run(transactions)).isEmpty();
        assertThat(producer.takeSent()).containsExactlyInAnyOrder(RESULTS, LETTERS);
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
}
