package io.mediadeleter.kafka.control;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Lifted;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.ControlEntry.Replaced;
import io.mediadeleter.control.Selector;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.partitions.ObeyedTopics;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the control topic is another one than the group obeyed: its pauses and holds are gone, and nobody can say which
 * there were. So it puts on a pause before this instance reads the topic, which is lifted as every other. Confined to the
 * control thread.
 *
 * <p>The pause stands below the first probe that this instance writes to the topic, so it is in force before its first call. Once
 * it has been put on it is not put on again: a note behind it, with the topic's id, stays when the pause is lifted and the
 * tombstone is gone. The group's commits tell, too, but a group without work has none.
 */
public final class TopicSuccession {

    /** The key of that pause. */
    public static final Selector PAUSE = Selector.pause("topic-replaced");

    private static final Logger log = LoggerFactory.getLogger(TopicSuccession.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaSettings settings;
    private final TopicPartition partition;
    private final Consumer<String> told;
    private @Nullable String obeyed;
    private boolean nothingStood;

    /**
     * One that knows of no topic yet.
     *
     * @param told hears the id of each topic that is obeyed from now on
     */
    TopicSuccession(KafkaSettings settings, TopicPartition partition, Consumer<String> told) {
        this.settings = settings;
        this.partition = partition;
        this.told = told;
    }

    /** Whether this entry of the topic pauses the group for this, or lifts that pause. */
    public static boolean isPause(ControlEntry entry) {
        return (entry instanceof Put put && put.selector().equals(PAUSE))
                || (entry instanceof Lifted lifted && lifted.selector().equals(PAUSE));
    }

    /** What was obeyed until now stopped no call: if there is another topic next, nothing went with the former. */
    void nothingStood() {
        nothingStood = true;
    }

    /**
     * From now on the topic of this id is obeyed; null where Kafka tells no ids.
     *
     * @param consumer of the topic, at any place, and at any place afterwards
     */
    void begin(@Nullable String id, KafkaProducer<byte[], byte[]> producer, KafkaConsumer<byte[], byte[]> consumer)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (id == null || id.equals(obeyed)) {
            return;
        }
        Set<String> former = former();
        if (!former.isEmpty() && !former.contains(id) && !nothingStood) {
            pauseOnce(id, producer, consumer);
        }
        nothingStood = false;
        obeyed = id;
        told.accept(id);
    }

    private Set<String> former() throws InterruptedException, ExecutionException, TimeoutException {
        Admin admin = Admin.create(ClientConfigs.admin(settings));
        try {
            Set<String> former = new HashSet<>(ObeyedTopics.ask(admin, settings.groupId(), partition.topic())
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
            if (obeyed != null) {
                former.add(obeyed);
            }
            return former;
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private void pauseOnce(String id, KafkaProducer<byte[], byte[]> producer, KafkaConsumer<byte[], byte[]> consumer)
            throws InterruptedException, ExecutionException, TimeoutException {
        Replaced note = new Replaced(id);
        boolean isPaused = false;
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        long began = System.nanoTime();
        while (consumer.position(partition) < end && System.nanoTime() - began < PATIENCE.toNanos()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                ControlEntry entry = ControlRecords.read(record.key(), record.value());
                if (entry.equals(note)) {
                    return;
                }
                isPaused |= isPause(entry);
            }
        }
        if (!isPaused) {
            pause(producer);
        }
        put(producer, note); // only now: whoever reads it relies on the pause
    }

    private void pause(KafkaProducer<byte[], byte[]> producer)
            throws InterruptedException, ExecutionException, TimeoutException {
        String reason = "the control topic " + partition.topic()
                + " was deleted and created again, so its pauses and holds are gone: put back those that are needed";
        Put put = new Put(PAUSE, reason, settings.instanceId(), null, null);
        put(producer, put);
        log.warn(
                "CONTROL TOPIC REPLACED: {} is not the topic that the group obeyed, so its pauses and holds are gone."
                        + " Deletion is paused ({}). Put back those that are needed, then: media-deleter resume",
                partition.topic(),
                PAUSE);
    }

    private void put(KafkaProducer<byte[], byte[]> producer, ControlEntry entry)
            throws InterruptedException, ExecutionException, TimeoutException {
        producer.send(new ProducerRecord<>(
                        partition.topic(),
                        partition.partition(),
                        ControlRecords.key(entry),
                        ControlRecords.value(entry)))
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
