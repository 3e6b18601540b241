package io.mediadeleter.kafka.outbox;

import io.mediadeleter.kafka.partitions.KafkaConversions;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The offsets of a failed transaction that the group's coordinator may have, untold. Confined to one thread.
 *
 * <p>When may they be aborted? The coordinator keeps all offsets of a group in one partition, and those of a transaction count once its
 * end is written there. So where one counts that the last committed transaction has set, which the offset names, the end of that one
 * was not left out, and whatever of this producer is still open is of failed transactions.
 */
final class DoubtfulOffsets {

    private Map<TopicPartition, OffsetAndMetadata> committed = Map.of();
    private @Nullable Offsets doubtful;

    /** These were committed. */
    void committed(Offsets last) {
        if (!last.points().isEmpty()) {
            committed = KafkaConversions.named(last.points());
        }
    }

    /** Others may have been committed since. */
    void forget() {
        committed = Map.of();
    }

    /** The coordinator may have them. Nothing can be decided where no commit is known. */
    void add(Offsets offsets) {
        if (!committed.isEmpty() && !offsets.points().isEmpty()) {
            doubtful = offsets;
        }
    }

    boolean isEmpty() {
        return doubtful == null;
    }

    /** Whether they may be aborted, by what the group has committed. */
    boolean isDecided(Map<TopicPartition, OffsetAndMetadata> ofGroup) {
        return committed.entrySet().stream().anyMatch(last -> last.getValue().equals(ofGroup.get(last.getKey())));
    }

    /** Takes them out; null when there are none. */
    @Nullable
    Offsets take() {
        Offsets taken = doubtful;
        doubtful = null;
        return taken;
    }
}
