package io.mediadeleter.kafka;

import io.mediadeleter.pipeline.InboxFailure;
import io.mediadeleter.pipeline.OutboxFailure;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;

/** Why there is nothing more to poll for, in words for operators. */
final class PollEnd {

    private PollEnd() {}

    /** What was foreseen, told in one message; anything else as it is. */
    static RuntimeException of(KafkaException failed, String instanceId) {
        if (failed instanceof FencedInstanceIdException || failed instanceof UnreleasedInstanceIdException) {
            return new InboxFailure(
                    "Another instance runs as " + instanceId + ". Each needs a media-deleter.instance-id of its own.",
                    failed);
        }
        Optional<Throwable> lasting = LastingError.in(failed);
        if (lasting.isPresent()) {
            return new InboxFailure(
                    "Kafka does not let this instance read: " + LastingError.reason(lasting.get()), failed);
        }
        if (failed instanceof ApiException) {
            return new InboxFailure("Kafka refuses to let this instance read: " + failed.getMessage(), failed);
        }
        // The rebalance's callbacks commit; the consumer wraps what they throw.
        return failed.getCause() instanceof OutboxFailure refused ? refused : failed;
    }
}
