package io.mediadeleter.bench.peer;

import io.mediadeleter.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.WakeupException;

/**
 * A consumer's loop with a pool: a poll's records are called for at the same time, and the offsets are committed when all
 * of them have ended. What fails is tried again in its worker, once a second.
 */
final class PlainLoopPeer implements Peer {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int ATTEMPTS = 4;

    /** Between attempts, in the worker: what such a loop usually does, and what it pays for in an outage. */
    private static final TimeUnit BACK_OFF = TimeUnit.SECONDS;

    @Override
    public AutoCloseable start(Settings settings) {
        Running running = new Running(settings);
        Thread loop = new Thread(running::run, "loop");
        loop.start();
        return () -> {
            running.consumer.wakeup();
            loop.join();
        };
    }

    /** One instance at work; its loop belongs to one thread. */
    private static final class Running {

        private final KafkaConsumer<byte[], byte[]> consumer;
        private final KafkaProducer<byte[], byte[]> producer;
        private final ExecutorService workers;
        private final PeerDeletion deletion;

        Running(Settings settings) {
            consumer = new KafkaConsumer<>(Clients.consumer(settings));
            producer = new KafkaProducer<>(Clients.producer(settings));
            workers = Executors.newFixedThreadPool(settings.vod().maxInFlight());
            deletion = new PeerDeletion(settings);
            consumer.subscribe(List.of(settings.topics().requested()));
        }

        void run() {
            try (consumer;
                    producer;
                    deletion) {
                while (true) {
                    process();
                }
            } catch (WakeupException stopped) {
                workers.shutdown();
            }
        }

        private void process() {
            List<Future<RecordMetadata>> batch = new ArrayList<>();
            consumer.poll(POLL)
                    .forEach(record -> batch.add(
                            workers.submit(() -> producer.send(outcome(record)).get())));
            batch.forEach(Running::await);
            if (!batch.isEmpty()) {
                consumer.commitSync();
            }
        }

        private ProducerRecord<byte[], byte[]> outcome(ConsumerRecord<byte[], byte[]> record)
                throws InterruptedException {
            for (int attempt = 1; ; attempt++) {
                try {
                    return deletion.delete(record);
                } catch (DeletionFailed failed) {
                    if (failed.isFinal() || attempt == ATTEMPTS) {
                        return deletion.deadLetter(record);
                    }
                    BACK_OFF.sleep(1);
                }
            }
        }

        private static void await(Future<?> future) {
            try {
                future.get();
            } catch (InterruptedException | ExecutionException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }
}
