package io.mediadeleter.kafka.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.kafka.client.DeliveryLimit;
import io.mediadeleter.kafka.outbox.TransactionResult.Taken;
import io.mediadeleter.kafka.outbox.Transactions.Outgoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@SuppressWarnings("removal") // a consumer's own metadata would take a broker
class SecondAbortTest {

    private static final TopicPartition RESULTS = new TopicPartition("results", 0);
    private static final TopicPartition LETTERS = new TopicPartition("letters", 0);

    private static final TopicPartition REQUESTED = new TopicPartition("requested", 0);
    private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS = Map.of(REQUESTED, new OffsetAndMetadata(100));

    /** What is sent to end them, which the coordinator refuses. */
    private static final Map<TopicPartition, OffsetAndMetadata> ENDING = Map.of(REQUESTED, new OffsetAndMetadata(0));

    /** As this service keeps them, with the name of their transaction. */
    private static final Map<TopicPartition, OffsetAndMetadata> NAMED =
            Map.of(REQUESTED, new OffsetAndMetadata(90, "md2:topic-id:t1:"));

    @AutoClose
    private final ScriptedProducer producer = new ScriptedProducer();

    private final Transactions<Integer> transactions = new Transactions<>(producer, new DeliveryLimit(Patience.LIMIT));
    private final StoppedTime time = new StoppedTime();
    private final Map<TopicPartition, Long> stableEnds = new HashMap<>();
    private final List<Set<TopicPartition>> asked = new ArrayList<>();
    private Supplier<Map<TopicPartition, OffsetAndMetadata>> ofGroup = () -> fail("nobody is to ask");
    private final SecondAbort<Integer> second = new SecondAbort<>(
            new DecidedOffsets(
                    partitions -> {
                        asked.add(partitions);
                        return stableEnds;
                    },
                    () -> ofGroup.get()),
            time);

    /** As an instance does before it commits anything else. */
    private Optional<TransactionResult<Integer>> abortAgain() {
        return second.abortOffsets(transactions, REQUESTED).or(() -> second.abortRecords(transactions));
    }

    /** It says nothing of the leaders of the others. */
    @Test
    void refusalOfOnePartition_keepsNoOtherFromBeingAborted() {
        producer.refuse(LETTERS, new RecordTooLargeException("too large"));
        TransactionResult<Integer> failed = commit(RESULTS, LETTERS);
        assertThat(failed.suspects()).containsOnlyKeys(1);
        producer.takeSent();

        second.add(failed);

        assertThat(abortAgain()).isEmpty();
        assertThat(producer.takeSent()).containsExactly(RESULTS);
    }

    @Test
    void partitionThatCannotBeWrittenBesideARefusal_isTriedAgain() {
        second.add(commit(RESULTS, LETTERS));
        producer.refuse(RESULTS, new RecordTooLargeException("too large by now"));
        producer.refuse(LETTERS, new TimeoutException("no leader"));

        assertThat(abortAgain()).isPresent();

        producer.takeAll();
        producer.takeSent();
        assertThat(abortAgain()).isEmpty();
        assertThat(producer.takeSent()).contains(LETTERS);
    }

    /** Or nothing could ever be committed. */
    @Test
    void partitionThatRefusesByNow_isGivenUp() {
        second.add(commit(RESULTS, LETTERS));
        producer.refuse(RESULTS, new RecordTooLargeException("too large by now"));

        assertThat(abortAgain()).isEmpty();

        producer.takeSent();
        assertThat(abortAgain()).isEmpty();
        assertThat(producer.takeSent()).isEmpty();
    }

    @Test
    void oneRecord_isEnoughForAPartition() {
        second.add(commit(RESULTS, RESULTS, LETTERS));
        producer.takeSent();

        assertThat(abortAgain()).isEmpty();

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

        assertThat(abortAgain()).isEmpty();
        assertThat(producer.takeSent()).containsExactly(RESULTS);
    }

    /** The topic of the old ones may have been recreated with fewer partitions. */
    @Test
    void offsetsThatAreCommittedNext_nameThePartition() {
        second.add(transactions.commit(List.of(), new Offsets(OFFSETS, new ConsumerGroupMetadata("g"))));
        producer.takeOffsets();
        TopicPartition next = new TopicPartition("requested", 1);

        assertThat(second.abortOffsets(transactions, next)).isEmpty();

        assertThat(producer.takeOffsets()).containsExactly(Map.of(next, new OffsetAndMetadata(0)));
    }

    /** While they are open Kafka does not tell; and where nobody can, the next commit would make them count. */
    @Test
    void offsetsOfACommitThatMayBe_areEndedBeforeItIsAskedFor() {
        second.add(transactions.commit(List.of(), new Offsets(OFFSETS, new ConsumerGroupMetadata("g"))));
        producer.takeOffsets();
        TopicPartition any = new TopicPartition("requested", 1);

        assertThat(second.endOffsets(transactions, any)).isEmpty();

        assertThat(producer.takeOffsets()).containsExactly(Map.of(any, new OffsetAndMetadata(0)));
        assertThat(second.endOffsets(transactions, any))
                .as("an end may be left out again")
                .isEmpty();
        assertThat(producer.takeOffsets()).hasSize(1);
        second.addedMayBeCommitted();
        assertThat(second.endOffsets(transactions, any)).isEmpty();
        assertThat(abortAgain()).isEmpty();
        assertThat(producer.takeOffsets()).isEmpty();
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
        assertThat(abortAgain()).isEmpty();
        assertThat(producer.takeSent()).containsExactlyInAnyOrder(RESULTS, LETTERS);
    }

    /** The next commit would join them, also those of partitions that others have by then. */
    @Test
    void offsets_areAbortedAgain_byNoMember() {
        second.add(transactions.commit(List.of(), new Offsets(OFFSETS, new ConsumerGroupMetadata("g"))));
        producer.takeOffsets();

        assertThat(abortAgain()).isEmpty();

        assertThat(producer.takeOffsets()).containsExactly(ENDING);
        assertThat(abortAgain()).isEmpty();
        assertThat(producer.takeOffsets()).isEmpty();
    }

    /** Their partition is part of the transaction by then. */
    @Test
    void offsetsThatAreRefusedAsOfNoMember_areAborted() {
        second.add(transactions.commit(List.of(), new Offsets(OFFSETS, new ConsumerGroupMetadata("g"))));
        producer.refuseOffsets(new CommitFailedException());

        assertThat(abortAgain()).isEmpty();
    }

    /** Nothing else of this producer can be open: the next commit would make these count, without a word. */
    @Test
    void offsetsInDoubt_beforeTheFirstCommit_areAbortedAgain() {
        second.add(offsetsWithoutAnAnswer());

        assertThat(abortAgain()).isEmpty();

        assertThat(producer.takeOffsets()).containsExactly(ENDING);
    }

    /** As before the first: the end of that commit's own offsets came before the question. */
    @Test
    void offsetsInDoubt_afterACommitThatCannotBeLookedUp_areAbortedAgain() {
        committed(NAMED);
        second.add(transactions.commit(List.of(), new Offsets(OFFSETS, new ConsumerGroupMetadata("g"))));
        second.addedMayBeCommitted();
        producer.takeOffsets();
        second.add(offsetsWithoutAnAnswer());

        assertThat(abortAgain()).isEmpty();

        assertThat(producer.takeOffsets()).containsExactly(ENDING);
    }

    @Test
    void offsetsThatCannotBeAbortedNow_areTriedAgain() {
        second.add(transactions.commit(List.of(), new Offsets(OFFSETS, new ConsumerGroupMetadata("g"))));
        producer.takeOffsets();
        producer.refuseOffsets(new TimeoutException("no coordinator"));

        assertThat(abortAgain()).isPresent();

        producer.takeAll();
        assertThat(abortAgain()).isEmpty();
        assertThat(producer.takeOffsets()).containsExactly(ENDING);
    }

    /** Others wait for them, and whoever leads the partition of the record may not be back for long. */
    @Test
    void offsetsBesideARecordInDoubt_areAbortedAgainAtOnce() {
        committed(RESULTS, 17);
        second.add(unanswered(RESULTS));
        second.add(transactions.commit(List.of(), new Offsets(OFFSETS, new ConsumerGroupMetadata("g"))));
        producer.takeOffsets();
        assertThat(second.holdsOffsets()).isTrue();

        assertThatThrownBy(() -> abortAgain()).isInstanceOf(TimeoutException.class);

        assertThat(producer.takeOffsets()).containsExactly(ENDING);
        assertThat(second.holdsOffsets()).isFalse();
    }

    /** It may take long until the partitions of the records are found. */
    @Test
    void offsets_areAbortedAgain_withoutTheRecords() {
        second.add(commit(RESULTS));
        second.add(transactions.commit(List.of(), new Offsets(OFFSETS, new ConsumerGroupMetadata("g"))));
        producer.takeOffsets();
        producer.takeSent();

        assertThat(second.abortOffsets(transactions, REQUESTED)).isEmpty();
        assertThat(producer.takeOffsets()).containsExactly(ENDING);
        assertThat(producer.takeSent()).isEmpty();

        assertThat(abortAgain()).isEmpty();
        assertThat(producer.takeSent()).containsExactly(RESULTS);
    }

    /** After the refusal the client throws at what is sent next. */
    @Test
    void refusalBeforeARecordThatGoesAlone_isARefusal() {
        TransactionResult<Integer> failed =
                transactions.commit(List.of(outgoing(0, RESULTS, false), outgoing(1, LETTERS, true)), null);
        second.add(failed);
        producer.takeSent();
        producer.refuse(RESULTS, new RecordTooLargeException("too large by now"));

        assertThat(abortAgain()).isEmpty();

        assertThat(producer.takeSent()).contains(LETTERS);
    }

    @Test
    void recordInDoubt_isAbortedAgain_whereAllThatWasCommittedIsDecided() {
        committed(RESULTS, 17);
        second.add(unanswered(RESULTS));
        stableEnds.put(RESULTS, 18L);

        assertThat(abortAgain()).isEmpty();

        assertThat(producer.takeSent()).containsExactly(RESULTS);
        assertThat(abortAgain()).isEmpty();
        assertThat(producer.takeSent()).isEmpty();
        assertThat(asked).containsExactly(Set.of(RESULTS));
    }

    /** An open transaction of another instance ends, and then it is known. */
    @Test
    void recordInDoubt_whereACommitMayBeUndecided_isAskedForAgain() {
        committed(RESULTS, 17);
        second.add(unanswered(RESULTS));
        stableEnds.put(RESULTS, 17L);

        assertNotKnownYet();
        time.pass(Duration.ofSeconds(14));
        assertNotKnownYet();
        stableEnds.put(RESULTS, 18L);

        assertThat(abortAgain()).isEmpty();
        assertThat(producer.takeSent()).containsExactly(RESULTS);
    }

    /** To abort there might take from readers what was committed. */
    @Test
    void recordInDoubt_whereACommitStaysUndecided_isGivenUp() {
        committed(RESULTS, 17);
        second.add(unanswered(RESULTS));
        stableEnds.put(RESULTS, 17L);

        assertNotKnownYet();
        time.pass(Duration.ofSeconds(15));

        assertThat(abortAgain()).isEmpty();
        assertThat(producer.takeSent()).isEmpty();
    }

    /** Nothing can be committed there before somebody leads it. */
    @Test
    void recordInDoubt_whereNobodyLeads_isAskedForUntilSomebodyDoes() {
        committed(RESULTS, 17);
        second.add(unanswered(RESULTS));

        assertNotKnownYet();
        time.pass(Duration.ofHours(1));
        assertNotKnownYet();
        stableEnds.put(RESULTS, 18L);

        assertThat(abortAgain()).isEmpty();
        assertThat(producer.takeSent()).containsExactly(RESULTS);
    }

    @Test
    void recordInDoubt_whereNothingIsKnownToBeCommitted_isNotAskedFor() {
        committed(LETTERS, 17);
        second.add(unanswered(RESULTS));

        assertThat(abortAgain()).isEmpty();

        assertThat(producer.takeSent()).isEmpty();
        assertThat(asked).isEmpty();
    }

    /** Only when its producer is closed, a record that was on its way comes to an end. */
    @Test
    void recordThatEndsAfterItsTransaction_isInDoubt() {
        committed(RESULTS, 17);
        Sending<Integer> sending = new Sending<>();
        TransactionResult<Integer> failed =
                new TransactionResult<>(TransactionEnd.GIVEN_UP, null, sending, null, Taken.NO);
        sending.answered(
                outgoing(0, RESULTS, false),
                new RecordMetadata(RESULTS, -1, -1, -1, -1, -1),
                new KafkaException("Producer is closed forcefully."));
        second.add(failed);
        stableEnds.put(RESULTS, 18L);

        assertThat(abortAgain()).isEmpty();

        assertThat(producer.takeSent()).containsExactly(RESULTS);
    }

    @Test
    void refusedRecord_isNotInDoubt() {
        committed(RESULTS, 17);
        producer.refuse(RESULTS, new RecordTooLargeException("too large"));
        second.add(commit(RESULTS));
        producer.takeSent();

        assertThat(abortAgain()).isEmpty();

        assertThat(producer.takeSent()).isEmpty();
        assertThat(asked).isEmpty();
    }

    /** It cannot be told which of the two would be ended. */
    @Test
    void partitionThatMayHoldACommit_isInDoubtNoMore() {
        committed(RESULTS, 17);
        second.add(commit(RESULTS));
        second.addedMayBeCommitted();
        producer.takeSent();
        second.add(unanswered(RESULTS));

        assertThat(abortAgain()).isEmpty();

        assertThat(producer.takeSent()).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void transactionThatWasCommittedAfterAll_isNotAborted_andCounts() {
        committed(RESULTS, 17);
        producer.writeAt(30);
        second.add(commit(RESULTS));
        second.addedWasCommitted();
        producer.takeSent();

        assertThat(abortAgain()).isEmpty();

        assertThat(producer.takeSent()).isEmpty();
        second.add(unanswered(RESULTS));
        stableEnds.put(RESULTS, 30L);
        assertNotKnownYet();
        stableEnds.put(RESULTS, 31L);
        assertThat(abortAgain()).isEmpty();
        assertThat(producer.takeSent()).containsExactly(RESULTS);
    }

    /** The topic was recreated with fewer. */
    @Test
    void partitionInDoubtThatIsGone_isNotAskedFor() {
        committed(RESULTS, 17);
        second.add(unanswered(RESULTS));

        second.retain(partition -> false);

        assertThat(abortAgain()).isEmpty();
        assertThat(asked).isEmpty();
    }

    /** The client has thrown before it could know, and may have sent them while it aborted. */
    @Test
    void offsetsInDoubt_areAbortedAgain_whereTheLastCommitIsDecided() {
        committed(NAMED);
        second.add(offsetsWithoutAnAnswer());
        ofGroup = () -> NAMED;

        assertThat(abortAgain()).isEmpty();

        assertThat(producer.takeOffsets()).containsExactly(ENDING);
        ofGroup = () -> fail("nobody is to ask");
        assertThat(abortAgain()).isEmpty();
        assertThat(producer.takeOffsets()).isEmpty();
    }

    @Test
    void offsetsInDoubt_whereTheLastCommitIsNotSeen_areGivenUp() {
        committed(NAMED);
        second.add(offsetsWithoutAnAnswer());
        ofGroup = () -> OFFSETS;

        assertThat(abortAgain()).isEmpty();

        assertThat(producer.takeOffsets()).isEmpty();
    }

    /** Another commit may have left the same. */
    @Test
    void offsetsInDoubt_whereTheLastCommitHasNoName_areNotAskedFor() {
        committed(OFFSETS);
        second.add(offsetsWithoutAnAnswer());

        assertThat(abortAgain()).isEmpty();

        assertThat(producer.takeOffsets()).isEmpty();
    }

    @Test
    void offsetsInDoubt_whileNobodyTellsOfTheGroup_areAskedForAgain() {
        committed(NAMED);
        second.add(offsetsWithoutAnAnswer());
        ofGroup = () -> {
            throw new TimeoutException("no coordinator");
        };

        assertNotKnownYet();
        ofGroup = () -> NAMED;

        assertThat(abortAgain()).isEmpty();
        assertThat(producer.takeOffsets()).containsExactly(ENDING);
    }

    private void assertNotKnownYet() {
        assertThatThrownBy(() -> abortAgain()).isInstanceOf(TimeoutException.class);
        assertThat(producer.takeSent()).isEmpty();
        assertThat(producer.takeOffsets()).isEmpty();
    }

    private void committed(TopicPartition to, long offset) {
        producer.takeCommits(true);
        producer.writeAt(offset);
        committed(transactions.commit(List.of(outgoing(0, to, false)), null));
    }

    private void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        producer.takeCommits(true);
        committed(transactions.commit(List.of(), new Offsets(offsets, new ConsumerGroupMetadata("g"))));
    }

    private void committed(TransactionResult<Integer> done) {
        assertThat(done.end()).isEqualTo(TransactionEnd.COMMITTED);
        second.committed(done);
        producer.takeCommits(false);
        producer.takeSent();
        producer.takeOffsets();
    }

    /** A transaction that fails as a record of it has no answer in time. */
    private TransactionResult<Integer> unanswered(TopicPartition to) {
        producer.refuse(to, new TimeoutException("no answer"));
        TransactionResult<Integer> failed = commit(to);
        assertThat(failed.acknowledged()).isEmpty();
        producer.takeAll();
        producer.takeSent();
        return failed;
    }

    private TransactionResult<Integer> offsetsWithoutAnAnswer() {
        producer.refuseOffsets(new TimeoutException("no answer"));
        TransactionResult<Integer> failed =
                transactions.commit(List.of(), new Offsets(OFFSETS, new ConsumerGroupMetadata("g")));
        assertThat(failed.offsets()).isNull();
        producer.takeAll();
        return failed;
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
