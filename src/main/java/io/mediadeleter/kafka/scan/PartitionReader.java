package io.mediadeleter.kafka.scan;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.inbox.BoundedConsumer;
import io.mediadeleter.kafka.inbox.FetchedRecords;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads stretches of partitions, one after the other. Confined to one thread.
 *
 * <p>How is it quick, and bounded? Records come by the hundred, and a {@link RecordPrefilter} leaves nothing of most of them.
 * Where a record is too heavy to be held with hundreds of others, some are taken one by one, by the {@link BoundedConsumer} that
 * the service itself reads with, which also gets past records that are larger than the heap.
 */
public final class PartitionReader implements AutoCloseable {

    private static final Duration TURN = Duration.ofMillis(500);

    /** After a heavy record so many offsets are read one by one: to change is slower than to read. */
    private static final long ONE_BY_ONE = 1_000;

    private final BoundedConsumer bounded;
    private final QuickReader quick;

    /**
     * Connects on first use.
     *
     * @param config of a consumer without a group; it says whether what is not committed counts
     * @param cut what becomes of a record that is larger than the memory, as in "it is shown without its value"
     * @throws KafkaException when the client's settings are impossible
     */
    public PartitionReader(Map<String, Object> config, String cut) {
        bounded = new BoundedConsumer(config, cut);
        quick = new QuickReader(config);
    }

    /** The consumer, for all but reading. */
    public KafkaConsumer<ByteBuffer, ByteBuffer> consumer() {
        return bounded.consumer();
    }

    /** Where the log begins now. */
    public long beginning(Partition partition) {
        TopicPartition topicPartition = KafkaConversions.toTopicPartition(partition);
        return consumer().beginningOffsets(List.of(topicPartition)).getOrDefault(topicPartition, 0L);
    }

    /**
     * Hands on what is wanted of the records from {@code begin} to before {@code end}, which must be committed where only that counts. A record that is
     * larger than the memory comes without what makes it so.
     *
     * @return false when it was stopped
     * @throws KafkaException when nothing comes for half a minute, as when {@code end} lies behind an open transaction
     */
    public boolean read(Partition partition, long begin, long end, RecordPrefilter prefilter, ScanObserver observer) {
        ScanProgress progress = new ScanProgress(KafkaConversions.toTopicPartition(partition), begin, end, observer);
        while (progress.goesOn()) {
            try {
                quick.read(progress, prefilter);
                if (progress.goesOn()) {
                    readOneByOne(progress);
                }
            } catch (OffsetOutOfRangeException removed) {
                progress.skipTo(beginning(partition));
            }
        }
        return !progress.isStopped();
    }

    private void readOneByOne(ScanProgress progress) {
        long until = progress.position() + ONE_BY_ONE;
        bounded.readOnly(progress.partition(), progress.position());
        while (progress.goesOn() && progress.position() < until) {
            FetchedRecords fetched = bounded.take(TURN);
            fetched.records().forEach(read -> progress.hand(read.offset(), read::message));
            progress.advance(fetched.positions().getOrDefault(progress.partition(), progress.position()));
        }
    }

    @Override
    public void close() {
        bounded.close();
        quick.close();
        bounded.consumer().close(CloseOptions.timeout(Duration.ZERO));
    }
}
