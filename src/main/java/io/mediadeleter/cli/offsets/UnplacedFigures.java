package io.mediadeleter.cli.offsets;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.partitions.Stock;
import io.mediadeleter.pipeline.port.Unstarted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What lies on partitions without an offset. Stateless. */
final class UnplacedFigures {

    private UnplacedFigures() {}

    static String inWords(Map<TopicPartition, Stock> unplaced) {
        return Unstarted.inWords(unstarted(unplaced));
    }

    static long records(Map<TopicPartition, Stock> unplaced) {
        return Unstarted.records(unstarted(unplaced));
    }

    /** Also of those that are empty: what comes there later is behind their end. */
    static Map<Partition, Long> ends(Map<TopicPartition, Stock> unplaced) {
        Map<Partition, Long> ends = new HashMap<>();
        unplaced.forEach((partition, stock) -> ends.put(KafkaConversions.ours(partition), stock.end()));
        return ends;
    }

    private static List<Unstarted> unstarted(Map<TopicPartition, Stock> unplaced) {
        return unplaced.entrySet().stream()
                .map(each -> each.getValue().of(each.getKey()))
                .toList();
    }
}
