package io.mediadeleter.kafka.inbox;

import io.mediadeleter.kafka.client.DeadClient;
import io.mediadeleter.kafka.client.LastingError;
import io.mediadeleter.pipeline.port.RequestLogFailure;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;

/** Why there is nothing more to poll for, in words for operators. */
final class PollFailures {

    private PollFailures() {}

    private static final String LOST_THREAD =
            "Kafka's consumer of requests has lost its thread by an error, which the log may show before this: nothing"
                    + " more can be read. Start the instance again";
    private static final String REMEDY = " Each needs a media-deleter.instance-id of its own.";

    /**
     * The group keeps the name for longer than it would for somebody who is gone.
     *
     * @param isSessionKnown whether the brokers have told how long that is
     */
    static RequestLogFailure keptFor(
            Duration time, boolean isSessionKnown, String instanceId, UnreleasedInstanceIdException refusal) {
        String held = "the group has held the name for it for " + time.toSeconds() + " s";
        String doubt = ", unless the brokers keep a silent member's name for longer: they do not tell their"
                + " consumer.session.timeout.ms";
        return taken(instanceId, held + (isSessionKnown ? "" : doubt), refusal);
    }

    /** Another process shows itself under this name, and the group has given it to a member that joined later. */
    static RequestLogFailure shared(String instanceId, FencedInstanceIdException refusal) {
        return taken(instanceId, "it joined the group after this one, and writes to the control topic", refusal);
    }

    /** The group gives the name to another member again and again, though no other process shows itself. */
    static RequestLogFailure takenAgain(
            int times, Duration within, String instanceId, FencedInstanceIdException refusal) {
        return new RequestLogFailure(
                "The group has given the name " + instanceId + " to another member " + times + " times within "
                        + within.toSeconds()
                        + " s, though no other process shows itself on the control topic. Does one run"
                        + " as " + instanceId + " with another media-deleter.topics.control?" + REMEDY,
                refusal);
    }

    private static RequestLogFailure taken(String instanceId, String proof, KafkaException failed) {
        return new RequestLogFailure("Another instance runs as " + instanceId + ": " + proof + "." + REMEDY, failed);
    }

    /** The consumer can do nothing any more, as it has just told. */
    static RequestLogFailure lostThread(KafkaException told) {
        return new RequestLogFailure(LOST_THREAD, told);
    }

    /** The same, as was seen of it. */
    static RequestLogFailure lostThread() {
        return new RequestLogFailure(LOST_THREAD);
    }

    /**
     * Whether the next poll may do better. Others may have removed this instance from the group: then a group of the newer protocol
     * refuses to say what is committed, and the consumer, which learns of it with its next heartbeat, joins anew by itself. Batches
     * that came damaged count as passing for Kafka; but the consumer keeps them, and each poll fails by them.
     */
    static boolean isPassing(KafkaException failed) {
        return (failed instanceof RetriableException && !(failed instanceof CorruptRecordException))
                || failed instanceof UnknownMemberIdException
                || failed instanceof StaleMemberEpochException;
    }

    /** What was foreseen, told in one message; anything else as it is. */
    static RuntimeException of(KafkaException failed, String instanceId) {
        if (failed.getCause() instanceof RequestLogFailure refused) {
            return refused; // the rebalance's callbacks commit; the consumer wraps what they throw
        }
        Optional<Throwable> lasting = LastingError.in(failed);
        if (lasting.isPresent()) {
            return new RequestLogFailure(
                    "Kafka refuses reads from this instance: " + LastingError.reason(lasting.get()), failed);
        }
        if (DeadClient.isConsumer(failed)) {
            return lostThread(failed);
        }
        if (failed instanceof ApiException) {
            return new RequestLogFailure("Kafka refuses reads from this instance: " + failed.getMessage(), failed);
        }
        return failed;
    }
}
