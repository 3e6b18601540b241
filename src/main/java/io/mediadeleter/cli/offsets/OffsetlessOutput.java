package io.mediadeleter.cli.offsets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.cli.console.OutputFormat;
import io.mediadeleter.control.StartPosition;
import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.control.ControlFailure;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.partitions.PartitionContents;
import io.mediadeleter.pipeline.status.OffsetlessPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What lies on partitions without an offset. Stateless. */
final class OffsetlessOutput {

    private OffsetlessOutput() {}

    /** Those with anything on them, whether it can be read yet or not. */
    static Map<TopicPartition, PartitionContents> undecided(Map<TopicPartition, PartitionContents> unplaced) {
        Map<TopicPartition, PartitionContents> undecided = new HashMap<>(unplaced);
        undecided.values().removeIf(stock -> stock.isEmpty() && stock.hidden() == 0);
        return undecided;
    }

    static String inWords(Map<TopicPartition, PartitionContents> unplaced) {
        long hidden =
                unplaced.values().stream().mapToLong(PartitionContents::hidden).sum();
        return OffsetlessPartition.inWords(offsetless(unplaced))
                + (hidden == 0
                        ? ""
                        : "; and behind open transactions, which nobody can read yet, up to " + hidden + " more");
    }

    /**
     * Behind all that is there, whether it can be read yet or not. Also of those that are empty: what comes there later is behind
     * their end.
     */
    static Map<Partition, Long> ends(Map<TopicPartition, PartitionContents> unplaced) {
        Map<Partition, Long> ends = new HashMap<>();
        unplaced.forEach((partition, stock) -> ends.put(KafkaConversions.toPartition(partition), stock.logEnd()));
        return ends;
    }

    /**
     * What became of a decision, for programs.
     *
     * @param place null when nothing was decided
     * @param left null when that is not known
     */
    static ObjectNode json(
            @Nullable StartPosition place,
            Map<TopicPartition, PartitionContents> before,
            @Nullable Map<TopicPartition, PartitionContents> left) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("position", place == null ? null : place.toString())
                .put("partitions", before.size())
                .put("requests", OffsetlessPartition.records(offsetless(before)))
                .put("partitionsLeft", left == null ? null : (Integer) left.size());
    }

    /**
     * The same of a command that failed: {@code decided} is null where the decision was on its way, and may count.
     *
     * @param place null when nothing was on its way
     */
    static ObjectNode failed(@Nullable StartPosition place, RuntimeException failed) {
        boolean isCertain = place == null || (failed instanceof ControlFailure control && control.isRefusal());
        return JsonNodeFactory.instance
                .objectNode()
                .put("position", isCertain ? null : String.valueOf(place))
                .put("decided", isCertain ? (Boolean) false : null)
                .put("problem", OutputFormat.reason(failed));
    }

    private static List<OffsetlessPartition> offsetless(Map<TopicPartition, PartitionContents> unplaced) {
        return unplaced.entrySet().stream()
                .map(each -> each.getValue().of(each.getKey()))
                .toList();
    }
}
