package io.mediadeleter.kafka.outbox;

import io.mediadeleter.kafka.outbox.Transactions.Outgoing;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
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
 * Where a record was neither acknowledged nor refused, or nobody was told of the offsets, an abort may end an earlier transaction, of
 * which a commit was left out in the same way: so it is only done where {@link DoubtfulRecords} and {@link DoubtfulOffsets} exclude that.
 *
 * @param <O> what a record stands for, by identity
 */
public final class SecondAbort<O> {

    private static final Logger log = LoggerFactory.getLogger(SecondAbort.class);

    /** Longer than brokers take to end a transaction that another instance has left open: 4 s, and they look every 10 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final DecidedOffsets decided;
    private final Time time;
    private final Map<TopicPartition, Outgoing<O>> unended = new LinkedHashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
    private final DoubtfulRecords<O> doubtfulRecords = new DoubtfulRecords<>(PATIENCE.toNanos());
    private final DoubtfulOffsets doubtfulOffsets = new DoubtfulOffsets();
    private @Nullable TransactionResult<O> added;
    private @Nullable String groupId;

    /** @param decided is asked only when a transaction has failed of which it is not known what was written */
    public SecondAbort(DecidedOffsets decided, Time time) {
        this.decided = decided;
        this.time = time;
    }

    /** One that is told of no commit: it aborts only where the failed transaction was acknowledged. */
    public SecondAbort() {
        this(new DecidedOffsets(none -> Map.of(), Map::of), Time.system());
    }

    /** This transaction was committed. */
    public void committed(TransactionResult<O> done) {
        doubtfulRecords.committed(done.last());
        Offsets set = done.offsets();
        if (set != null) {
            doubtfulOffsets.committed(set);
        }
    }

    /** This transaction failed, or may have. A producer that is of no further use is to be closed before: until then more may be told. */
    public void add(TransactionResult<O> failed) {
        added = failed;
        failed.acknowledged().forEach(this::end);
        failed.doubtful().stream()
                .filter(record -> !unended.containsKey(DoubtfulRecords.partition(record)))
                .forEach(doubtfulRecords::add);
        Offsets taken = failed.offsets();
        if (taken != null) {
            end(taken);
        }
        Offsets perhaps = failed.doubtfulOffsets();
        if (perhaps != null) {
            doubtfulOffsets.add(perhaps);
        }
    }

    /** What was added last was committed after all: to end that would take from readers what counts. */
    void addedWasCommitted() {
        if (added != null) {
            committed(added);
        }
        clear();
    }

    /** What was added last may have been committed. */
    void addedMayBeCommitted() {
        if (added != null) {
            doubtfulRecords.forget(added.last().keySet());
            doubtfulRecords.forget(
                    added.doubtful().stream().map(DoubtfulRecords::partition).toList());
            doubtfulOffsets.forget();
        }
        clear();
    }

    private void clear() {
        unended.clear();
        offsets.clear();
        doubtfulRecords.clear();
        doubtfulOffsets.take();
        added = null;
    }

    /** Whether offsets may be open: Kafka does not tell then what the group has committed in their partitions. */
    boolean holdsOffsets() {
        return !offsets.isEmpty() || !doubtfulOffsets.isEmpty();
    }

    /** A log that is gone has no open transaction. */
    SecondAbort<O> retain(Predicate<TopicPartition> exists) {
        unended.keySet().removeIf(exists.negate());
        doubtfulRecords.retain(exists);
        return this;
    }

    /**
     * To be called before anything else is committed, and before {@link #abortRecords}, as it needs no partition but the group's: others may wait
     * for the offsets, and the records may take long. Does nothing if none was added.
     *
     * @param any partition that the group may commit an offset of: the coordinator keeps all of a group in one of its own
     * @return the transaction that failed, after which it has to be called again; empty when they have ended
     * @throws TimeoutException when it is not known yet whether to abort; it has to be called again
     */
    public Optional<TransactionResult<O>> abortOffsets(Transactions<O> transactions, TopicPartition any) {
        decideOffsets();
        Optional<TransactionResult<O>> failed = endOffsets(transactions, any);
        if (failed.isEmpty()) {
            offsets.clear();
        }
        return failed;
    }

    /**
     * To be called before anything else is committed; does nothing if nothing was added.
     *
     * @return the transaction that failed, after which it has to be called again; empty when all have ended
     * @throws TimeoutException when it is not known yet where to abort; it has to be called again
     */
    public Optional<TransactionResult<O>> abortRecords(Transactions<O> transactions) {
        decideRecords();
        Optional<TransactionResult<O>> failed =
                unended.isEmpty() ? Optional.empty() : abort(transactions, List.copyOf(unended.values()));
        if (failed.isEmpty()) {
            clear();
        }
        return failed;
    }

    /**
     * Ends the offsets alone, before each time that it is asked what became of the commit that was added: while they are held open,
     * Kafka does not tell what the group has committed. Those that count are not changed by it. Does nothing if none was added.
     *
     * @param any partition that the group may commit an offset of
     * @return the transaction that failed, after which it has to be called again; empty when they have ended
     */
    Optional<TransactionResult<O>> endOffsets(Transactions<O> transactions, TopicPartition any) {
        if (offsets.isEmpty()) {
            return Optional.empty();
        }
        TransactionResult<O> outcome = transactions.attempt(CommitTrial.refused(Objects.requireNonNull(groupId), any));
        return outcome.isUnclear() ? Optional.of(outcome) : Optional.empty();
    }

    /** One answer will do: the end of a commit that was left out is not written later. */
    private void decideOffsets() {
        if (doubtfulOffsets.isEmpty()) {
            return;
        }
        boolean isDecided = doubtfulOffsets.isDecided(decided.ofGroup());
        Offsets doubtful = Objects.requireNonNull(doubtfulOffsets.take());
        boolean wereRefused = added != null && added.failure() instanceof CommitFailedException;
        if (isDecided) {
            end(doubtful);
        } else if (!wereRefused) { // a refusal may follow a first try that was taken, but hardly ever does
            log.warn(
                    "It is not known whether Kafka has the offsets of a transaction that failed. If so, they count with the next"
                            + " commit, also those of partitions that others own by then: {}",
                    doubtful.points().keySet());
        }
    }

    /** Where another instance's transaction is open, it ends in time; what is undecided for longer remains so. */
    private void decideRecords() {
        Set<TopicPartition> asked = doubtfulRecords.partitions();
        if (asked.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> ends = decided.stableEnds().apply(asked);
        long now = time.nanoTime();
        doubtfulRecords.takeDecided(ends, now).forEach(this::end);
        Set<TopicPartition> overdue = doubtfulRecords.takeOverdue(now);
        if (!overdue.isEmpty()) {
            log.warn(
                    "A transaction that failed may still be open in {}, beside one that was committed: its records there may"
                            + " be committed with the next, and stand there twice",
                    overdue);
        }
        if (!doubtfulRecords.partitions().isEmpty()) {
            throw new TimeoutException("It is not known yet whether all that was committed in "
                    + doubtfulRecords.partitions() + " is readable: a transaction that failed may be open there");
        }
    }

    private void end(Outgoing<O> record) {
        unended.putIfAbsent(DoubtfulRecords.partition(record), record);
    }

    private void end(Offsets taken) {
        offsets.putAll(taken.points());
        groupId = taken.member().groupId();
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
                    DoubtfulRecords.partition(records.get(0)),
                    outcome.suspects().values().iterator().next().reason());
            return Optional.empty();
        }
        return records.stream()
                .flatMap(each -> abort(transactions, List.of(each)).stream())
                .findFirst();
    }
}
