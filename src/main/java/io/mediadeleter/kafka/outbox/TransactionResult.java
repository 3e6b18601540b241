package io.mediadeleter.kafka.outbox;

import io.mediadeleter.kafka.outbox.Transactions.Outgoing;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What came of a transaction. What is told of its records may change as long as some are on their way: until a producer that is of no
 * further use has been closed.
 *
 * @param <O> what a record stands for, by identity
 */
public final class TransactionResult<O> {

    /** How far the coordinator of the group has the offsets of a transaction. */
    enum Taken {
        NO,
        /** The client has given up waiting for the answer, and goes on sending them while it aborts. */
        PERHAPS,
        /** Whether they count or not. */
        YES
    }

    private final TransactionEnd end;
    private final @Nullable KafkaException failure;
    private final Sending<O> sending;
    private final @Nullable Offsets offsets;
    private final Taken taken;

    TransactionResult(
            TransactionEnd end,
            @Nullable KafkaException failure,
            Sending<O> sending,
            @Nullable Offsets offsets,
            Taken taken) {
        this.end = end;
        this.failure = failure;
        this.sending = sending;
        this.offsets = offsets;
        this.taken = taken;
    }

    public TransactionEnd end() {
        return end;
    }

    /** Null when there was none; with the failure of its abort as suppressed, if that failed, too. */
    public @Nullable KafkaException failure() {
        return failure;
    }

    /** Those of which one at least was refused for what it is. */
    public Map<O, Refusal> suspects() {
        return sending.suspects();
    }

    /** The records that brokers have, whether they count or not, each with its partition. */
    public List<Outgoing<O>> acknowledged() {
        return sending.acknowledged();
    }

    /** The records that brokers may have, each with its partition. */
    public List<Outgoing<O>> doubtful() {
        return sending.doubtful();
    }

    /** The highest offset that was acknowledged in each partition; {@link Long#MAX_VALUE} where that is not known. */
    Map<TopicPartition, Long> last() {
        return sending.last();
    }

    /** The offsets that the group's coordinator has, whether they count or not; null when it has none, or that is not known. */
    public @Nullable Offsets offsets() {
        return taken == Taken.YES ? offsets : null;
    }

    /** The offsets that the group's coordinator may have; null when it is known whether it has them. */
    public @Nullable Offsets doubtfulOffsets() {
        return taken == Taken.PERHAPS ? offsets : null;
    }

    /** Whether it was neither aborted as it should, nor refused for what its records are. */
    boolean isUnclear() {
        return end != TransactionEnd.ABORTED || failure != null;
    }
}
