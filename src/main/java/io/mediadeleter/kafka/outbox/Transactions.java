package io.mediadeleter.kafka.outbox;

import io.mediadeleter.kafka.client.DeliveryLimit;
import io.mediadeleter.kafka.outbox.TransactionResult.Taken;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions of an open producer, one at a time; each tells what was refused. Confined to one thread.
 *
 * <p>Who is told that a record was refused? Its own callback, but also those of all that shared its batch or were not sent
 * yet: the producer gives them the error by which the transaction failed. So these are suspects, no more; what is refused
 * is certain only when it was sent alone, by {@link #attempt}.
 *
 * <p>Records and offsets are on their way at the same time, and either may be written first. That makes no difference: the client ends a
 * transaction only when the brokers have acknowledged all of both, and until then nobody reads any of it.
 *
 * @param <O> what a record stands for, by identity
 */
public final class Transactions<O> {

    /**
     * A record to write.
     *
     * @param alone in no batch with others
     */
    public record Outgoing<O>(O of, ProducerRecord<byte[], byte[]> outgoing, boolean alone) {}

    /**
     * What a look at suspects found.
     *
     * @param refused each by itself
     * @param accepted the first that Kafka takes, if there was one: those after it were not looked at
     * @param unclear what kept the look from being finished; empty when nothing did
     */
    public record Examined<O>(Map<O, Refusal> refused, Optional<O> accepted, Optional<TransactionResult<O>> unclear) {}

    private static final Logger log = LoggerFactory.getLogger(Transactions.class);

    private final KafkaProducer<byte[], byte[]> producer;
    private final DeliveryLimit limit;

    /** Those of this producer, whose records have this limit. */
    public Transactions(KafkaProducer<byte[], byte[]> producer, DeliveryLimit limit) {
        this.producer = producer;
        this.limit = limit;
    }

    /**
     * Whether a transaction failed because another producer with the same transactional id has begun, or the broker's limit for it had
     * passed. As the brokers end it in several steps, they tell that by several errors: the producer is fenced, its epoch is old, or its
     * transaction is in a state in which it did not leave it.
     */
    public static boolean isEndedByAnother(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException
                    || cause instanceof InvalidProducerEpochException
                    || cause instanceof InvalidTxnStateException) {
                return true;
            }
        }
        return Stream.of(failed.getSuppressed()).anyMatch(Transactions::isEndedByAnother);
    }

    /**
     * Writes all or nothing.
     *
     * @param offsets null for none
     */
    public TransactionResult<O> commit(List<Outgoing<O>> records, @Nullable Offsets offsets) {
        Sending<O> sending = new Sending<>();
        TransactionEnd unlessAborted = TransactionEnd.GIVEN_UP;
        Taken taken = Taken.NO;
        try {
            producer.beginTransaction();
            sendAll(records, sending);
            if (offsets != null) {
                taken = Taken.PERHAPS;
                offsets.sendBy(producer);
                taken = Taken.YES;
            }
            unlessAborted = TransactionEnd.UNKNOWN;
            commit();
            return new TransactionResult<>(TransactionEnd.COMMITTED, null, sending, offsets, taken);
        } catch (KafkaException failed) {
            TransactionEnd end = abort(failed) ? TransactionEnd.ABORTED : unlessAborted;
            return new TransactionResult<>(end, failed, sending, offsets, taken);
        }
    }

    /** Whether there is such a partition: a topic that was recreated may have fewer. A topic that is not found is waited for. */
    boolean exists(TopicPartition partition) {
        return partition.partition() < producer.partitionsFor(partition.topic()).size();
    }

    /** Sends records in a transaction that is aborted: whether Kafka takes them, or why that is not known. */
    public TransactionResult<O> attempt(List<Outgoing<O>> records) {
        return attempt(sending -> {
            List<Future<RecordMetadata>> sent = sendAll(records, sending);
            limit.flush(producer);
            return failure(sent);
        });
    }

    /** Sends offsets in a transaction that is aborted: whether their partition is part of it, also where Kafka refuses the member. */
    TransactionResult<O> attempt(Offsets offsets) {
        return attempt(sending -> {
            try {
                offsets.sendBy(producer);
            } catch (CommitFailedException noMember) {
                // Brokers before 4.0 take none from outside a group of the consumer protocol (KAFKA-18060). They are
                // told of the partition first.
            }
            return null;
        });
    }

    /** Once a record is refused, the client throws at whatever is sent next: that says nothing but that one was refused. */
    private TransactionResult<O> attempt(Function<Sending<O>, @Nullable KafkaException> sends) {
        Sending<O> sending = new Sending<>();
        KafkaException failure;
        try {
            producer.beginTransaction();
            failure = sends.apply(sending);
        } catch (KafkaException failed) {
            failure = failed;
        }
        KafkaException unexplained = sending.suspects().isEmpty() ? failure : null;
        TransactionEnd end = abort(unexplained) ? TransactionEnd.ABORTED : TransactionEnd.GIVEN_UP;
        return new TransactionResult<>(end, unexplained, sending, null, Taken.NO);
    }

    /**
     * Attempts one after the other, until Kafka takes one. The largest should come first: where nothing is compressed, all
     * that come after fit, too.
     */
    public Examined<O> examine(List<Outgoing<O>> suspects) {
        Map<O, Refusal> refused = new LinkedHashMap<>();
        for (Outgoing<O> suspect : suspects) {
            TransactionResult<O> outcome = attempt(List.of(new Outgoing<>(suspect.of(), suspect.outgoing(), true)));
            if (outcome.isUnclear()) {
                return new Examined<>(refused, Optional.empty(), Optional.of(outcome));
            }
            if (outcome.suspects().isEmpty()) {
                return new Examined<>(refused, Optional.of(suspect.of()), Optional.empty());
            }
            refused.putAll(outcome.suspects());
        }
        return new Examined<>(refused, Optional.empty(), Optional.empty());
    }

    /** Until one waits in vain for its topic to be known: that takes long, the others would wait as long, and all of them fail. */
    private List<Future<RecordMetadata>> sendAll(List<Outgoing<O>> records, Sending<O> sending) {
        List<Future<RecordMetadata>> all = new ArrayList<>();
        for (Outgoing<O> each : records) {
            if (!each.alone()) {
                all.add(send(each, sending));
                if (hasTimedOut(all)) {
                    return all;
                }
            }
        }
        if (records.stream().anyMatch(Outgoing::alone)) {
            limit.flush(producer);
        }
        for (Outgoing<O> each : records) {
            if (each.alone()) {
                all.add(send(each, sending));
                limit.flush(producer);
                if (hasTimedOut(all)) {
                    return all;
                }
            }
        }
        return all;
    }

    /** Whether the last of them has, by now. */
    private boolean hasTimedOut(List<Future<RecordMetadata>> all) {
        Future<RecordMetadata> last = all.get(all.size() - 1);
        KafkaException failed = last.isDone() ? failure(List.of(last)) : null;
        return failed != null && failed.getCause() instanceof TimeoutException;
    }

    private Future<RecordMetadata> send(Outgoing<O> record, Sending<O> sending) {
        return producer.send(record.outgoing(), (where, failed) -> sending.answered(record, where, failed));
    }

    /** The first failure, once all have ended. */
    private @Nullable KafkaException failure(List<Future<RecordMetadata>> sent) {
        try {
            for (Future<RecordMetadata> each : sent) {
                limit.end(each);
            }
            return null;
        } catch (ExecutionException failed) {
            return new KafkaException(failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new InterruptException(stop);
        }
    }

    private void commit() {
        try {
            producer.commitTransaction();
        } catch (TimeoutException noAnswer) {
            producer.commitTransaction(); // asks for the answer of the same commit once more
        }
    }

    private boolean abort(@Nullable KafkaException because) {
        try {
            producer.abortTransaction();
            return true;
        } catch (KafkaException | IllegalStateException failed) {
            log.warn("Could not abort the transaction; replacing the producer: {}", failed.toString());
            if (because != null && because != failed) {
                because.addSuppressed(failed);
            }
            return false;
        }
    }
}
