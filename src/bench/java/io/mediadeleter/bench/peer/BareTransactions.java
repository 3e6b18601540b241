package io.mediadeleter.bench.peer;

import io.mediadeleter.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * What a transaction for each result costs at the least: a call as soon as a record is read, and its result with its offset as soon
 * as the call has ended. It keeps no order of offsets and survives no failure, so nobody can use it.
 */
final class BareTransactions implements Peer {

    private static final Duration POLL = Duration.ofMillis(100);

    private record Done(ConsumerRecord<byte[], byte[]> request, ProducerRecord<byte[], byte[]> result) {}

    @Override
    public AutoCloseable start(Settings settings) {
        Running running = new Running(settings);
        new Thread(running::read, "reads").start();
        Thread writer = new Thread(running::write, "writes");
        writer.setDaemon(true);
        writer.start();
        return running.consumer::wakeup;
    }

    /** One instance at work: one thread reads, one writes, and each call has its own. */
    private static final class Running {

        private final KafkaConsumer<byte[], byte[]> consumer;
        private final KafkaProducer<byte[], byte[]> producer;
        private final ExecutorService workers;
        private final PeerDeletion deletion;
        private final BlockingQueue<Done> done = new LinkedBlockingQueue<>();
        private volatile ConsumerGroupMetadata group;

        Running(Settings settings) {
            consumer = new KafkaConsumer<>(Clients.consumer(settings));
            Map<String, Object> config = Clients.producer(settings);
            config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.kafka().groupId());
            config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
            // Back to back, a transaction mostly begins before the markers of the last one are written, and is tried
            // again.
            config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 20);
            producer = new KafkaProducer<>(config);
            workers = Executors.newFixedThreadPool(settings.vod().maxInFlight());
            deletion = new PeerDeletion(settings);
            group = consumer.groupMetadata();
            producer.initTransactions();
            consumer.subscribe(List.of(settings.topics().requested()));
        }

        void read() {
            try (consumer;
                    deletion) {
                while (true) {
                    var records = consumer.poll(POLL);
                    group = consumer.groupMetadata();
                    records.forEach(
                            record -> workers.execute(() -> done.add(new Done(record, deletion.delete(record)))));
                }
            } catch (WakeupException stopped) {
                workers.shutdown();
            }
        }

        void write() {
            try {
                while (true) {
                    Done next = done.take();
                    producer.beginTransaction();
                    var unused = producer.send(next.result());
                    producer.sendOffsetsToTransaction(
                            Map.of(
                                    new TopicPartition(
                                            next.request().topic(),
                                            next.request().partition()),
                                    new OffsetAndMetadata(next.request().offset() + 1)),
                            group);
                    producer.commitTransaction();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
