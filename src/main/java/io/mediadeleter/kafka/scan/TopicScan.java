package io.mediadeleter.kafka.scan;

import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Reads topics once, over what there was when it began: partition by partition, without a group, in memory that depends neither on how many records there are nor on their size. Confined to one thread.
 */
public final class TopicScan implements AutoCloseable {

    private static final String CUT = "it is read without its value, or without its largest headers";

    private final KafkaSettings settings;
    private final PartitionReader reader;

    /**
     * Of committed records. Connects on first use.
     *
     * @throws KafkaFailure when the client's settings are impossible
     */
    public TopicScan(KafkaSettings settings) {
        this(settings, ClientConfigs.scanConsumer(settings));
    }

    private TopicScan(KafkaSettings settings, Map<String, Object> config) {
        this.settings = settings;
        reader = KafkaFailure.connecting(settings, () -> new PartitionReader(config, CUT));
    }

    /** Of all records, with {@link ScanExtent#ofAll}; the rest is the same. */
    public static TopicScan ofAll(KafkaSettings settings) {
        return new TopicScan(settings, ClientConfigs.uncommittedScanConsumer(settings));
    }

    /**
     * How a scan ended.
     *
     * @param isWhole false when it was stopped
     * @param unread the topics that could not be read to their ends, each with the reason
     */
    public record Outcome(boolean isWhole, Map<String, String> unread) {

        public Outcome {
            unread = Map.copyOf(unread);
        }
    }

    /**
     * Hands on what is wanted, in the order of the partitions of the extent.
     *
     * @throws KafkaFailure when Kafka cannot be reached
     */
    public Outcome read(ScanExtent extent, RecordPrefilter prefilter, ScanObserver observer) {
        Map<String, String> unread = new TreeMap<>(extent.unread());
        for (PartitionExtent part : extent.partitions()) {
            String topic = part.partition().topic();
            try {
                if (!unread.containsKey(topic)
                        && !reader.read(part.partition(), part.begin(), part.end(), prefilter, observer)) {
                    return new Outcome(false, unread);
                }
            } catch (AuthorizationException refused) {
                unread.put(topic, ScanExtent.missing("Read", topic));
            } catch (KafkaException failed) {
                throw KafkaFailure.of(settings.bootstrapServers(), "read the topic " + topic, failed);
            }
        }
        return new Outcome(true, unread);
    }

    @Override
    public void close() {
        reader.close();
    }
}
