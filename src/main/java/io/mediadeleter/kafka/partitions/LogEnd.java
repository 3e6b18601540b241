package io.mediadeleter.kafka.partitions;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Where what can be read of a partition ends.
 *
 * @param leaderEpoch of the leader that told it; empty where the broker does not tell epochs
 */
public record LogEnd(long offset, Optional<Integer> leaderEpoch) {

    /** The offsets alone. */
    public static Map<TopicPartition, Long> offsets(Map<TopicPartition, LogEnd> ends) {
        return ends.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /** Whether its leader can know of an earlier one with this epoch. A consumer that has a later one waits for a leader that has it, too. */
    public boolean knows(int earlier) {
        return leaderEpoch.filter(epoch -> epoch >= earlier).isPresent();
    }
}
