package io.mediadeleter.kafka.outbox;

import io.mediadeleter.kafka.outbox.Transactions.Outgoing;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * What came of a transaction.
 *
 * @param <O> what a record stands for, by identity
 * @param failure null when there was none; with the failure of its abort as suppressed, if that failed, too
 * @param suspects those of which one at least was refused for what it is
 * @param acknowledged the records that brokers have, whether they count or not, each with its partition
 * @param offsets that the group's coordinator has, whether they count or not; null when it has none, or that is not known
 */
public record TransactionResult<O>(
        TransactionEnd end,
        @Nullable KafkaException failure,
        Map<O, Refusal> suspects,
        List<Outgoing<O>> acknowledged,
        @Nullable Offsets offsets) {

    TransactionResult(
            TransactionEnd end, @Nullable KafkaException failure, Sending<O> sending, @Nullable Offsets offsets) {
        this(end, failure, sending.suspects(), sending.acknowledged(), offsets);
    }

    /** Whether it was neither aborted as it should, nor refused for what its records are. */
    boolean isUnclear() {
        return end != TransactionEnd.ABORTED || failure != null;
    }
}
