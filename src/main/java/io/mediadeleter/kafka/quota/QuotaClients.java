package io.mediadeleter.kafka.quota;

import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.client.LogClientConfigs;
import io.mediadeleter.kafka.partitions.TopicWatch;
import java.time.Duration;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/** What the quota's topic is read, written and watched with; they begin and end together. */
record QuotaClients(KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer, TopicWatch watch)
        implements AutoCloseable {

    /** Throws Kafka's own exception where one of them cannot be made; then none is left. */
    static QuotaClients open(KafkaSettings settings, String topic) {
        TopicWatch watch = new TopicWatch(settings, topic);
        try {
            KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(LogClientConfigs.quotaProducer(settings));
            try {
                return new QuotaClients(new KafkaConsumer<>(LogClientConfigs.quotaConsumer(settings)), producer, watch);
            } catch (RuntimeException failed) {
                producer.close(Duration.ZERO);
                throw failed;
            }
        } catch (RuntimeException failed) {
            watch.close();
            throw failed;
        }
    }

    @Override
    public void close() {
        watch.close();
        producer.close(Duration.ZERO);
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
