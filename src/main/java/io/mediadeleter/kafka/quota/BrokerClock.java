package io.mediadeleter.kafka.quota;

import io.mediadeleter.kafka.client.DeliveryLimit;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.client.LogClientConfigs;
import io.mediadeleter.quota.Claim;
import io.mediadeleter.time.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Compares this machine's clock with the brokers'. They tell their time only as the stamp on a record, so one is written
 * to the quota topic: the farewell of a member that never was, as every instance writes one when it ends. Nobody's share
 * gets smaller by it. Stateless.
 */
public final class BrokerClock {

    /** Told from a broker's stamp with certainty: it is what the record is sent with. */
    private static final long NO_STAMP = 0;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private BrokerClock() {}

    /**
     * How far this machine's clock is ahead of the brokers', negative when it is behind; exact to half of the time that
     * the write takes. Empty when the brokers do not stamp the topic's records.
     *
     * @throws KafkaFailure when the record could not be written
     */
    public static Optional<Duration> ahead(KafkaSettings settings, String quotaTopic, Time time) {
        DeliveryLimit limit = LogClientConfigs.limitOfLogs();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(LogClientConfigs.quotaProducer(settings))) {
            FirstConnection.await(producer, quotaTopic, PATIENCE);
            limit.end(producer.send(farewell(quotaTopic))); // connects, so that the next one is quick
            Instant before = time.now();
            RecordMetadata written = limit.end(producer.send(farewell(quotaTopic)));
            Instant middle = before.plus(Duration.between(before, time.now()).dividedBy(2));
            return written.timestamp() == NO_STAMP
                    ? Optional.empty()
                    : Optional.of(Duration.between(Instant.ofEpochMilli(written.timestamp()), middle));
        } catch (KafkaException failed) {
            throw failure(settings, failed);
        } catch (ExecutionException failed) {
            throw failure(settings, failed.getCause() == null ? failed : failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw failure(settings, stop);
        }
    }

    private static ProducerRecord<byte[], byte[]> farewell(String topic) {
        String nobody = "check-" + UUID.randomUUID();
        byte[] key = nobody.getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(topic, 0, NO_STAMP, key, ClaimJson.write(new Claim(nobody, 1, 0, 0)));
    }

    private static KafkaFailure failure(KafkaSettings settings, Throwable cause) {
        return KafkaFailure.of(settings.bootstrapServers(), "read the brokers' clock", cause);
    }
}
