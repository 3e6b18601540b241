package io.mediadeleter.deadletter;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.Coordinators;
import io.mediadeleter.kafka.client.DeliveryLimit;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.outbox.Obstacle;
import io.mediadeleter.kafka.outbox.RecordSize;
import io.mediadeleter.kafka.outbox.Refusal;
import io.mediadeleter.kafka.outbox.SecondAbort;
import io.mediadeleter.kafka.outbox.TransactionEnd;
import io.mediadeleter.kafka.outbox.TransactionResult;
import io.mediadeleter.kafka.outbox.Transactions;
import io.mediadeleter.kafka.outbox.Transactions.Examined;
import io.mediadeleter.kafka.outbox.Transactions.Outgoing;
import io.mediadeleter.kafka.topics.TopicPlan;
import io.mediadeleter.text.CommandFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Changes the table, a batch in one transaction: a letter is never both unresolved and on the replay topic, and never
 * neither. Confined to one thread.
 *
 * <p>Only one process of the group can change it at a time. Opening this ends what a former one left unfinished, one way or
 * the other, and shuts out one that still runs; so the table has to be read after that, not before.
 */
public final class DeadLetterChanges implements AutoCloseable {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final KafkaSettings settings;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Transactions<DeadLetter> transactions;

    /** @throws KafkaFailure when Kafka cannot be reached or refuses */
    public DeadLetterChanges(KafkaSettings settings) {
        this.settings = settings;
        producer = KafkaFailure.connecting(
                settings, () -> new KafkaProducer<>(ClientConfigs.deadLetterProducer(settings)));
        transactions = new Transactions<>(producer, DeliveryLimit.of(settings));
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw failure(e);
        }
    }

    /**
     * Sends the requests to {@code topic} and resolves the letters, but for those whose request Kafka refuses when it is sent
     * by itself: they stay as they are.
     *
     * @param subApps in which sub-application requests are called that name none
     * @return why each of these was refused
     */
    public Map<DeadLetter, Refusal> replay(List<DeadLetter> batch, String topic, SubAppChoice subApps) {
        ReplayRecords records = new ReplayRecords(topic, Instant.now(), subApps);
        Map<DeadLetter, Refusal> refused = new LinkedHashMap<>();
        Set<DeadLetter> taken = new HashSet<>();
        List<DeadLetter> left = batch;
        TransactionResult<DeadLetter> outcome = commit(replays(left, records, taken));
        while (outcome.end() != TransactionEnd.COMMITTED) {
            Examined<DeadLetter> found = examine(outcome, records, taken);
            found.accepted().ifPresent(taken::add);
            refused.putAll(found.refused());
            left = left.stream().filter(letter -> !refused.containsKey(letter)).toList();
            outcome = commit(replays(left, records, taken));
        }
        return refused;
    }

    /** Resolves the letters; their requests will never be done. */
    public void discard(List<DeadLetter> batch) {
        TransactionResult<DeadLetter> outcome = commit(batch.stream()
                .map(letter -> new Outgoing<>(letter, ReplayRecords.tombstone(letter), false))
                .toList());
        if (outcome.end() != TransactionEnd.COMMITTED) {
            throw ended(outcome);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_LIMIT);
    }

    /** What fails is aborted twice; where even that fails, nothing may follow. */
    private TransactionResult<DeadLetter> commit(List<Outgoing<DeadLetter>> records) {
        TransactionResult<DeadLetter> outcome = transactions.commit(records, null);
        if (outcome.end() != TransactionEnd.ABORTED) {
            return outcome;
        }
        SecondAbort<DeadLetter> second = new SecondAbort<>();
        second.add(outcome);
        return second.abortRecords(transactions).orElse(outcome);
    }

    private static List<Outgoing<DeadLetter>> replays(
            List<DeadLetter> letters, ReplayRecords records, Set<DeadLetter> taken) {
        return letters.stream()
                .flatMap(letter -> Stream.of(
                        new Outgoing<>(letter, records.request(letter), taken.contains(letter)),
                        new Outgoing<>(letter, ReplayRecords.tombstone(letter), false)))
                .toList();
    }

    /** @throws RuntimeException where another transaction would go no better */
    private Examined<DeadLetter> examine(
            TransactionResult<DeadLetter> outcome, ReplayRecords records, Set<DeadLetter> taken) {
        List<Outgoing<DeadLetter>> suspects = outcome.suspects().keySet().stream()
                .filter(letter -> !taken.contains(letter))
                .sorted(Comparator.comparingInt(
                                (DeadLetter letter) -> letter.message().size())
                        .reversed())
                .map(letter -> new Outgoing<>(letter, records.request(letter), true))
                .toList();
        if (outcome.end() != TransactionEnd.ABORTED || suspects.isEmpty()) {
            throw ended(outcome);
        }
        Examined<DeadLetter> found = transactions.examine(suspects);
        found.unclear().ifPresent(unclear -> {
            throw ended(unclear);
        });
        found.refused().forEach((letter, why) -> requireRoom(records, letter, why));
        return found;
    }

    /** A topic that takes hardly anything would refuse all the others, too. */
    private void requireRoom(ReplayRecords records, DeadLetter letter, Refusal why) {
        long bytes = RecordSize.alone(records.request(letter));
        if (why.forSize() && bytes <= TopicPlan.ORDINARY_BYTES) {
            String text = Obstacle.tooSmall(records.topic(), bytes, why).text(settings.bootstrapServers());
            throw new CommandFailure(text + ".");
        }
    }

    /** Where even the abort failed, the next process that opens the table decides the transaction. */
    private RuntimeException ended(TransactionResult<DeadLetter> outcome) {
        KafkaException known = outcome.failure();
        KafkaException failed = known == null ? new KafkaException("the transaction was not aborted") : known;
        return Transactions.isEndedByAnother(failed) ? shutOut() : failure(failed);
    }

    private CommandFailure shutOut() {
        return new CommandFailure("Fenced: another `dead-letters replay` or `discard` of group " + settings.groupId()
                + " has started," + " or this one stalled in the middle of a transaction.");
    }

    private KafkaFailure failure(KafkaException e) {
        KafkaException known = e instanceof TimeoutException ? uncoordinated().orElse(e) : e;
        return KafkaFailure.of(settings.bootstrapServers(), "change the table of dead letters", known);
    }

    /** Why no transaction can begin, where the brokers tell. */
    private Optional<KafkaException> uncoordinated() {
        try (AdminSession session = AdminSession.open(settings)) {
            return Coordinators.look(session)
                    .gap(ClientConfigs.deadLetterTransactionalId(settings))
                    .map(CoordinatorNotAvailableException::new);
        }
    }
}
