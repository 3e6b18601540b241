package io.mediadeleter.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.config.Settings;
import io.mediadeleter.event.Origin;
import io.mediadeleter.kafka.client.ClientConfigs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** The service that asks for deletions. Confined to one thread. */
final class Upstream implements AutoCloseable {

    private record Outgoing(SandboxRequest entry, long nanos, Future<RecordMetadata> position) {}

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;

    Upstream(Settings settings) {
        topic = settings.topics().requested();
        Map<String, Object> config = ClientConfigs.producer(settings.kafka());
        // On a new topic, the first of several batches in flight can be refused while the second is not (KAFKA-15591).
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        producer = new KafkaProducer<>(config);
    }

    /** Publishes all and waits until the broker has them. */
    List<Sent> publish(List<SandboxRequest> entries) throws ExecutionException, InterruptedException {
        List<Outgoing> outgoing = new ArrayList<>();
        for (SandboxRequest entry : entries) {
            outgoing.add(new Outgoing(entry, System.nanoTime(), producer.send(request(entry))));
        }
        producer.flush();
        List<Sent> sent = new ArrayList<>();
        for (Outgoing one : outgoing) {
            RecordMetadata position = one.position().get();
            sent.add(new Sent(one.entry(), new Origin(topic, position.partition(), position.offset()), one.nanos()));
        }
        return sent;
    }

    private ProducerRecord<byte[], byte[]> request(SandboxRequest entry) {
        String key = entry.key();
        ProducerRecord<byte[], byte[]> request =
                new ProducerRecord<>(topic, key == null ? null : key.getBytes(UTF_8), entry.value());
        entry.headers().forEach((name, text) -> request.headers().add(name, text.getBytes(UTF_8)));
        return request;
    }

    @Override
    public void close() {
        producer.close();
    }
}
