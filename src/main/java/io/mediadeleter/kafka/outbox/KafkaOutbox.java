package io.mediadeleter.kafka.outbox;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.client.DeliveryLimit;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.codec.ResultEncoder;
import io.mediadeleter.kafka.inbox.KafkaInbox;
import io.mediadeleter.kafka.partitions.CommittedTopics;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.RequestLog;
import io.mediadeleter.pipeline.port.RequestLog.Commit;
import io.mediadeleter.pipeline.port.RequestLogFailure;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactional producer, which writes settlements and offsets. Confined to the loop thread.
 *
 * <p>How is a commit whose answer was lost resolved, and why so? Such a transaction may be there or not, and writing it again could settle
 * requests twice. A new producer with the same transactional id makes the broker finish or abort it, and its first abort ends what Kafka
 * may have left open of the offsets; then the group's committed offsets tell which, because they name their transaction.
 */
public final class KafkaOutbox implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaOutbox.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(4);

    private final KafkaSettings settings;
    private final KafkaInbox inbox;
    private final String requested;
    private final Drafts drafts;
    private final SettlingProducer producer;
    private final DeliveryLimit limit;
    private final GoneTopics gone;
    private final SecondAbort<Draft> secondAbort;
    private @Nullable UnknownCommit unknown;
    private int knownChanges;
    private long transaction = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE); // an earlier process had others
    private Optional<Obstacle> obstacle = Optional.empty();

    public KafkaOutbox(KafkaSettings settings, TopicNames topics, KafkaInbox inbox, ResultEncoder results) {
        this(settings, topics, inbox, results, SettlingProducer.producersOf(settings));
    }

    /** @param producers makes a transactional one that has not begun */
    public KafkaOutbox(
            KafkaSettings settings,
            TopicNames topics,
            KafkaInbox inbox,
            ResultEncoder results,
            Supplier<KafkaProducer<byte[], byte[]>> producers) {
        this.settings = settings;
        this.inbox = inbox;
        this.requested = topics.requested();
        this.producer = new SettlingProducer(settings, producers);
        this.limit = DeliveryLimit.of(settings);
        CommittedTopics committed =
                CommittedTopics.of(settings, inbox.identities().admin());
        this.gone = new GoneTopics(inbox.identities()::gone, () -> committed.ask(ANSWER_WITHIN));
        this.secondAbort = new SecondAbort<>(
                DecidedOffsets.of(settings, inbox.identities().admin(), ANSWER_WITHIN), Time.system());
        this.drafts = new Drafts(new SettlementForms(new RecordWriter(topics, inbox.identities()::firstOf, results)));
    }

    /**
     * As {@link SettlingProducer#open}.
     *
     * @throws RequestLogFailure if the transactional producer cannot be initialised
     * @throws KafkaFailure if it does not answer
     */
    public void open() {
        producer.open(requested);
    }

    /** As {@link RequestLog#commit}. */
    public Commit commit(List<Settled> settlements, Map<Partition, CommitPoint> offsets) {
        obstacle = Optional.empty();
        try {
            forgetOldTopics();
            Transactions<Draft> transactions = new Transactions<>(producer.get(), limit);
            Map<Partition, CommitPoint> there = withoutGone(offsets, settlements);
            if (there.isEmpty() && !offsets.isEmpty()) {
                return Commit.ABORTED;
            }
            if (unknown != null) {
                Partition any = there.keySet().stream().findFirst().orElse(new Partition(requested, 0));
                if (!isEnded(secondAbort.endOffsets(transactions, KafkaConversions.toTopicPartition(any)))) {
                    return Commit.ABORTED;
                }
                if (resolveUnknown(unknown, settlements)) {
                    return Commit.DONE_BEFORE;
                }
            }
            return writeWhatFits(transactions, settlements, there);
        } catch (KafkaException failed) {
            SettlingProducer.throwIfLasting(failed);
            obstacle = Obstacle.of(failed);
            log.warn("Could not commit, will retry: {}", failed.toString());
            return Commit.ABORTED;
        }
    }

    /** A commit without any offset is none: it would not show that this process is a member still. */
    private Map<Partition, CommitPoint> withoutGone(Map<Partition, CommitPoint> offsets, List<Settled> settlements) {
        Map<Partition, CommitPoint> there = gone.without(offsets, settlements);
        if (there.isEmpty()) {
            offsets.keySet().stream().findFirst().ifPresent(at -> obstacle = Optional.of(Obstacle.gone(at.topic())));
        }
        return there;
    }

    /** A producer that knew a topic by its old id would ask for that until its time is up. */
    private void forgetOldTopics() {
        int changes = inbox.identities().changes();
        if (changes != knownChanges) {
            producer.discard(CLOSE_LIMIT);
            drafts.clear();
            knownChanges = changes;
        }
    }

    /** Whether offsets of a commit that failed may be open, which the next one can end, be it of nothing. */
    public boolean holdsOffsets() {
        return secondAbort.holdsOffsets() && !inbox.identities().gone().contains(requested);
    }

    /** As {@link RequestLog#written}. */
    public List<Settled> written(List<Settled> settlements) {
        return drafts.written(settlements);
    }

    /** As {@link RequestLog#commitObstacle}. */
    public Optional<String> obstacle() {
        return obstacle.map(found -> found.text(settings.bootstrapServers())
                + ". Settlements are waiting and none is lost; commits resume once this is fixed.");
    }

    @Override
    public void close() {
        producer.discard(CLOSE_LIMIT);
    }

    /** Asks Kafka what became of the commit whose outcome was unknown; true when it went through, and these were part of it. */
    private boolean resolveUnknown(UnknownCommit attempt, List<Settled> settlements) {
        Set<Partition> witnesses = attempt.witnesses(settlements, inbox.owned(), gone.deleted(attempt.topics()));
        UnknownCommit.Found found = attempt.found(inbox.committed(witnesses), witnesses);
        boolean isCovered = attempt.covers(settlements);
        unknown = null;
        switch (found) {
            case COMMITTED -> secondAbort.addedWasCommitted();
            case UNKNOWN -> secondAbort.addedMayBeCommitted();
            case ABORTED -> {} // and is aborted again
        }
        log.warn("The commit whose outcome was unknown {}", found.words(isCovered));
        return isCovered && found == UnknownCommit.Found.COMMITTED;
    }

    /** Whether nothing is left open of a transaction that failed, so that another may be committed. */
    private boolean isEnded(Transactions<Draft> transactions, Set<TopicPartition> next) {
        TopicPartition any = next.stream().findFirst().orElse(new TopicPartition(requested, 0));
        return isEnded(secondAbort.abortOffsets(transactions, any))
                && isEnded(secondAbort.retain(transactions::exists).abortRecords(transactions));
    }

    private boolean isEnded(Optional<TransactionResult<Draft>> failed) {
        failed.ifPresent(outcome -> aborted(outcome, "The repeated abort of a transaction"));
        return failed.isEmpty();
    }

    /** What Kafka refuses is only known when it has been refused; then it is written in another form at once. */
    private Commit writeWhatFits(
            Transactions<Draft> transactions, List<Settled> settlements, Map<Partition, CommitPoint> offsets) {
        SizeFallback fallback = new SizeFallback(transactions);
        List<Draft> written = drafts.of(settlements);
        Map<TopicPartition, OffsetAndMetadata> sent =
                KafkaConversions.offsets(offsets, inbox.identities().firsts(), inbox.owned(), transaction++);
        while (isEnded(transactions, sent.keySet())) {
            TransactionResult<Draft> outcome = transactions.commit(
                    written.stream().map(Drafts::outgoing).toList(), new Offsets(sent, inbox.groupMetadata()));
            if (outcome.end() == TransactionEnd.COMMITTED) {
                secondAbort.committed(outcome);
                return Commit.DONE;
            }
            unknown = outcome.end() == TransactionEnd.UNKNOWN ? new UnknownCommit(settlements, sent) : null;
            abortAgain(outcome, "A transaction of " + settlements.size() + " settlements");
            if (outcome.end() != TransactionEnd.ABORTED || !reduceRefused(fallback, outcome)) {
                return outcome.failure() instanceof CommitFailedException ? Commit.NO_MEMBER : Commit.ABORTED;
            }
        }
        return Commit.ABORTED;
    }

    /** Has what was refused written in a smaller form; true when another try can do better. If not, all forms are tried anew the next time, as it may have been mended. */
    private boolean reduceRefused(SizeFallback fallback, TransactionResult<Draft> outcome) {
        if (outcome.suspects().isEmpty()) {
            return false;
        }
        SizeFallback.Step step = fallback.resolve(outcome.suspects());
        obstacle = step.obstacle();
        obstacle.ifPresent(standing -> drafts.clear());
        step.failure().ifPresent(failed -> abortAgain(failed, "A transaction of one record by itself"));
        return step.isResolved();
    }

    /** Only a producer that is closed has told of all its records. */
    private void abortAgain(TransactionResult<Draft> outcome, String what) {
        try {
            discardAfter(outcome);
        } finally {
            secondAbort.add(outcome);
        }
        aborted(outcome, what);
    }

    private void discardAfter(TransactionResult<Draft> outcome) {
        if (outcome.end() != TransactionEnd.ABORTED) {
            producer.discard(Duration.ZERO);
        }
    }

    private void aborted(TransactionResult<Draft> outcome, String what) {
        KafkaException failed = outcome.failure();
        obstacle = Obstacle.of(failed);
        discardAfter(outcome);
        if (failed != null) {
            log.warn("{} failed: {}", what, failed.toString());
            SettlingProducer.throwIfLasting(failed);
        }
    }
}
