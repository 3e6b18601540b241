package io.mediadeleter.kafka.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.fixture.Patience;
import io.mediadeleter.kafka.client.DeliveryLimit;
import io.mediadeleter.kafka.outbox.Transactions.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@SuppressWarnings("removal") // a consumer's own metadata would take a broker
class SecondAbortTest {

    private static final TopicPartition RESULTS = new TopicPartition("results", 0);
    private static final TopicPartition LETTERS = new TopicPartition("letters", 0);

    private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS =
            Map.of(new TopicPartition("requested", 0), new OffsetAndMetadata(100));

    @AutoClose
    private final ScriptedProducer producer = new ScriptedProducer();

    private final Transactions<Integer> transactions = new Transactions<>(producer, new DeliveryLimit(Patience.LIMIT));
    private final SecondAbort<Integer> second = new SecondAbort<>();

    /** It says nothing of the leaders of the others. */
    @Test
    void refusalOfOnePartition_keepsNoOtherFromBeingAborted() {
        producer.refuse(LETTERS, new RecordTooLargeException("too large"));
        TransactionResult<Integer> failed = commit(RESULTS, LETTERS);
        assertThat(failed.suspects()).containsOnlyKeys(1);
        producer.takeSent();

        second.add(failed);

        assertThat(second.run(transactions, Map.of())).isEmpty();
        assertThat(producer.takeSent()).containsExactly(RESULTS);
    }

    @Test
    void partitionThatCannotBeWrittenBesideARefusal_isTriedAgain() {
        second.add(commit(RESULTS, LETTERS));
        producer.refuse(RESULTS, new RecordTooLargeException("too large by now"));
        producer.refuse(LETTERS, new TimeoutException("no leader"));

        assertThat(second.run(transactions, Map.of())).isPresent();

        producer.takeAll();
        producer.takeSent();
        assertThat(second.run(transactions, Map.of())).isEmpty();
        assertThat(producer.takeSent()).contains(LETTERS);
    }

    /** Or nothing could ever be committed. */
    @Test
    void partitionThatRefusesByNow_isGivenUp() {
        second.add(commit(RESULTS, LETTERS));
        producer.refuse(RESULTS, new RecordTooLargeException("too large by now"));

        assertThat(second.run(transactions, Map.of())).isEmpty();

        producer.takeSent();
        assertThat(second.run(transactions, Map.of())).isEmpty();
        assertThat(producer.takeSent()).isEmpty();
    }

    @Test
    void oneRecord_isEnoughForAPartition() {
        second.add(commit(RESULTS, RESULTS, LETTERS));
        producer.takeSent();

        assertThat(second.run(transactions, Map.of())).isEmpty();

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

        assertThat(second.run(transactions, Map.of())).isEmpty();
        assertThat(producer.takeSent()).containsExactly(RESULTS);
    }

    /** The topic of the old ones may have been recreated with fewer partitions. */
    @Test
    void offsetsThatAreCommittedNext_areSentInPlaceOfTheOld() {
        second.add(transactions.commit(List.of(), new Offsets(OFFSETS, new ConsumerGroupMetadata("g"))));
        producer.takeOffsets();
        Map<TopicPartition, OffsetAndMetadata> next =
                Map.of(new TopicPartition("requested", 1), new OffsetAndMetadata(7));

        assertThat(second.run(transactions, next)).isEmpty();

        assertThat(producer.takeOffsets()).containsExactly(next);
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
        assertThat(second.run(transactions, Map.of())).isEmpty();
        assertThat(producer.takeSent()).containsExactlyInAnyOrder(RESULTS, LETTERS);
    }

    /** The next commit would join them, also those of partitions that others have by then. */
    @Test
    void offsets_areAbortedAgain_byNoMember() {
        second.add(transactions.commit(List.of(), new Offsets(OFFSETS, new ConsumerGroupMetadata("g"))));
        producer.takeOffsets();

        assertThat(second.run(transactions, Map.of())).isEmpty();

        assertThat(producer.takeOffsets()).containsExactly(OFFSETS);
        assertThat(second.run(transactions, Map.of())).isEmpty();
        assertThat(producer.takeOffsets()).isEmpty();
    }

    /** As before Kafka 4.0, which has made them part of the transaction by then. */
    @Test
    void offsetsThatAreRefusedAsOfNoMember_areAborted() {
        second.add(transactions.commit(List.of(), new Offsets(OFFSETS, new ConsumerGroupMetadata("g"))));
        producer.refuseOffsets(new CommitFailedException());

        assertThat(second.run(transactions, Map.of())).isEmpty();
    }

    @Test
    void offsetsThatTheCoordinatorHasNotTaken_areNotAbortedAgain() {
        producer.refuseOffsets(new TimeoutException("no coordinator"));
        second.add(transactions.commit(List.of(), new Offsets(OFFSETS, new ConsumerGroupMetadata("g"))));
        producer.takeAll();

        assertThat(second.run(transactions, Map.of())).isEmpty();

        assertThat(producer.takeOffsets()).isEmpty();
    }

    @Test
    void offsetsThatCannotBeAbortedNow_areTriedAgain() {
        second.add(transactions.commit(List.of(), new Offsets(OFFSETS, new ConsumerGroupMetadata("g"))));
        producer.takeOffsets();
        producer.refuseOffsets(new TimeoutException("no coordinator"));

        assertThat(second.run(transactions, Map.of())).isPresent();

        producer.takeAll();
        assertThat(second.run(transactions, Map.of())).isEmpty();
        assertThat(producer.takeOffsets()).containsExactly(OFFSETS);
    }

    /** After the refusal the client throws at what is sent next. */
    @Test
    void refusalBeforeARecordThatGoesAlone_isARefusal() {
        TransactionResult<Integer> failed =
                transactions.commit(List.of(outgoing(0, RESULTS, false), outgoing(1, LETTERS, true)), null);
        second.add(failed);
        producer.takeSent();
        producer.refuse(RESULTS, new RecordTooLargeException("too large by now"));

        assertThat(second.run(transactions, Map.of())).isEmpty();

        assertThat(producer.takeSent()).contains(LETTERS);
    }

    /** A transaction that fails when it is to be committed. */
    private TransactionResult<Integer> commit(TopicPartition... to) {
        List<Outgoing<Integer>> records = new ArrayList<>();
        for (TopicPartition each : to) {
            records.add(outgoing(records.size(), each, false));
        }
        TransactionResult<Integer> outcome = transactions.commit(records, null);
        assertThat(outcome.end()).isEqualTo(TransactionEnd.ABORTED);
        return outcome;
    }

    private static Outgoing<Integer> outgoing(int number, TopicPartition to, boolean alone) {
        return new Outgoing<>(
                number, new ProducerRecord<>(to.topic(), to.partition(), new byte[0], new byte[0]), alone);
    }
}
