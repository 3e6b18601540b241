package io.mediadeleter.kafka.quota;

import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.client.LogClientConfigs;
import io.mediadeleter.quota.LoggedClaim;
import io.mediadeleter.quota.QuotaLedger;
import io.mediadeleter.quota.QuotaRules;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Reads the quota topic for somebody who only looks: what each instance holds of the quota. It writes nothing. Confined to
 * one thread.
 */
public final class QuotaTopicObserver implements AutoCloseable {

    /** Claims of the last minutes, or of the last tens of seconds in a large group: more than a lease. */
    private static final long MOST_CLAIMS = 5_000;

    private static final Duration POLL = Duration.ofMillis(100);

    /** A member's name is its instance's, a dash, and what makes it unlike all others. */
    private static final int SUFFIX = 37;

    private final TopicPartition partition;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final QuotaRules rules;
    private QuotaLedger ledger;
    private boolean isStarted;

    /**
     * Connects on first use.
     *
     * @param rules what this process is set to
     * @throws KafkaFailure when the client's settings are impossible
     */
    public QuotaTopicObserver(KafkaSettings settings, String topic, QuotaRules rules) {
        this.partition = new TopicPartition(topic, 0);
        this.rules = rules;
        this.ledger = new QuotaLedger(rules);
        this.consumer =
                KafkaFailure.connecting(settings, () -> new KafkaConsumer<>(LogClientConfigs.quotaConsumer(settings)));
    }

    /**
     * Reads on to where the topic ends now: calls a second that each instance holds, by its name; without those of which it is not
     * known.
     */
    public Map<String, Integer> listen() {
        long end = start();
        while (consumer.position(partition) < end) {
            try {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                records.forEach(this::read);
                if (records.isEmpty()) {
                    end = start(); // a topic that was recreated may reach the position and not the former end
                }
            } catch (OffsetOutOfRangeException cut) {
                isStarted = false;
                end = start();
            }
        }
        Map<String, Integer> granted = new TreeMap<>();
        ledger.shares().forEach((member, share) -> granted.put(member, share.granted()));
        return byInstance(granted);
    }

    /**
     * Groups may share a quota, and each has its own names: of two members of one name that hold something, nobody knows which is of
     * which group.
     */
    static Map<String, Integer> byInstance(Map<String, Integer> granted) {
        Map<String, Integer> held = new TreeMap<>();
        Set<String> ambiguous = new HashSet<>();
        granted.forEach((member, calls) -> {
            if (member.length() > SUFFIX) {
                String name = member.substring(0, member.length() - SUFFIX);
                int others = held.getOrDefault(name, 0);
                if (calls > 0 && others > 0) {
                    ambiguous.add(name);
                }
                held.put(name, Math.max(calls, others));
            }
        });
        held.keySet().removeAll(ambiguous);
        return held;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }

    /** Where the topic ends. */
    private long start() {
        if (!isStarted) {
            List<PartitionInfo> partitions = consumer.partitionsFor(partition.topic());
            if (partitions == null || partitions.isEmpty()) {
                throw new UnknownTopicOrPartitionException(
                        "There is no topic " + partition.topic() + ". Create it: media-deleter topics create");
            }
            consumer.assign(List.of(partition));
        }
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        if (!isStarted || consumer.position(partition) > end) {
            begin(end); // for the first time, or on a topic that was recreated or cut
            isStarted = true;
        }
        return end;
    }

    private void begin(long end) {
        ledger = new QuotaLedger(rules);
        long first = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        consumer.seek(partition, Math.max(first, end - MOST_CLAIMS));
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        ClaimJson.read(record.value()).ifPresent(claim -> ledger.apply(new LoggedClaim(claim, record.timestamp())));
    }
}
