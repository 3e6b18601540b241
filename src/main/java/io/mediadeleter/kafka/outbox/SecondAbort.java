package io.mediadeleter.kafka.outbox;

import io.mediadeleter.kafka.outbox.Transactions.Outgoing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aborts a failed transaction once more, in each partition in which brokers have acknowledged a record of it, and for its offsets where
 * they had been taken. Confined to one thread.
 *
 * <p>While a partition has no leader, Kafka's coordinator may end a transaction without it
 * (<a href="https://issues.apache.org/jira/browse/KAFKA-20734">KAFKA-20734</a>): there, what was aborted would be committed by the
 * next one: results that are written anew would be there twice, and the offsets of partitions that have gone to others would skip
 * requests that nobody has settled. One record is enough to make a partition part of a transaction, and its acknowledgement shows that there is a leader again.
 * No partition is among them that acknowledged nothing: an abort where the failed transaction never wrote would end an earlier one, of
 * which a commit may have been left out in the same way.
 *
 * @param <O> what a record stands for, by identity
 */
public final class SecondAbort<O> {

    private static final Logger log = LoggerFactory.getLogger(SecondAbort.class);

    private final Map<TopicPartition, Outgoing<O>> unended = new LinkedHashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
    private @Nullable String groupId;

    /** This transaction failed, or may have. */
    public void add(TransactionResult<O> failed) {
        for (Outgoing<O> record : failed.acknowledged()) {
            unended.putIfAbsent(partition(record), record);
        }
        Offsets taken = failed.offsets();
        if (taken != null) {
            offsets.putAll(taken.points());
            groupId = taken.member().groupId();
        }
    }

    /** What was added was committed after all, or may have been: to end that would take from readers what counts. */
    void clear() {
        unended.clear();
        offsets.clear();
    }

    /** A log that is gone has no open transaction. */
    void retain(Predicate<TopicPartition> exists) {
        unended.keySet().removeIf(exists.negate());
    }

    /**
     * To be called before anything else is committed; does nothing if nothing was added.
     *
     * @param next the offsets that are to be committed next: any of the group's will do, and Kafka takes these
     * @return the transaction that failed, after which it has to be called again; empty when all have ended
     */
    public Optional<TransactionResult<O>> run(
            Transactions<O> transactions, Map<TopicPartition, OffsetAndMetadata> next) {
        Optional<TransactionResult<O>> failed = abortOffsets(transactions, next)
                .or(() -> unended.isEmpty() ? Optional.empty() : abort(transactions, List.copyOf(unended.values())));
        if (failed.isEmpty()) {
            clear();
        }
        return failed;
    }

    /** The coordinator keeps all offsets of a group in one partition. It takes them from no member, too, and none is committed. */
    @SuppressWarnings("removal") // a consumer's own metadata would be refused once the member has left
    private Optional<TransactionResult<O>> abortOffsets(
            Transactions<O> transactions, Map<TopicPartition, OffsetAndMetadata> next) {
        if (offsets.isEmpty()) {
            return Optional.empty();
        }
        ConsumerGroupMetadata nobody = new ConsumerGroupMetadata(Objects.requireNonNull(groupId));
        TransactionResult<O> outcome = transactions.attempt(new Offsets(next.isEmpty() ? offsets : next, nobody));
        if (outcome.isUnclear()) {
            return Optional.of(outcome);
        }
        offsets.clear();
        return Optional.empty();
    }

    /** Where one is refused, it is not known of the others whether they were written. */
    private static <O> Optional<TransactionResult<O>> abort(Transactions<O> transactions, List<Outgoing<O>> records) {
        TransactionResult<O> outcome = transactions.attempt(records);
        if (outcome.isUnclear()) {
            return Optional.of(outcome);
        }
        if (outcome.suspects().isEmpty()) {
            return Optional.empty();
        }
        if (records.size() == 1) {
            log.warn(
                    "{} does not take a record any more that it took before ({}): a transaction that was aborted may still be open there",
                    partition(records.get(0)),
                    outcome.suspects().values().iterator().next().reason());
            return Optional.empty();
        }
        return records.stream()
                .flatMap(each -> abort(transactions, List.of(each)).stream())
                .findFirst();
    }

    private static TopicPartition partition(Outgoing<?> acknowledged) {
        return new TopicPartition(
                acknowledged.outgoing().topic(), acknowledged.outgoing().partition());
    }
}
