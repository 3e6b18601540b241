package io.mediadeleter.chaos;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** A producer of which the brokers may take all, and nobody is told. Confined to one thread. */
final class ForgetfulProducer extends KafkaProducer<byte[], byte[]> {

    private boolean forgets;
    private boolean loses;
    private boolean refusesCommits;
    private Runnable beforeEnd = () -> {};

    ForgetfulProducer(Map<String, Object> config) {
        super(config);
    }

    /** Whether from now on nobody is told what the brokers have. */
    void forget(boolean yes) {
        forgets = yes;
    }

    /** Whether from now on no record is sent, and nobody is told. */
    void loseRecords(boolean yes) {
        loses = yes;
    }

    /** Whether from now on commits fail before the brokers hear of them. */
    void refuseCommits(boolean yes) {
        refusesCommits = yes;
    }

    /** From now on this is done before a transaction is ended. */
    void beforeEnd(Runnable action) {
        beforeEnd = action;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        if (loses) {
            return late(new TopicPartition(record.topic(), record.partition()), callback);
        }
        if (!forgets) {
            return super.send(record, callback);
        }
        try {
            RecordMetadata written = super.send(record, null).get();
            return late(new TopicPartition(written.topic(), written.partition()), callback);
        } catch (ExecutionException failed) {
            throw new KafkaException(failed.getCause());
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }

    private static Future<RecordMetadata> late(TopicPartition at, Callback callback) {
        TimeoutException late = new TimeoutException("no answer");
        callback.onCompletion(new RecordMetadata(at, -1, -1, -1, -1, -1), late);
        return CompletableFuture.failedFuture(late);
    }

    @Override
    public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> points, ConsumerGroupMetadata member) {
        super.sendOffsetsToTransaction(points, member);
        if (forgets) {
            throw new TimeoutException("no answer");
        }
    }

    @Override
    public void commitTransaction() {
        if (refusesCommits || forgets || loses) {
            throw new KafkaException("not asked for");
        }
        flush();
        beforeEnd.run();
        super.commitTransaction();
    }

    @Override
    public void abortTransaction() {
        beforeEnd.run();
        super.abortTransaction();
    }
}
