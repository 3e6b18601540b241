package io.mediadeleter.kafka.scan;

import io.mediadeleter.kafka.batch.FetchGuard;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads records by the hundred, as far as none of them is too heavy for that. Confined to one thread. */
final class QuickReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int RECORDS = 200;

    private final RecordFilter filter = new RecordFilter();
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** @param config of a consumer without a group */
    QuickReader(Map<String, Object> config) {
        Map<String, Object> quick = new HashMap<>(config);
        quick.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS);
        consumer = new KafkaConsumer<>(quick, filter.keys(), filter.values());
        FetchGuard.of(consumer);
    }

    /** Reads on until the part ends or is stopped, or a record is too heavy: that one is read next. */
    void read(ScanProgress progress, RecordPrefilter prefilter) {
        List<TopicPartition> only = List.of(progress.partition());
        filter.use(prefilter);
        consumer.assign(only);
        consumer.seek(progress.partition(), progress.position());
        try {
            while (progress.goesOn() && readOnce(progress)) {
                progress.advance(consumer.position(progress.partition()));
            }
        } finally {
            consumer.unsubscribe(); // and lets go of what it has fetched
        }
    }

    /** False at a record that is too heavy. */
    private boolean readOnce(ScanProgress progress) {
        Optional<List<ConsumerRecord<byte[], byte[]>>> polled = poll(progress.partition());
        for (ConsumerRecord<byte[], byte[]> read : polled.orElse(List.of())) {
            if (filter.isHeavy(read)) {
                progress.advance(read.offset());
                return false;
            }
            if (filter.isWanted(read)) {
                progress.hand(read.offset(), () -> RecordFilter.message(read));
            }
        }
        return polled.isPresent();
    }

    /** Empty when one of the next records is too heavy; the others come again. */
    private Optional<List<ConsumerRecord<byte[], byte[]>>> poll(TopicPartition partition) {
        try {
            return Optional.of(consumer.poll(POLL).records(partition));
        } catch (OutOfMemoryError | FetchGuard.HeavyFetch | RecordFilter.HeavyHeaders tooHeavy) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
