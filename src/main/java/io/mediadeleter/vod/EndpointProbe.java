package io.mediadeleter.vod;

import io.mediadeleter.vod.TransportFaults.Finding;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import okhttp3.Handshake;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * What is found on the way to the API, by the client that makes the calls: the same name server, proxy, trust store and
 * time limits. It asks for the bare address, without a signature, so there is nothing that the API could do.
 *
 * @param addresses that the endpoint's name stands for; empty when it has none, or a proxy resolves it
 * @param tls protocol, subject and end of validity; empty without TLS
 * @param clockAhead how far this machine's clock is ahead of the API's, to a second; empty when it tells no time
 * @param failure what went wrong and what to check; empty when the API answered
 */
public record EndpointProbe(
        List<String> addresses, Optional<String> tls, Optional<Duration> clockAhead, Optional<String> failure) {

    private static final Duration HALF_SECOND = Duration.ofMillis(500);

    public EndpointProbe {
        addresses = List.copyOf(addresses);
    }

    /** Looks once, within the call timeout. */
    public static EndpointProbe at(VodSettings settings) {
        List<String> addresses = new ArrayList<>();
        try (ApiConnection connection = new ApiConnection(settings, ApiUse.DELETION)) {
            OkHttpClient http = connection.plain(addresses);
            String url = settings.endpoint().toString();
            try (Response answer =
                    http.newCall(new Request.Builder().url(url).build()).execute()) {
                return new EndpointProbe(
                        addresses,
                        Optional.ofNullable(answer.handshake()).map(EndpointProbe::describe),
                        clockAhead(answer),
                        Optional.empty());
            }
        } catch (IOException failed) {
            Finding finding = TransportFaults.find(failed, ApiUse.DELETION);
            String why = finding.advice() + " (" + CallFaults.describe(finding.evidence()) + ")";
            return new EndpointProbe(addresses, Optional.empty(), Optional.empty(), Optional.of(why));
        }
    }

    private static String describe(Handshake handshake) {
        String peer = handshake.peerCertificates().stream()
                .findFirst()
                .filter(X509Certificate.class::isInstance)
                .map(X509Certificate.class::cast)
                .map(own -> own.getSubjectX500Principal().getName() + ", valid until "
                        + own.getNotAfter().toInstant())
                .orElse("no certificate");
        return handshake.tlsVersion().javaName() + ", " + peer;
    }

    /** The header has whole seconds, cut off. */
    private static Optional<Duration> clockAhead(Response answer) {
        Date date = answer.headers().getDate("Date");
        if (date == null) {
            return Optional.empty();
        }
        long middle = (answer.sentRequestAtMillis() + answer.receivedResponseAtMillis()) / 2;
        Instant api = date.toInstant().plus(HALF_SECOND);
        return Optional.of(Duration.between(api, Instant.ofEpochMilli(middle)));
    }
}
