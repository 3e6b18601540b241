import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Publishes a deletion, and waits for its end: a result or a dead letter. Exits with 0 if it is DELETED or ALREADY_ABSENT.
 *
 * <pre>java -cp media-deleter.jar PublishAndFollow.java localhost:9092 5285485487985271487 [SECONDS]</pre>
 *
 * The service's jar has the Kafka client and Jackson, which are all it needs. Other names of topics: see configuration.md.
 */
final class PublishAndFollow {

    private static final String REQUESTED = "media-delete-requested"; // what can wait goes to media-delete-requested.bulk
    private static final String DELETED = "media-deleted";
    private static final String DEAD_LETTERS = "media-delete-requested.dead-letter";
    private static final Duration PATIENCE = Duration.ofMinutes(15); // retries alone may take twelve

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How a request ended. */
    private record End(boolean isGone, String text) {}

    public static void main(String... args) throws Exception {
        String servers = args[0];
        String fileId = args[1];
        Duration patience = args.length > 2 ? Duration.ofSeconds(Long.parseLong(args[2])) : PATIENCE;
        String eventId = "example-" + UUID.randomUUID();
        try (KafkaConsumer<String, String> reader = follow(servers)) {
            String origin = publish(servers, eventId, fileId);
            System.out.println("published " + eventId + " as " + origin);
            End end = await(reader, eventId, origin, Instant.now().plus(patience));
            System.out.println(end.text());
            System.exit(end.isGone() ? 0 : 1);
        }
    }

    /** A reader of both topics, from their present ends on: it has to be there before the request is. */
    private static KafkaConsumer<String, String> follow(String servers) {
        KafkaConsumer<String, String> reader = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", servers,
                        "isolation.level", "read_committed", // or it sees what was never so
                        "enable.auto.commit", false),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> all = Stream.of(DELETED, DEAD_LETTERS)
                .flatMap(topic -> reader.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        reader.assign(all); // a service has a group of its own, subscribes and commits
        reader.seekToEnd(all);
        all.forEach(reader::position); // the ends of now, not of the first poll
        return reader;
    }

    /** Publishes it, and returns its origin: TOPIC/PARTITION/OFFSET. */
    private static String publish(String servers, String eventId, String fileId) throws Exception {
        String request = JSON.createObjectNode()
                .put("eventId", eventId)
                .put("fileId", fileId) // a string: a number would lose its last digits in many languages
                .put("requestedBy", "example")
                .toString();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
            // The file id is the key: requests for one media share a partition. The client's defaults are acks=all and idempotence.
            RecordMetadata written =
                    producer.send(new ProducerRecord<>(REQUESTED, fileId, request)).get();
            return written.topic() + "/" + written.partition() + "/" + written.offset();
        }
    }

    private static End await(KafkaConsumer<String, String> reader, String eventId, String origin, Instant deadline)
            throws Exception {
        while (Instant.now().isBefore(deadline)) {
            for (ConsumerRecord<String, String> read : reader.poll(Duration.ofSeconds(1))) {
                Optional<End> end = read.topic().equals(DELETED) ? result(read, eventId) : deadLetter(read, origin);
                if (end.isPresent()) {
                    return end.get();
                }
            }
        }
        return new End(false, "no end yet; whether it comes, `media-deleter trace --event-id " + eventId + "` says");
    }

    private static Optional<End> result(ConsumerRecord<String, String> read, String eventId) throws Exception {
        JsonNode result = JSON.readTree(read.value());
        String outcome = result.path("outcome").asText();
        return result.path("requestEventId").asText().equals(eventId)
                ? Optional.of(new End(Set.of("DELETED", "ALREADY_ABSENT").contains(outcome), outcome))
                : Optional.empty();
    }

    /** Not by event id: a malformed request has none that can be trusted. */
    private static Optional<End> deadLetter(ConsumerRecord<String, String> read, String origin) {
        if (read.value() == null || !header(read, "md-origin").equals(origin)) {
            return Optional.empty(); // null is a tombstone: a dead letter was replayed, and then ends anew, or discarded
        }
        return Optional.of(new End(
                false,
                header(read, "md-fault-kind") + " " + header(read, "md-fault-code") + ": "
                        + header(read, "md-fault-message")));
    }

    private static String header(ConsumerRecord<String, String> read, String name) {
        Header header = read.headers().lastHeader(name);
        return header == null || header.value() == null ? "?" : new String(header.value(), UTF_8);
    }
}
