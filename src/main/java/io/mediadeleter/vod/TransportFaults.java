package io.mediadeleter.vod;

import com.google.gson.JsonParseException;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.vod.HttpStatusInterceptor.HttpStatusException;
import io.mediadeleter.vod.ResponseFormatInterceptor.InvalidAnswerException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * What an exception without an API's code says: how far the call came. The rows are tried in order, each on the
 * exception and all its causes, because the telling one is often wrapped. Pure; thread-safe.
 */
final class TransportFaults {

    /**
     * What an exception means.
     *
     * @param code one of {@link FaultTable}'s own
     * @param advice what happened and what to do
     * @param evidence the exception that tells
     * @param retryAfter how long not to call again, where whoever answered said so
     */
    record Finding(
            String code,
            String advice,
            Throwable evidence,
            @Nullable Duration retryAfter) {

        Finding(String code, String advice, Throwable evidence) {
            this(code, advice, evidence, null);
        }
    }

    private record Row(Predicate<Throwable> applies, String code, String advice) {}

    private static final String DOUBT = ApiUse.DELETION.doubt();
    private static final String NOTHING_SENT = "; nothing was sent";

    private static final int MAX_DEPTH = 10;

    private static final String TLS_ADVICE =
            "no trusted TLS connection: check that vod.endpoint speaks https, its certificate and the trust store";

    /** The system's words for what this machine has no more of. */
    private static final List<String> SHORTAGES = List.of(
            "too many open files",
            "cannot allocate memory",
            "no buffer space",
            "cannot assign requested address",
            "address already in use");

    /** How OkHttp and the JDK tell that a proxy did not let a call through. */
    private static final List<String> PROXY_REFUSALS = List.of(
            "unexpected response code for connect",
            "failed to authenticate with proxy",
            "too many tunnel connections",
            "tls tunnel buffered too many bytes",
            "socks");

    private static final List<Row> ROWS = List.of(
            new Row(
                    is(JsonParseException.class).or(is(InvalidAnswerException.class)),
                    FaultTable.INVALID_RESPONSE,
                    "the response is not a VOD API response: check for a proxy on the way" + DOUBT),
            new Row(
                    says(SHORTAGES),
                    FaultTable.NO_RESOURCES,
                    "this machine is out of resources for connections: check the limits of open files, ports and"
                            + " memory"),
            new Row(
                    is(UnknownHostException.class),
                    FaultTable.DNS,
                    "the endpoint's name cannot be resolved: check vod.endpoint and DNS"),
            new Row(
                    says(PROXY_REFUSALS),
                    FaultTable.PROXY,
                    "the proxy on the way refuses the call: check its rules and credentials"),
            new Row(
                    is(SSLHandshakeException.class)
                            .or(is(SSLPeerUnverifiedException.class))
                            .or(is(CertificateException.class)),
                    FaultTable.TLS,
                    TLS_ADVICE),
            new Row(
                    is(NoRouteToHostException.class)
                            .or(says(List.of("unreachable", "operation not permitted", "permission denied"))),
                    FaultTable.NETWORK_UNREACHABLE,
                    "no route to the endpoint: check routes, firewall and proxy"),
            new Row(
                    is(InterruptedIOException.class).or(says(List.of("timed out"))),
                    FaultTable.TIMEOUT,
                    "no complete response in time: the API is slow or a firewall drops packets" + DOUBT),
            new Row(
                    is(ConnectException.class),
                    FaultTable.CONNECTION_REFUSED,
                    "the endpoint refuses connections: check vod.endpoint and the firewall"),
            new Row(
                    // A reset on a TLS connection comes as a plain SSLException around it.
                    is(SocketException.class).or(is(EOFException.class)),
                    FaultTable.BROKEN_CONNECTION,
                    "the connection broke" + DOUBT),
            new Row(is(SSLException.class), FaultTable.TLS, TLS_ADVICE),
            new Row(
                    is(IOException.class),
                    FaultTable.BROKEN_CONNECTION,
                    "the connection broke or the response is not valid HTTP" + DOUBT),
            new Row(
                    // The SDK's way to say that an answer is empty, {} or null.
                    is(NullPointerException.class),
                    FaultTable.INVALID_RESPONSE,
                    "the response is empty or has no Response object: check for a proxy on the way"));

    private TransportFaults() {}

    static Finding find(Throwable thrown, ApiUse use) {
        Optional<HttpStatusException> status = causes(thrown)
                .filter(HttpStatusException.class::isInstance)
                .map(HttpStatusException.class::cast)
                .findFirst();
        return status.map(TransportFaults::ofStatus)
                .or(() -> ROWS.stream().flatMap(row -> match(row, thrown, use)).findFirst())
                .orElseGet(() -> new Finding(FaultTable.CALL_FAILED, "the call failed unexpectedly", thrown));
    }

    private static Finding ofStatus(HttpStatusException answer) {
        String advice = "the API answers every request it processes with 200; this came from something in front of it";
        return new Finding(FaultTable.HTTP_STATUS + answer.status(), advice, answer, answer.retryAfter());
    }

    private static Stream<Finding> match(Row row, Throwable thrown, ApiUse use) {
        String advice = causes(thrown).anyMatch(is(SendGuard.NothingSent.class))
                ? row.advice().replace(DOUBT, "") + NOTHING_SENT
                : row.advice().replace(DOUBT, use.doubt());
        return causes(thrown)
                .filter(is(SendGuard.NothingSent.class).negate().and(row.applies()))
                .map(evidence -> new Finding(row.code(), advice, evidence))
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
    private static Predicate<Throwable> says(List<String> words) {
        return thrown -> {
            String message = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
            return thrown instanceof IOException && words.stream().anyMatch(message::contains);
        };
    }
}
