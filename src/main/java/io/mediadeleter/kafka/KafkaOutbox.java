package io.mediadeleter.kafka;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.codec.ResultEncoder;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.Outbox;
import io.mediadeleter.pipeline.OutboxFailure;
import io.mediadeleter.pipeline.Settled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactional producer behind the outbox. Belongs to the loop thread.
 *
 * <p>How is a commit whose answer was lost resolved, and why so? Such a transaction may be there or not, and writing it
 * again could settle requests twice. A new producer with the same transactional id makes the broker finish or abort it;
 * then the group's committed offsets tell which, because every transaction changes them.
 */
public final class KafkaOutbox implements Outbox, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaOutbox.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final int OPEN_TRIES = 6;
    private static final int SIZE_TRIES = 20;

    private final KafkaSettings settings;
    private final KafkaInbox inbox;
    private final String requested;
    private final RefusedSizes refused = new RefusedSizes();
    private final SettlementForms forms;
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private @Nullable UnknownCommit unknown;
    private int knownChanges;

    public KafkaOutbox(KafkaSettings settings, TopicNames topics, KafkaInbox inbox, ResultEncoder results) {
        this.settings = settings;
        this.inbox = inbox;
        this.requested = topics.requested();
        this.forms = new SettlementForms(new RecordWriter(topics, inbox.lives()::firstOf, results), refused);
    }

    /**
     * Connects, ends what an earlier instance of the same name left unfinished, and makes sure that commits are possible:
     * what could never be settled must not be called. Each of the {@value #OPEN_TRIES} tries
     * takes at most {@code max.block.ms}: an instance that starts while a broker is away outlasts the coordinator's move.
     *
     * @throws OutboxFailure if the broker does not let this instance write
     * @throws KafkaFailure if it does not answer
     */
    public void open() {
        for (int left = OPEN_TRIES - 1; producer == null; left--) {
            open(left);
        }
    }

    private void open(int triesLeft) {
        try {
            producer = newProducer();
            CommitTrial.run(producer, settings.groupId(), requested);
        } catch (TimeoutException noAnswer) {
            discardProducer(Duration.ZERO);
            if (triesLeft == 0) {
                throw cannotBegin(noAnswer);
            }
            log.warn("Kafka does not let this instance begin to write yet; tries left: {}", triesLeft);
        } catch (KafkaException failed) {
            discardProducer(Duration.ZERO);
            throwIfLasting(failed);
            throw cannotBegin(failed);
        }
    }

    private KafkaFailure cannotBegin(KafkaException failed) {
        return KafkaFailure.of(settings.bootstrapServers(), "begin to write", failed);
    }

    @Override
    public Commit commit(List<Settled> settlements, Map<Partition, CommitPoint> offsets) {
        try {
            forgetOldTopics();
            if (producer == null) {
                producer = newProducer();
            }
            if (unknown != null && isAlreadyCommitted(unknown, settlements)) {
                return Commit.DONE;
            }
            return writeWhatFits(producer, settlements, offsets);
        } catch (KafkaException failed) {
            throwIfLasting(failed);
            log.warn("A commit could not begin and is tried again: {}", failed.toString());
            return Commit.ABORTED;
        }
    }

    /** A producer that knew a topic by its old id would ask for that until its time is up. */
    private void forgetOldTopics() {
        int changes = inbox.lives().changes();
        if (changes != knownChanges) {
            discardProducer(CLOSE_LIMIT);
            knownChanges = changes;
        }
    }

    @Override
    public void close() {
        discardProducer(CLOSE_LIMIT);
    }

    private boolean isAlreadyCommitted(UnknownCommit attempt, List<Settled> settlements) {
        boolean committed =
                attempt.covers(settlements) && attempt.isIn(inbox.committed(UnknownCommit.witnesses(settlements)));
        unknown = null;
        log.warn("The commit whose outcome was unknown {}", committed ? "went through" : "did not go through");
        return committed;
    }

    /** What is too large is only known when it has been refused; then smaller records are tried at once. */
    private Commit writeWhatFits(
            KafkaProducer<byte[], byte[]> open, List<Settled> settlements, Map<Partition, CommitPoint> offsets) {
        Commit end = Commit.ABORTED;
        for (int left = SIZE_TRIES; left > 0 && end == Commit.ABORTED && producer == open; left--) {
            Map<String, Long> before = refused.known();
            end = write(open, settlements, offsets);
            if (refused.known().equals(before)) {
                break;
            }
        }
        if (end == Commit.DONE) {
            refused.forget();
        }
        return end;
    }

    private Commit write(
            KafkaProducer<byte[], byte[]> open, List<Settled> settlements, Map<Partition, CommitPoint> offsets) {
        boolean committing = false;
        try {
            open.beginTransaction();
            for (Settled settled : settlements) {
                send(open, forms.of(settled));
            }
            open.sendOffsetsToTransaction(
                    KafkaTerms.offsets(offsets, inbox.lives().firsts()), inbox.groupMetadata());
            committing = true;
            commit(open);
            return Commit.DONE;
        } catch (KafkaException failed) {
            log.warn("A transaction of {} settlements failed: {}", settlements.size(), failed.toString());
            if (!abort(open)) {
                unknown = committing ? new UnknownCommit(settlements, offsets) : null;
                discardProducer(Duration.ZERO);
            }
            throwIfLasting(failed);
            return Commit.ABORTED;
        }
    }

    private static void throwIfLasting(KafkaException failed) {
        LastingError.in(failed).ifPresent(lasting -> {
            throw new OutboxFailure("Kafka does not let this instance write: " + LastingError.reason(lasting), lasting);
        });
    }

    /** A failed send makes the commit throw; the callback only tells which record it was. */
    private void send(KafkaProducer<byte[], byte[]> open, ProducerRecord<byte[], byte[]> outgoing) {
        Future<RecordMetadata> unused = open.send(outgoing, (written, failed) -> {
            if (failed instanceof RecordTooLargeException) {
                refused.refused(outgoing);
            } else if (failed != null) {
                log.debug("A record for {} was not written: {}", outgoing.topic(), failed.toString());
            }
        });
    }

    private static void commit(KafkaProducer<byte[], byte[]> open) {
        try {
            open.commitTransaction();
        } catch (TimeoutException noAnswer) {
            open.commitTransaction(); // asks for the answer of the same commit once more
        }
    }

    private static boolean abort(KafkaProducer<byte[], byte[]> open) {
        try {
            open.abortTransaction();
            return true;
        } catch (KafkaException | IllegalStateException failed) {
            log.warn("The transaction's producer is given up: {}", failed.toString());
            return false;
        }
    }

    private KafkaProducer<byte[], byte[]> newProducer() {
        KafkaProducer<byte[], byte[]> created = new KafkaProducer<>(ClientConfigs.transactionalProducer(settings));
        try {
            created.initTransactions();
            return created;
        } catch (KafkaException failed) {
            created.close(Duration.ZERO);
            throw failed;
        }
    }

    private void discardProducer(Duration limit) {
        if (producer != null) {
            producer.close(limit);
            producer = null;
        }
    }
}
