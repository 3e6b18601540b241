package io.mediadeleter.kafka.outbox;

import io.mediadeleter.kafka.partitions.KafkaConversions;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The offsets of a failed transaction that the group's coordinator may have, untold. Confined to one thread.
 *
 * <p>When may they be aborted? The coordinator keeps all offsets of a group in one partition, and those of a transaction count once its
 * end is written there. So where one counts that the last committed transaction has set, which the offset names, the end of that one
 * was not left out, and whatever of this producer is still open is of failed transactions. So it is before the first commit: what an earlier
 * process or an unknown commit left open has been ended by then.
 */
final class DoubtfulOffsets {

    /** Of the last commit, those that name it; null where none is known. */
    private @Nullable Map<TopicPartition, OffsetAndMetadata> committed;

    private @Nullable Offsets doubtful;

    /** These were committed. */
    void committed(Offsets last) {
        if (!last.points().isEmpty()) {
            committed = KafkaConversions.named(last.points());
        }
    }

    /** Others may have been committed since; what was open before has been ended. */
    void forget() {
        committed = null;
    }

    /** The coordinator may have them. Nothing can be decided where the last commit has no name. */
    void add(Offsets offsets) {
        boolean canTell = committed == null || !committed.isEmpty();
        if (canTell && !offsets.points().isEmpty()) {
            doubtful = offsets;
        }
    }

    boolean isEmpty() {
        return doubtful == null;
    }

    /** Whether they may be aborted, by what the group has committed, which is asked for only where there was a commit. */
    boolean isDecided(Supplier<Map<TopicPartition, OffsetAndMetadata>> ofGroup) {
        Map<TopicPartition, OffsetAndMetadata> known = committed;
        if (known == null) {
            return true;
        }
        Map<TopicPartition, OffsetAndMetadata> told = ofGroup.get();
        return known.entrySet().stream().anyMatch(last -> last.getValue().equals(told.get(last.getKey())));
    }

    /** Takes them out; null when there are none. */
    @Nullable
    Offsets take() {
        Offsets taken = doubtful;
        doubtful = null;
        return taken;
    }
}
