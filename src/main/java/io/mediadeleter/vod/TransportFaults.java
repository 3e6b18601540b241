package io.mediadeleter.vod;

import com.google.gson.JsonParseException;
import io.mediadeleter.rule.FaultTable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What an exception without an API's code says: how far the call came. The rows are tried in order, each on the
 * exception and all its causes, because the telling one is often wrapped. Pure; safe for any thread.
 */
final class TransportFaults {

    /**
     * What an exception means.
     *
     * @param code one of {@link FaultTable}'s own
     * @param advice what happened and what to do
     * @param evidence the exception that tells
     */
    record Finding(String code, String advice, Throwable evidence) {}

    private record Row(Predicate<Throwable> applies, String code, String advice) {}

    private static final int MAX_DEPTH = 10;

    private static final String TLS_ADVICE =
            "no trusted TLS connection: check that vod.endpoint speaks https, its certificate and the trust store";

    private static final List<Row> ROWS = List.of(
            new Row(
                    is(JsonParseException.class).or(is(InvalidAnswerException.class)),
                    FaultTable.INVALID_RESPONSE,
                    "the answer is no answer of the API: check for a proxy on the way; the media may be deleted or not"),
            new Row(
                    is(UnknownHostException.class),
                    FaultTable.DNS,
                    "the endpoint's name cannot be resolved: check vod.endpoint and DNS"),
            new Row(
                    is(SSLHandshakeException.class)
                            .or(is(SSLPeerUnverifiedException.class))
                            .or(is(CertificateException.class)),
                    FaultTable.TLS,
                    TLS_ADVICE),
            new Row(
                    is(NoRouteToHostException.class).or(says("unreachable")),
                    FaultTable.NETWORK_UNREACHABLE,
                    "no way to the endpoint: check routes, firewall and proxy"),
            new Row(
                    is(InterruptedIOException.class).or(says("timed out")),
                    FaultTable.TIMEOUT,
                    "no full answer in time: the API is slow or a firewall drops packets; the media may be deleted or not"),
            new Row(
                    is(ConnectException.class),
                    FaultTable.CONNECTION_REFUSED,
                    "the endpoint refuses connections: check vod.endpoint and the firewall"),
            new Row(
                    // A reset on a TLS connection comes as a plain SSLException around it.
                    is(SocketException.class).or(is(EOFException.class)),
                    FaultTable.BROKEN_CONNECTION,
                    "the connection broke: the media may be deleted or not"),
            new Row(is(SSLException.class), FaultTable.TLS, TLS_ADVICE),
            new Row(
                    is(IOException.class),
                    FaultTable.BROKEN_CONNECTION,
                    "the connection broke or the answer is no HTTP: the media may be deleted or not"),
            new Row(
                    // The SDK's way to say that an answer is empty, {} or null.
                    is(NullPointerException.class),
                    FaultTable.INVALID_RESPONSE,
                    "the answer is empty or lacks its Response: check for a proxy on the way"));

    private TransportFaults() {}

    static Finding find(Throwable thrown) {
        Optional<HttpStatusException> status = causes(thrown)
                .filter(HttpStatusException.class::isInstance)
                .map(HttpStatusException.class::cast)
                .findFirst();
        return status.map(TransportFaults::ofStatus)
                .or(() -> ROWS.stream().flatMap(row -> match(row, thrown)).findFirst())
                .orElseGet(() ->
                        new Finding(FaultTable.CALL_FAILED, "the call failed in a way that should not happen", thrown));
    }

    private static Finding ofStatus(HttpStatusException answer) {
        String advice = "the API answers every request it processes with 200; this came from something before it";
        return new Finding(FaultTable.HTTP_STATUS + answer.status(), advice, answer);
    }

    private static Stream<Finding> match(Row row, Throwable thrown) {
        return causes(thrown)
                .filter(row.applies())
                .map(evidence -> new Finding(row.code(), row.advice(), evidence))
                .limit(1);
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(MAX_DEPTH);
    }

    private static Predicate<Throwable> is(Class<? extends Throwable> type) {
        return type::isInstance;
    }

    /** The system's own words; the JDK has no class of its own for each. */
    private static Predicate<Throwable> says(String words) {
        return thrown -> thrown instanceof SocketException
                && String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT).contains(words);
    }
}
