package io.mediadeleter.kafka.client;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.InvalidRequiredAcksException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.UnsupportedByAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedCompressionTypeException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * What Kafka answers that no repetition mends: somebody has to change the brokers, the rights or the settings. To go on would
 * be to make calls that can never be settled, and to make them again after each restart. Stateless.
 */
public final class LastingError {

    private static final List<Class<? extends KafkaException>> KINDS = List.of(
            AuthenticationException.class,
            AuthorizationException.class,
            InvalidConfigurationException.class,
            InvalidGroupIdException.class,
            InvalidRequiredAcksException.class,
            InvalidTimestampException.class,
            InvalidTopicException.class,
            InvalidTxnTimeoutException.class,
            PolicyViolationException.class,
            SecurityDisabledException.class,
            UnsupportedByAuthenticationException.class,
            UnsupportedCompressionTypeException.class,
            UnsupportedForMessageFormatException.class,
            UnsupportedVersionException.class);

    private LastingError() {}

    /** The error of this kind that a client's exception is, or was caused by. */
    public static Optional<Throwable> in(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (isLasting(cause)) {
                return Optional.of(cause);
            }
        }
        return Optional.empty();
    }

    /** What it means, in words for operators, as the end of a sentence. */
    public static String reason(Throwable lasting) {
        if (lasting instanceof UnsupportedVersionException) {
            return "the brokers are too old for it; Kafka 2.5 or later is needed (" + lasting.getMessage() + ")";
        }
        if (lasting instanceof InvalidTimestampException) {
            return lasting.getMessage() + " Is this machine's clock right?";
        }
        return String.valueOf(lasting.getMessage());
    }

    /** A record that is refused is a kind of wrong configuration to Kafka; all others are still taken. */
    private static boolean isLasting(Throwable cause) {
        return !(cause instanceof InvalidRecordException) && KINDS.stream().anyMatch(kind -> kind.isInstance(cause));
    }
}
