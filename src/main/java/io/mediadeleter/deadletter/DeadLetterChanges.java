package io.mediadeleter.deadletter;

import io.mediadeleter.kafka.ClientConfigs;
import io.mediadeleter.kafka.KafkaFailure;
import io.mediadeleter.kafka.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Changes the table, a batch in one transaction: a letter is never both unresolved and on the replay topic, and never
 * neither. Belongs to one thread.
 *
 * <p>Only one process of the group can change it at a time. Opening this ends what a former one left unfinished, one way or
 * the other, and shuts out one that still runs; so the table has to be read after that, not before.
 */
public final class DeadLetterChanges implements AutoCloseable {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final KafkaSettings settings;
    private final KafkaProducer<byte[], byte[]> producer;

    /** @throws KafkaFailure when Kafka cannot be reached or refuses */
    public DeadLetterChanges(KafkaSettings settings) {
        this.settings = settings;
        try {
            producer = new KafkaProducer<>(ClientConfigs.deadLetterProducer(settings));
        } catch (KafkaException e) {
            throw failure(e);
        }
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw failure(e);
        }
    }

    /** Sends the requests to {@code topic} and resolves the letters. */
    public void replay(List<DeadLetter> batch, String topic) {
        commit(batch.stream()
                .flatMap(letter -> Stream.of(ReplayRecords.request(letter, topic), ReplayRecords.tombstone(letter))));
    }

    /** Resolves the letters; their requests will never be done. */
    public void discard(List<DeadLetter> batch) {
        commit(batch.stream().map(ReplayRecords::tombstone));
    }

    @Override
    public void close() {
        producer.close(CLOSE_LIMIT);
    }

    /** A record that could not be written makes the commit throw. */
    private void commit(Stream<ProducerRecord<byte[], byte[]>> records) {
        try {
            producer.beginTransaction();
            records.forEach(written -> {
                var unused = producer.send(written);
            });
            commitOrAskAgain();
        } catch (KafkaException e) {
            throw isShutOut(e) || abortShutsOut() ? shutOut(e) : failure(e);
        }
    }

    /** A commit without an answer may have happened; asking again gives the answer of the same commit. */
    private void commitOrAskAgain() {
        try {
            producer.commitTransaction();
        } catch (TimeoutException noAnswer) {
            producer.commitTransaction();
        }
    }

    /** Where even this fails, the next process that opens the table decides the transaction. */
    private boolean abortShutsOut() {
        try {
            producer.abortTransaction();
            return false;
        } catch (KafkaException | IllegalStateException failed) {
            return isShutOut(failed);
        }
    }

    private DeadLetterFailure shutOut(KafkaException e) {
        return new DeadLetterFailure(
                "Shut out: another `dead-letters replay` or `discard` of group " + settings.groupId()
                        + " has begun, or this one stood still for seconds in the middle of a transaction.",
                e);
    }

    private static boolean isShutOut(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    private KafkaFailure failure(KafkaException e) {
        return KafkaFailure.of(settings.bootstrapServers(), "change the table of dead letters", e);
    }
}
