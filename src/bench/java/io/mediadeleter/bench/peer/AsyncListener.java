package io.mediadeleter.bench.peer;

import io.mediadeleter.config.Settings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.BackOff;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Acknowledges each record when its future ends, in any order; a semaphore bounds the calls in flight, and retry topics and
 * the dead-letter topic take what fails.
 */
@Component
class AsyncListener {

    private final PeerDeletion deletion;
    private final KafkaTemplate<byte[], byte[]> template;
    private final Semaphore inFlight;
    private final ExecutorService workers;

    AsyncListener(PeerDeletion deletion, KafkaTemplate<byte[], byte[]> template, Settings settings) {
        this.deletion = deletion;
        this.template = template;
        inFlight = new Semaphore(settings.vod().maxInFlight());
        workers = Executors.newFixedThreadPool(settings.vod().maxInFlight());
    }

    /** The delays are the product's: 5 s, 1 min and 10 min. */
    @RetryableTopic(
            attempts = "4",
            backOff = @BackOff(delay = 5_000, multiplier = 12, maxDelay = 600_000),
            dltTopicSuffix = ".dead-letter",
            retryTopicSuffix = ".spring-retry")
    @KafkaListener(
            id = "requests",
            topics = "#{@settings.topics().requested()}",
            groupId = "#{@settings.kafka().groupId()}")
    CompletableFuture<Void> delete(ConsumerRecord<byte[], byte[]> record) {
        inFlight.acquireUninterruptibly();
        return CompletableFuture.supplyAsync(() -> deletion.delete(record), workers)
                .thenCompose(template::send)
                .<Void>thenApply(written -> null)
                .whenComplete((written, failed) -> inFlight.release());
    }
}
