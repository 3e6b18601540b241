package io.mediadeleter.kafka.client;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * How long the end of what was sent is waited for: somewhat longer than a producer itself gives it. An error, such as a heap without room,
 * ends a producer's thread; Kafka logs that and tells nobody, and what the producer had taken then never comes to an end. Nor does it
 * while a transaction's coordinator does not answer: until then a producer does not look at how long its records have waited. Immutable.
 *
 * @param longest above the producer's {@code delivery.timeout.ms}, unless what is sent is of no use any more before
 */
public record DeliveryLimit(Duration longest) {

    /** For a machine that is busy. */
    private static final Duration MARGIN = Duration.ofSeconds(3);

    /** That of a producer of this service's settings. */
    public static DeliveryLimit of(KafkaSettings settings) {
        return of(DependentTimeouts.delivery(ClientConfigs.producer(settings)));
    }

    /** That of a producer that gives its records so long. */
    static DeliveryLimit of(Duration delivery) {
        return new DeliveryLimit(delivery.plus(MARGIN));
    }

    /**
     * Has everything sent at once that the producer has taken, and waits for the end of all of it.
     *
     * @throws TimeoutException when some of it has not come to an end
     */
    public void flush(KafkaProducer<?, ?> producer) {
        FutureTask<?> flush = new FutureTask<>(producer::flush, null);
        Thread thread = new Thread(flush, "media-deleter-flush");
        thread.setDaemon(true);
        thread.start();
        try {
            flush.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (java.util.concurrent.TimeoutException late) {
            throw late();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        } finally {
            flush.cancel(true);
        }
    }

    /**
     * Waits for the end of one record.
     *
     * @throws ExecutionException with Kafka's error; that none came in time is one, too
     */
    public RecordMetadata end(Future<RecordMetadata> sent) throws ExecutionException, InterruptedException {
        try {
            return sent.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (java.util.concurrent.TimeoutException late) {
            throw new ExecutionException(late());
        }
    }

    /** What to tell of a record that has not come to an end. */
    public TimeoutException late() {
        return new TimeoutException(DeadClient.SILENT_PRODUCER + longest.toSeconds()
                + " s. Do its brokers answer, the group's coordinator among them? If so, an error may have ended its"
                + " thread, which then stands in the log before this");
    }
}
