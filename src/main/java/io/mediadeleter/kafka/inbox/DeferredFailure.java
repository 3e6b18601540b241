package io.mediadeleter.kafka.inbox;

import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What failed when records had been read already, which are handed on first. Confined to the consumer's thread.
 *
 * <p>Meanwhile a partition that the consumer had no place for may be given one, or become another of the same name. Then the
 * failure is of the past, and to go by it would read the wrong records; where it is not, the consumer fails again.
 */
final class DeferredFailure {

    private @Nullable KafkaException failure;

    void keep(KafkaException failed) {
        failure = failed;
    }

    /** Partitions came, went, or are read from another place. */
    void placesChanged() {
        if (failure instanceof InvalidOffsetException) {
            failure = null;
        }
    }

    /** This one is read from another place. */
    void placeChanged(TopicPartition partition) {
        if (failure instanceof InvalidOffsetException invalid
                && invalid.partitions().contains(partition)) {
            failure = null;
        }
    }

    /** Throws the kept failure, if there is one. */
    void tell() {
        if (failure != null) {
            KafkaException failed = failure;
            failure = null;
            throw failed;
        }
    }
}
