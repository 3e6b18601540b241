package io.mediadeleter.kafka.scan;

import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.inbox.FetchedRecords;
import java.util.Map;
import java.util.Optional;
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
     * @param missed the topics of which records were removed before they could be read, each with that as a sentence without its stop
     */
    public record Outcome(boolean isWhole, Map<String, String> unread, Map<String, String> missed) {

        public Outcome {
            unread = Map.copyOf(unread);
            missed = Map.copyOf(missed);
        }

        /** Why not all of the topic was read that there was when the scan began; empty when it was. */
        public Optional<String> gap(String topic) {
            return Optional.ofNullable(unread.get(topic)).or(() -> Optional.ofNullable(missed.get(topic)));
        }
    }

    /**
     * Hands on what is wanted, in the order of the partitions of the extent.
     *
     * @throws KafkaFailure when Kafka cannot be reached
     */
    public Outcome read(ScanExtent extent, RecordPrefilter prefilter, ScanObserver observer) {
        Map<String, String> unread = new TreeMap<>(extent.unread());
        Map<String, String> missed = new TreeMap<>();
        for (PartitionExtent part : extent.partitions()) {
            String topic = part.partition().topic();
            try {
                if (!unread.containsKey(topic)
                        && !reader.read(
                                part.partition(),
                                part.begin(),
                                part.end(),
                                prefilter,
                                new Watched(observer, part, missed))) {
                    return new Outcome(false, unread, missed);
                }
            } catch (AuthorizationException refused) {
                unread.put(topic, ScanExtent.missing("Read", topic));
            } catch (KafkaException failed) {
                throw KafkaFailure.of(settings.bootstrapServers(), "read the topic " + topic, failed);
            }
        }
        return new Outcome(true, unread, missed);
    }

    /** Takes down what the topic did not keep until it was read. */
    private record Watched(ScanObserver observer, PartitionExtent part, Map<String, String> missed)
            implements ScanObserver {

        @Override
        public boolean record(FetchedRecords.Fetched read) {
            return observer.record(read);
        }

        @Override
        public boolean passed(long offsets) {
            return observer.passed(offsets);
        }

        @Override
        public void missed(long offsets) {
            missed.putIfAbsent(
                    part.partition().topic(),
                    "the topic removed records of " + part.partition()
                            + " before they could be read: their time on it was up");
            observer.missed(offsets);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
