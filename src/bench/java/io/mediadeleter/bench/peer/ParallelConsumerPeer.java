package io.mediadeleter.bench.peer;

import io.confluent.parallelconsumer.PCRetriableException;
import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.CommitMode;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import io.confluent.parallelconsumer.RecordContext;
import io.mediadeleter.config.Settings;
import io.mediadeleter.rule.RetryDelay;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Confluent's parallel consumer, unordered, with asynchronous commits. It retries in memory; that a request that failed
 * often becomes a dead letter is the user's to write.
 */
final class ParallelConsumerPeer implements Peer {

    @Override
    public AutoCloseable start(Settings settings) {
        PeerDeletion deletion = new PeerDeletion(settings);
        List<Duration> delays = settings.retrySchedule().delays().stream()
                .map(RetryDelay::duration)
                .toList();
        ParallelStreamProcessor<byte[], byte[]> processor =
                ParallelStreamProcessor.createEosStreamProcessor(ParallelConsumerOptions.<byte[], byte[]>builder()
                        .consumer(new KafkaConsumer<>(Clients.consumer(settings)))
                        .producer(new KafkaProducer<>(Clients.producer(settings)))
                        .ordering(ProcessingOrder.UNORDERED)
                        .commitMode(CommitMode.PERIODIC_CONSUMER_ASYNCHRONOUS)
                        .maxConcurrency(settings.vod().maxInFlight())
                        .retryDelayProvider(failed -> delays.get(failed.getNumberOfFailedAttempts() - 1))
                        .build());
        processor.subscribe(List.of(settings.topics().requested()));
        processor.pollAndProduce(context -> process(deletion, context.getSingleRecord(), delays.size()));
        return () -> {
            processor.closeDrainFirst();
            deletion.close();
        };
    }

    private static ProducerRecord<byte[], byte[]> process(
            PeerDeletion deletion, RecordContext<byte[], byte[]> context, int retries) {
        try {
            return deletion.delete(context.getConsumerRecord());
        } catch (DeletionFailed failed) {
            if (failed.isFinal() || context.getNumberOfFailedAttempts() >= retries) {
                return deletion.deadLetter(context.getConsumerRecord());
            }
            throw new PCRetriableException(failed);
        }
    }
}
