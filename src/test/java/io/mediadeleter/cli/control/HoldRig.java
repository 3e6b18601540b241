package io.mediadeleter.cli.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.config.Settings;
import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.Probe;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.control.KafkaControlLog;
import io.mediadeleter.time.Signal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A group's control topic of a test's own, members that look at it or not, and the commands. Confined to one thread. */
final class HoldRig {

    private static final Duration BETWEEN_PROBES = Duration.ofMillis(200);

    /** Something that goes on until it is ended. */
    interface Member {

        void end();
    }

    private final KafkaFixture kafka;
    private final Map<String, String> environment = new HashMap<>();
    private final Settings settings;

    HoldRig(KafkaFixture kafka) {
        this.kafka = kafka;
        String prefix = kafka.unique("held");
        environment.put("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("MEDIA_DELETER_GROUP_ID", prefix);
        environment.put("MEDIA_DELETER_TOPICS_REQUESTED", prefix);
        environment.put("MEDIA_DELETER_TOPICS_CONTROL", prefix + ".control");
        environment.put("MEDIA_DELETER_TOPICS_PARTITIONS", "2");
        environment.put("MEDIA_DELETER_TOPICS_DELETED", prefix + ".deleted");
        environment.put("MEDIA_DELETER_RETRY_DELAYS", "none");
        environment.put("MEDIA_DELETER_QUOTA_MODE", "local");
        settings = Settings.load(environment, null);
        kafka.createTopics(settings);
    }

    Map<String, String> environment() {
        return environment;
    }

    String controlTopic() {
        return settings.topics().control();
    }

    /** From now on the commands have this setting. */
    void set(String name, String value) {
        environment.put(name, value);
    }

    /** Runs a command in this JVM, without a terminal. */
    Cli run(String... args) {
        return Cli.run(environment, args);
    }

    /** Writes to the control topic as a publisher may. */
    void write(String key, @Nullable String value) {
        kafka.produce(List.of(record(controlTopic(), key, value)));
    }

    /** The same for many. */
    void write(List<String> keys, String value) {
        kafka.produce(
                keys.stream().map(key -> record(controlTopic(), key, value)).toList());
    }

    /** A dead letter that is HELD by this hold. */
    void heldLetter(int number, String hold) {
        kafka.produce(List.of(letter(number, hold)));
    }

    /** The same, which nobody can read until what this returns is closed. */
    AutoCloseable hiddenLetter(int number, String hold) {
        return kafka.hide(List.of(letter(number, hold)));
    }

    private ProducerRecord<byte[], byte[]> letter(int number, String hold) {
        String origin = settings.topics().requested() + "/0/" + number;
        kafka.produce(List.of(
                record(settings.topics().requested(), 0, "k", "{\"eventId\":\"e" + number + "\",\"fileId\":\"52\"}")));
        ProducerRecord<byte[], byte[]> letter = record(
                settings.topics().deadLetter(), 0, origin, "{\"eventId\":\"e" + number + "\",\"fileId\":\"52\"}");
        Map.of("md-origin", origin, "md-fault-kind", "HELD", "md-fault-code", "Hold.Media", "md-hold", hold)
                .forEach((name, text) -> letter.headers().add(name, text.getBytes(UTF_8)));
        return letter;
    }

    /** How many requests were replayed. */
    int replayed() {
        return kafka.readCommitted(settings.topics().replay()).size();
    }

    /** What stands on the control topic, as a naive reader finds it; probes left out. */
    Map<String, String> standing() {
        Map<String, String> standing = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> read : kafka.readCommitted(controlTopic())) {
            String key = new String(read.key(), UTF_8);
            if (read.value() == null) {
                standing.remove(key);
            } else if (!key.startsWith("instance:")) {
                standing.put(key, new String(read.value(), UTF_8));
            }
        }
        return standing;
    }

    /** A member that never looks, as one of an older version. */
    Member blindMember(String name) {
        CountDownLatch joined = new CountDownLatch(1);
        AtomicBoolean isOver = new AtomicBoolean();
        Thread thread = new Thread(() -> takePart(name, joined, isOver), "member-" + name);
        thread.setDaemon(true);
        thread.start();
        try {
            if (!joined.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(name + " did not join");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return () -> {
            isOver.set(true);
            join(thread);
        };
    }

    /** Writes probes of this name until it is ended; returns when one was read back from the topic. */
    Member prober(String name) {
        KafkaControlLog log = new KafkaControlLog(settings.kafka(), controlTopic(), id -> {});
        log.start();
        CountDownLatch first = new CountDownLatch(1);
        Thread thread = new Thread(() -> probe(name, log, first), "probes-" + name);
        thread.setDaemon(true);
        thread.start();
        try {
            first.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return () -> {
            thread.interrupt();
            join(thread);
        };
    }

    private void probe(String name, KafkaControlLog log, CountDownLatch first) {
        Signal ended = new Signal();
        try (log) {
            for (long number = 1; !Thread.currentThread().isInterrupted(); number++) {
                log.write(new Seen(new Probe(name, name + "-p", number, null)));
                while (first.getCount() > 0) {
                    log.read(BETWEEN_PROBES).stream()
                            .filter(read -> read.entry() instanceof Seen seen
                                    && seen.probe().instance().equals(name))
                            .forEach(own -> first.countDown());
                }
                ended.await(BETWEEN_PROBES.toNanos());
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void takePart(String name, CountDownLatch joined, AtomicBoolean isOver) {
        Map<String, Object> config = ClientConfigs.consumer(settings.kafka());
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, name);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
            consumer.subscribe(List.of(settings.topics().requested()));
            while (!isOver.get()) {
                consumer.poll(Duration.ofMillis(100));
                if (!consumer.assignment().isEmpty()) {
                    joined.countDown();
                }
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String key, @Nullable String value) {
        return record(topic, 0, key, value);
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, int partition, String key, @Nullable String value) {
        return new ProducerRecord<>(
                topic, partition, key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8));
    }
}
