package io.mediadeleter.kafka.inbox;

import io.mediadeleter.kafka.client.LastingError;
import io.mediadeleter.pipeline.port.RequestLogFailure;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;

/** Why there is nothing more to poll for, in words for operators. */
final class PollFailures {

    private PollFailures() {}

    /** The group keeps the name for longer than it would for somebody who is gone. */
    static RequestLogFailure keptFor(Duration time, String instanceId, UnreleasedInstanceIdException refusal) {
        return taken(instanceId, "the group has held the name for it for " + time.toSeconds() + " s", refusal);
    }

    private static RequestLogFailure taken(String instanceId, String proof, KafkaException failed) {
        return new RequestLogFailure(
                "Another instance runs as " + instanceId + ": " + proof
                        + ". Each needs a media-deleter.instance-id of its own.",
                failed);
    }

    /**
     * Whether the next poll may do better. Others may have removed this instance from the group: then a group of the newer protocol
     * refuses to say what is committed, and the consumer, which learns of it with its next heartbeat, joins anew by itself.
     */
    static boolean isPassing(KafkaException failed) {
        return failed instanceof RetriableException
                || failed instanceof UnknownMemberIdException
                || failed instanceof StaleMemberEpochException;
    }

    /** What was foreseen, told in one message; anything else as it is. */
    static RuntimeException of(KafkaException failed, String instanceId) {
        if (failed instanceof FencedInstanceIdException) {
            return taken(instanceId, "it joined the group after this one", failed);
        }
        if (failed.getCause() instanceof RequestLogFailure refused) {
            return refused; // the rebalance's callbacks commit; the consumer wraps what they throw
        }
        Optional<Throwable> lasting = LastingError.in(failed);
        if (lasting.isPresent()) {
            return new RequestLogFailure(
                    "Kafka refuses reads from this instance: " + LastingError.reason(lasting.get()), failed);
        }
        if (failed instanceof ApiException) {
            return new RequestLogFailure("Kafka refuses reads from this instance: " + failed.getMessage(), failed);
        }
        return failed;
    }
}
