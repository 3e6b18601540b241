package io.mediadeleter.kafka.inbox;

import io.mediadeleter.control.StartDecision;
import io.mediadeleter.control.StartPosition.Earliest;
import io.mediadeleter.control.StartPosition.From;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.partitions.Stock;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What lies on partitions without an offset, and so where to begin with them.
 *
 * @param since where to begin if it is from a time
 */
record FoundStock(Map<TopicPartition, Stock> stocks, Map<TopicPartition, Long> since) {

    static final FoundStock NOTHING = new FoundStock(Map.of(), Map.of());

    /** Where to begin with these as it was decided. */
    Map<TopicPartition, Long> places(Map<TopicPartition, Stock> full, StartDecision decided) {
        if (decided.position() instanceof Earliest) {
            return begins(full);
        }
        if (decided.position() instanceof From) {
            return full.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> since(entry.getValue(), since.get(entry.getKey()))));
        }
        return full.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> latest(entry.getValue(), decided.endOf(KafkaConversions.ours(entry.getKey())))));
    }

    /** Their first records. */
    static Map<TopicPartition, Long> begins(Map<TopicPartition, Stock> full) {
        return full.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().begin()));
    }

    private static long since(Stock stock, @Nullable Long first) {
        return first == null || first < 0 ? stock.end() : first;
    }

    private static long latest(Stock stock, OptionalLong decided) {
        return Math.max(stock.begin(), Math.min(stock.end(), decided.orElse(stock.end())));
    }
}
