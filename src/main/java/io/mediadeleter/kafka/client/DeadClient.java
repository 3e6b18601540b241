package io.mediadeleter.kafka.client;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * A client whose thread has ended by an error, such as a heap without room. Kafka logs that, tells no handler of this process's, and
 * from then on refuses what is asked: an admin client as if it had timed out, and a consumer of the consumer protocol without
 * any error's class, unless it is asked for records, which then do not come. The classic one has no such thread. Stateless.
 */
public final class DeadClient {

    /** Its class and its code are those of any answer that is late. */
    private static final String REFUSAL = "The AdminClient thread has exited";

    /** Said by one that was closed, as a dead one is where another takes its place. */
    private static final String CLOSED = "Cannot accept new calls when AdminClient is closing";

    /** How it is said here of a producer, which itself says nothing. */
    static final String SILENT_PRODUCER = "Kafka's producer has told no end of what was sent for ";

    private static final String NO_CONSUMER = "The consumer background thread is not running";

    /** What its thread says last, to whoever has asked. */
    private static final String CONSUMER_ENDS = "could not be completed before the consumer closed";

    private DeadClient() {}

    /** Whether a consumer that nobody closes can do nothing any more. */
    public static boolean isConsumer(KafkaException failed) {
        String said = String.valueOf(failed.getMessage());
        return said.startsWith(NO_CONSUMER) || said.endsWith(CONSUMER_ENDS);
    }

    /** Whether a producer seems to be one, by {@link DeliveryLimit}. */
    static boolean isProducer(Throwable failed) {
        return failed instanceof TimeoutException
                && String.valueOf(failed.getMessage()).startsWith(SILENT_PRODUCER);
    }

    /** Whether a question has failed because of that; or because the client is being closed. */
    public static boolean isToldBy(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            String said = String.valueOf(cause.getMessage());
            if ((cause instanceof TimeoutException && said.startsWith(REFUSAL))
                    || (cause instanceof IllegalStateException && said.startsWith(CLOSED))) {
                return true;
            }
        }
        return false;
    }
}
