package io.mediadeleter.kafka.inbox;

import io.mediadeleter.control.StartDecision;
import io.mediadeleter.control.StartPosition.Earliest;
import io.mediadeleter.control.StartPosition.From;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.partitions.PartitionContents;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What lies on partitions without an offset, and so where to begin with them.
 *
 * @param since where to begin if it is from a time
 */
record StartOffsets(Map<TopicPartition, PartitionContents> stocks, Map<TopicPartition, Long> since) {

    static final StartOffsets NOTHING = new StartOffsets(Map.of(), Map.of());

    /** Where to begin with these as it was decided; those that the decision says nothing about are missing. */
    Map<TopicPartition, Long> places(Map<TopicPartition, PartitionContents> some, StartDecision decided) {
        if (decided.position() instanceof Earliest) {
            return begins(some);
        }
        if (decided.position() instanceof From) {
            return some.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> since(entry.getValue(), since.get(entry.getKey()))));
        }
        Map<TopicPartition, Long> latest = new HashMap<>();
        some.forEach((partition, stock) -> decided.endOf(KafkaConversions.toPartition(partition))
                .ifPresent(end -> latest.put(partition, Math.max(stock.begin(), Math.min(stock.logEnd(), end)))));
        return latest;
    }

    /** Their first records. */
    static Map<TopicPartition, Long> begins(Map<TopicPartition, PartitionContents> full) {
        return full.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().begin()));
    }

    private static long since(PartitionContents stock, @Nullable Long first) {
        return first == null || first < 0 ? stock.logEnd() : first;
    }
}
