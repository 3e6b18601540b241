package io.mediadeleter.bench.peer;

import io.mediadeleter.config.Settings;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.TopicPartition;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafkaRetryTopic;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.backoff.FixedBackOff;

/** Spring Kafka with one of the listeners. */
final class SpringPeer implements Peer {

    private final Class<?> listener;

    SpringPeer(Class<?> listener) {
        this.listener = listener;
    }

    @Override
    public AutoCloseable start(Settings settings) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean("settings", Settings.class, () -> settings);
        context.register(Beans.class, listener);
        context.refresh();
        return context;
    }

    /** What the listeners have in common. */
    @Configuration
    @EnableKafkaRetryTopic
    static class Beans {

        @Bean
        PeerDeletion deletion(Settings settings) {
            return new PeerDeletion(settings);
        }

        @Bean
        KafkaAdmin admin(Settings settings) {
            return new KafkaAdmin(Map.of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().bootstrapServers()));
        }

        /** Brings due retries back. */
        @Bean
        TaskScheduler scheduler() {
            return new ThreadPoolTaskScheduler();
        }

        @Bean
        KafkaTemplate<byte[], byte[]> kafkaTemplate(Settings settings) {
            return new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(Clients.producer(settings)));
        }

        @Bean
        ConcurrentKafkaListenerContainerFactory<byte[], byte[]> kafkaListenerContainerFactory(Settings settings) {
            return factory(settings);
        }

        /** The same, one thread for each partition, with retries in place and dead letters. */
        @Bean
        ConcurrentKafkaListenerContainerFactory<byte[], byte[]> blockingFactory(
                Settings settings, KafkaTemplate<byte[], byte[]> template) {
            ConcurrentKafkaListenerContainerFactory<byte[], byte[]> factory = factory(settings);
            factory.setConcurrency(settings.partitions());
            factory.setCommonErrorHandler(new DefaultErrorHandler(
                    new DeadLetterPublishingRecoverer(
                            template,
                            (record, failed) ->
                                    new TopicPartition(settings.topics().deadLetter(), -1)),
                    new FixedBackOff(1_000, 3)));
            return factory;
        }

        /** One for each kind of listener: the bean of one kind is a single one, and has what was set last. */
        private static ConcurrentKafkaListenerContainerFactory<byte[], byte[]> factory(Settings settings) {
            ConcurrentKafkaListenerContainerFactory<byte[], byte[]> factory =
                    new ConcurrentKafkaListenerContainerFactory<>();
            factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(Clients.consumer(settings)));
            return factory;
        }
    }
}
