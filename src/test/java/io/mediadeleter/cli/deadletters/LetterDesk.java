package io.mediadeleter.cli.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.config.Settings;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Topics of a test's own with dead letters on them, and the commands in this JVM. Confined to one thread. */
final class LetterDesk {

    private final KafkaFixture kafka;
    private final Map<String, String> environment;
    private final Settings settings;
    private int mentioned = -1;
    private int requests;

    LetterDesk(KafkaFixture kafka) {
        this.kafka = kafka;
        this.environment = new HashMap<>(Map.of(
                "MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "MEDIA_DELETER_GROUP_ID", kafka.unique("group"),
                "MEDIA_DELETER_TOPICS_REQUESTED", kafka.unique("requested"),
                "MEDIA_DELETER_TOPICS_DELETED", kafka.unique("deleted"),
                "MEDIA_DELETER_TOPICS_QUOTA", kafka.unique("quota"),
                "MEDIA_DELETER_TOPICS_PARTITIONS", "3"));
        this.settings = Settings.load(environment, null);
        kafka.createTopics(settings);
    }

    Map<String, String> environment() {
        return environment;
    }

    /** From now on commands run with this default. */
    void defaultSubApp(String id) {
        environment.put("MEDIA_DELETER_VOD_DEFAULT_SUB_APP_ID", id);
    }

    /** The origin of this number; from the next {@link #write} on there is a request. */
    String origin(int number) {
        mentioned = Math.max(mentioned, number);
        return settings.topics().requested() + "/0/" + number;
    }

    /** A letter as the service writes it; headers are name and text by turns. */
    ProducerRecord<byte[], byte[]> letter(int number, String kind, String code, String... headers) {
        String value = "{\"eventId\":\"e" + number + "\",\"fileId\":\"52854854879852" + number + "\"}";
        ProducerRecord<byte[], byte[]> letter = record(origin(number), value);
        put(letter, "md-origin", origin(number));
        put(letter, "md-origin-timestamp", "1764000000000");
        put(letter, "md-fault-kind", kind);
        put(letter, "md-fault-code", code);
        put(letter, "md-fault-message", "why it failed");
        put(letter, "md-attempt", "1");
        put(letter, "md-failed-at", "2026-11-25T09:14:00Z");
        for (int i = 0; i < headers.length; i += 2) {
            letter.headers().remove(headers[i]);
            put(letter, headers[i], headers[i + 1]);
        }
        return letter;
    }

    /** The letter with an empty value. */
    ProducerRecord<byte[], byte[]> emptied(ProducerRecord<byte[], byte[]> letter) {
        return new ProducerRecord<>(letter.topic(), null, letter.key(), new byte[0], letter.headers());
    }

    /** Anything at all on the dead-letter topic. */
    ProducerRecord<byte[], byte[]> record(String key, @Nullable String value) {
        return new ProducerRecord<>(
                settings.topics().deadLetter(), key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8));
    }

    /** The letters, and before them the requests of all origins that were asked for. */
    void write(List<ProducerRecord<byte[], byte[]>> records) {
        if (mentioned >= requests) {
            kafka.produce(IntStream.rangeClosed(requests, mentioned)
                    .mapToObj(number ->
                            new ProducerRecord<byte[], byte[]>(settings.topics().requested(), 0, null, null))
                    .toList());
            requests = mentioned + 1;
        }
        kafka.produce(records);
    }

    /** A letter that nobody can read until what it returns is closed. */
    AutoCloseable hide(ProducerRecord<byte[], byte[]> letter) {
        return kafka.hide(List.of(letter));
    }

    /** From now on the replay topic takes no batch of more bytes. */
    void limitReplayTopic(int maxBytes) {
        kafka.limit(maxBytes, settings.topics().replay());
    }

    /** As it is where nobody has created it. */
    void dropReplayTopic() {
        kafka.deleteTopics(settings.topics().replay());
    }

    void dropRequestTopic() {
        kafka.deleteTopics(settings.topics().requested());
    }

    /** Another topic of the same name, without a record. */
    void renewRequestTopic() {
        dropRequestTopic();
        kafka.createTopics(settings);
        requests = Integer.MAX_VALUE;
    }

    String requestTopicId() {
        return kafka.describe(settings.topics().requested()).topicId().toString();
    }

    /** So many letters of one kind, numbered from 0. */
    void fill(int count) {
        write(IntStream.range(0, count)
                .mapToObj(number -> letter(number, "TRANSIENT", "InternalError"))
                .toList());
    }

    /** Runs a command of {@code dead-letters} without a terminal. */
    Cli run(String... args) {
        return Cli.run(environment, deadLetters(args));
    }

    /** The arguments of the whole program. */
    static String[] deadLetters(String... args) {
        return Stream.concat(Stream.of("dead-letters"), Stream.of(args)).toArray(String[]::new);
    }

    /** What was replayed, committed only. */
    List<ConsumerRecord<byte[], byte[]>> lane() {
        return committed(settings.topics().replay());
    }

    /** The keys that are unresolved, as a naive reader finds them. */
    Set<String> unresolved() {
        Set<String> keys = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> read : committed(settings.topics().deadLetter())) {
            String key = new String(read.key(), UTF_8);
            if (read.value() == null) {
                keys.remove(key);
            } else {
                keys.add(key);
            }
        }
        return keys;
    }

    /** The origins of what was replayed, with repetitions. */
    List<String> replayedOrigins() {
        List<String> origins = new ArrayList<>();
        lane().forEach(read ->
                origins.add(new String(read.headers().lastHeader("md-origin").value(), UTF_8)));
        return origins;
    }

    /** How many were replayed, committed only. */
    int replayedCount() {
        return lane().size();
    }

    /** Whether a replay or discard is in the middle of a transaction. */
    boolean isInTransaction() {
        return hasTransaction(Set.of(TransactionState.ONGOING));
    }

    /** A commit is done when it is decided; its markers are on the topics, and it is seen there, only a moment later. */
    private List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
        await().until(() -> !hasTransaction(Set.of(TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT)));
        return kafka.readCommitted(topic);
    }

    private boolean hasTransaction(Set<TransactionState> states) {
        String prefix = settings.kafka().groupId() + "-";
        return Patience.get(kafka.admin().listTransactions().all()).stream()
                .anyMatch(listed -> listed.transactionalId().startsWith(prefix) && states.contains(listed.state()));
    }

    private static void put(ProducerRecord<byte[], byte[]> letter, String name, String text) {
        letter.headers().add(name, text.getBytes(UTF_8));
    }
}
