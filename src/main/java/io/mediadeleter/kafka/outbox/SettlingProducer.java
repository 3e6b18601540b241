package io.mediadeleter.kafka.outbox;

import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.client.LastingError;
import io.mediadeleter.pipeline.port.RequestLogFailure;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The instance's transactional producer, which is replaced when it is of no further use. Confined to the loop thread. */
final class SettlingProducer {

    private static final Logger log = LoggerFactory.getLogger(SettlingProducer.class);
    private static final int OPEN_TRIES = 6;

    private final KafkaSettings settings;
    private final Supplier<KafkaProducer<byte[], byte[]>> producers;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    /** Those of this instance. */
    static Supplier<KafkaProducer<byte[], byte[]>> producersOf(KafkaSettings settings) {
        return () -> new KafkaProducer<>(ClientConfigs.transactionalProducer(settings));
    }

    /** @param producers makes one that has not begun */
    SettlingProducer(KafkaSettings settings, Supplier<KafkaProducer<byte[], byte[]>> producers) {
        this.settings = settings;
        this.producers = producers;
    }

    /**
     * Connects, ends what an earlier instance of the same name left unfinished, and makes sure that commits are possible:
     * what could never be settled must not be called. Each of the {@value #OPEN_TRIES} tries
     * takes at most {@code max.block.ms}: an instance that starts while a broker is away outlasts the coordinator's move. Another
     * instance may be ending what an earlier process of this name left, just as this one begins.
     *
     * @param requested the topic of which offsets will be committed
     * @throws RequestLogFailure if Kafka refuses for good
     * @throws KafkaFailure if it does not answer
     */
    void open(String requested) {
        for (int left = OPEN_TRIES - 1; producer == null; left--) {
            open(requested, left);
        }
    }

    private void open(String requested, int triesLeft) {
        try {
            CommitTrial.run(get(), settings.groupId(), requested);
        } catch (KafkaException failed) {
            discard(Duration.ZERO);
            boolean isLate = failed instanceof TimeoutException;
            if (!isLate && !Transactions.isEndedByAnother(failed)) {
                throwIfLasting(failed);
                throw cannotBegin(failed);
            }
            if (triesLeft == 0) {
                throw cannotBegin(failed);
            }
            log.warn("initTransactions {}; attempts left: {}", isLate ? "timed out" : "was fenced", triesLeft);
        }
    }

    private KafkaFailure cannotBegin(KafkaException failed) {
        return KafkaFailure.of(settings.bootstrapServers(), "initialise the transactional producer", failed);
    }

    /** The producer; opens a new one where there is none, which ends what the former one left unfinished. */
    KafkaProducer<byte[], byte[]> get() {
        if (producer == null) {
            producer = begun();
        }
        return producer;
    }

    private KafkaProducer<byte[], byte[]> begun() {
        KafkaProducer<byte[], byte[]> created = producers.get();
        try {
            created.initTransactions();
            return created;
        } catch (KafkaException failed) {
            created.close(Duration.ZERO);
            throw failed;
        }
    }

    /** Closes the producer; {@code limit} is for requests in flight. */
    void discard(Duration limit) {
        KafkaProducer<byte[], byte[]> old = producer;
        producer = null; // whatever closing throws
        if (old != null) {
            old.close(limit);
        }
    }

    static void throwIfLasting(KafkaException failed) {
        LastingError.in(failed).ifPresent(lasting -> {
            throw new RequestLogFailure(
                    "Kafka refuses writes from this instance: " + LastingError.reason(lasting), lasting);
        });
    }
}
