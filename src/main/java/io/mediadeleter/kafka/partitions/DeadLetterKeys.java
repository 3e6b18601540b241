package io.mediadeleter.kafka.partitions;

import io.mediadeleter.kafka.batch.FetchGuard;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.client.Leadership;
import io.mediadeleter.kafka.client.SmallBytes;
import io.mediadeleter.kafka.headers.MdHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bounded look at the keys of the dead-letter topic: no value is kept. Stateless. */
final class DeadLetterKeys {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterKeys.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long LONGEST_NANOS = Duration.ofSeconds(10).toNanos();

    /** Nothing large is kept of them. */
    private static final int POLL_RECORDS = 50;

    private DeadLetterKeys() {}

    /** Adds what there is to {@code earlier}, and tells it when that was not all. */
    static void show(KafkaSettings settings, String topic, EarlierTopicIds earlier) {
        Map<String, Object> config = new HashMap<>(ClientConfigs.deadLetterConsumer(settings));
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, new SmallBytes(), new SmallBytes())) {
            FetchGuard.ofAllThatIsHeld(consumer);
            if (!read(consumer, topic, earlier)) {
                earlier.incomplete();
            }
        } catch (OutOfMemoryError tooLarge) {
            log.warn("A dead letter on {} is too large for the heap: requests are named with their topic's id", topic);
            earlier.incomplete();
        } catch (KafkaException refused) {
            log.warn(
                    "The dead letters on {} could not be looked at for earlier topics of the names that this group reads,"
                            + " so requests are named with their topic's id: {}",
                    topic,
                    refused.getMessage());
            earlier.incomplete();
        }
    }

    private static boolean read(KafkaConsumer<byte[], byte[]> consumer, String topic, EarlierTopicIds earlier) {
        long deadline = System.nanoTime() + LONGEST_NANOS;
        Leadership leadership = Leadership.ofInfos(consumer.partitionsFor(topic));
        List<TopicPartition> partitions = leadership.led();
        boolean isWhole = leadership.leaderless().isEmpty();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        List<TopicPartition> filled = partitions.stream()
                .filter(partition -> begins.getOrDefault(partition, 0L) < ends.getOrDefault(partition, 0L))
                .toList();
        if (filled.isEmpty()) {
            return isWhole; // and no right to read was needed
        }
        consumer.assign(filled);
        consumer.seekToBeginning(filled);
        while (filled.stream().anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            consumer.poll(POLL).forEach(letter -> show(letter, earlier));
        }
        return isWhole;
    }

    private static void show(ConsumerRecord<byte[], byte[]> letter, EarlierTopicIds earlier) {
        Header id = letter.headers().lastHeader(MdHeaders.ORIGIN_TOPIC_ID);
        if (letter.key() != null) {
            earlier.add(
                    letter.key(),
                    letter.serializedValueSize() < 0,
                    Optional.ofNullable(id == null ? null : id.value())
                            .map(value -> new String(value, StandardCharsets.UTF_8)));
        }
    }
}
