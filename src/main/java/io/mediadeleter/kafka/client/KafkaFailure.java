package io.mediadeleter.kafka.client;

import io.mediadeleter.text.OperatorError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Kafka could not be reached or refused; the message says which brokers, what failed and what to look at. */
public final class KafkaFailure extends RuntimeException implements OperatorError {

    /** A client's first question. The oldest broker answers it, and no controller does. */
    private static final String ASKED_OF_BROKERS = "METADATA";

    private static final String NO_NAME_KNOWN = "No resolvable bootstrap urls";

    private final boolean isMisconfiguration;

    private KafkaFailure(String message, Throwable cause, boolean isMisconfiguration) {
        super(message, cause);
        this.isMisconfiguration = isMisconfiguration;
    }

    /** Whether a client could not be made of the settings: it is no use to try again before they are changed. */
    @Override
    public boolean isMisconfiguration() {
        return isMisconfiguration;
    }

    /**
     * What an operator needs to know of a client's exception.
     *
     * @param task what was tried, as in "cannot …"
     */
    public static KafkaFailure of(String bootstrapServers, String task, Throwable cause) {
        return new KafkaFailure(text(bootstrapServers, task, cause), cause, false);
    }

    private static String text(String bootstrapServers, String task, Throwable cause) {
        return "Cannot " + task + " at " + bootstrapServers + ": " + Masking.masked(reason(cause));
    }

    /**
     * Makes a client, which connects on first use, for whoever ends where that fails. Those who try again let Kafka's own
     * exception pass: that no broker's name is known may be over in a moment.
     *
     * @throws KafkaFailure when the client's settings are impossible
     */
    public static <C> C connecting(KafkaSettings settings, Supplier<C> client) {
        try {
            return client.get();
        } catch (KafkaException impossible) {
            String text = text(settings.bootstrapServers(), "connect to Kafka", impossible);
            throw mayPass(impossible)
                    ? new KafkaFailure(text, impossible, false)
                    : new KafkaFailure(
                            text.replaceFirst("\\.$", "") + ". Set are " + given(settings), impossible, true);
        }
    }

    /** Whether somebody else was asked and did not answer: a name server, or who logs clients in. */
    private static boolean mayPass(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof LoginException
                    || String.valueOf(cause.getMessage()).startsWith(NO_NAME_KNOWN)) {
                return true;
            }
        }
        return false;
    }

    /** The names of what the operator passes through; values may be secrets. */
    private static String given(KafkaSettings settings) {
        List<String> names = new ArrayList<>();
        Map.of("client", settings.client(), "consumer", settings.consumer(), "producer", settings.producer())
                .forEach((family, passed) ->
                        passed.keySet().forEach(name -> names.add("media-deleter.kafka." + family + "." + name)));
        Collections.sort(names);
        return names.isEmpty() ? "no settings of Kafka's own" : String.join(", ", names);
    }

    /** Why a client failed, in words for operators. */
    public static String reason(Throwable cause) {
        if (DeadClient.isToldBy(cause)) {
            return "the thread of Kafka's admin client has ended by an error, which the log may show before this";
        }
        if (DeadClient.isProducer(cause)) {
            return String.valueOf(cause.getMessage());
        }
        if (cause instanceof TimeoutException) {
            return "no answer in time. Is media-deleter.kafka.bootstrap-servers right, are the brokers up, and does"
                    + " media-deleter.kafka.client.security.protocol fit their listener?";
        }
        if (cause instanceof AuthenticationException) {
            return "Kafka does not accept this client: " + cause.getMessage()
                    + ". See media-deleter.kafka.client.sasl.* and .ssl.*.";
        }
        if (cause instanceof AuthorizationException) {
            return "this client lacks an ACL: " + cause.getMessage();
        }
        Throwable deepest = deepest(cause);
        if (deepest instanceof UnsupportedVersionException
                && String.valueOf(deepest.getMessage()).contains(ASKED_OF_BROKERS)) {
            return "this is no broker's port, but a KRaft controller's. Name a listener for clients in"
                    + " media-deleter.kafka.bootstrap-servers (" + deepest.getMessage() + ")";
        }
        if (String.valueOf(deepest.getMessage()).startsWith(NO_NAME_KNOWN)) {
            return "no host of media-deleter.kafka.bootstrap-servers is known here. Is it spelt right, and does this"
                    + " machine's name server know it?";
        }
        boolean isTold = deepest instanceof KafkaException || deepest instanceof IllegalArgumentException;
        return isTold && deepest.getMessage() != null ? deepest.getMessage() : deepest.toString();
    }

    private static Throwable deepest(Throwable cause) {
        Throwable current = cause;
        while (current.getCause() != null) {
            current = current.getCause();
        }
        return current;
    }
}
