package io.mediadeleter.vod;

import static io.mediadeleter.vod.TestCalls.faultOf;
import static io.mediadeleter.vod.TestCalls.hastyStore;
import static io.mediadeleter.vod.TestCalls.outcomeOf;
import static io.mediadeleter.vod.TestCalls.store;
import static io.mediadeleter.vod.TestCalls.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.rule.Outcome.Deleted;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each mend of the HTTP client, shown by what the default would have done. */
@Timeout(180)
class ServerFailureTest {

    @AutoClose
    private final MisbehavingServer server = new MisbehavingServer(Behaviour.success());

    @AutoClose
    private final VodMediaStore store = store(server.endpoint());

    @AutoClose
    private final VodMediaStore hasty = hastyStore(server.endpoint());

    @Test
    void silentServer_endsTheCallAndFreesItsThread() {
        server.behave(Behaviour.silence());
        for (int call = 0; call < 3; call++) { // one more than there are threads
            assertThat(faultOf(hasty).code()).isEqualTo(FaultTable.TIMEOUT);
        }
        server.behave(Behaviour.success());

        await().until(() -> outcomeOf(hasty, whole()).equals(new Deleted("req-1")));
        await().until(() -> server.openSockets() == hasty.openConnections());
    }

    /** As gateways pack the page that says until when they are closed. */
    @Test
    void errorPageInGzip_isReadable() {
        server.behave(Behaviour.packed("503 Service Unavailable", "maintenance until 10:00"));

        assertThat(faultOf(store).message()).contains("HTTP status 503: maintenance until 10:00");
    }

    @Test
    void drippingServer_endsTheCall() {
        server.behave(Behaviour.drip());

        assertThat(faultOf(hasty).code()).isEqualTo(FaultTable.TIMEOUT);
        await().until(() -> server.openSockets() == 0);
    }

    /** A socket that is bound and does not listen: a port that is merely free may be another test's in a moment. */
    @Test
    void refusedConnection_isSystemic() throws IOException {
        Fault fault;
        try (Socket deaf = new Socket()) {
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (VodMediaStore refused = store(URI.create("http://127.0.0.1:" + deaf.getLocalPort()))) {
                fault = faultOf(refused);
            }
        }

        assertThat(fault.code()).isEqualTo(FaultTable.CONNECTION_REFUSED);
        assertThat(fault.kind()).isEqualTo(FaultKind.SYSTEMIC);
        assertThat(fault.message()).contains("vod.endpoint", "ConnectException");
    }

    @Test
    void unknownHost_isADnsFault() {
        try (VodMediaStore lost = store(URI.create("https://vod.invalid"))) {
            assertThat(faultOf(lost).code()).isEqualTo(FaultTable.DNS);
        }
    }

    @Test
    void plainTextPort_isATlsFault() throws IOException {
        try (MisbehavingServer plain = MisbehavingServer.speakingFirst("HTTP/1.1 400 Bad Request\r\n\r\n");
                VodMediaStore tls =
                        store(URI.create("https://" + plain.endpoint().getAuthority()))) {
            assertThat(faultOf(tls).code()).isEqualTo(FaultTable.TLS);
        }
    }

    @Test
    void reset_sendsTheRequestOnce() {
        server.behave(Behaviour.reset());

        assertThat(faultOf(store).code()).isEqualTo(FaultTable.BROKEN_CONNECTION);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void hangUp_sendsEachRequestOnce() {
        outcomeOf(store, whole()); // so that the next call has a connection to reuse, which is when OkHttp tries again
        server.behave(Behaviour.hangUp());

        for (int call = 0; call < 3; call++) {
            assertThat(faultOf(store).code()).isEqualTo(FaultTable.BROKEN_CONNECTION);
        }
        assertThat(server.requests()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "408 Request Timeout, Connection: keep-alive",
        "503 Service Unavailable, Retry-After: 0",
        "421 Misdirected Request, Connection: keep-alive",
        "401 Unauthorized, WWW-Authenticate: Basic",
        "204 No Content, Connection: keep-alive"
    })
    void statusOtherThan200_isKeptAndSendsTheRequestOnce(String status, String header) {
        server.behave(Behaviour.status(status, "", header));

        assertThat(faultOf(store).code()).isEqualTo("Http." + status.substring(0, 3));
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"})
    void redirect_isNotFollowed(String status) throws IOException {
        try (MisbehavingServer target = new MisbehavingServer(Behaviour.success())) {
            server.behave(Behaviour.status(status, "", "Location: " + target.endpoint() + "/"));

            assertThat(faultOf(store).code()).isEqualTo("Http." + status.substring(0, 3));
            assertThat(target.accepted()).isZero();
        }
    }

    @Test
    void errorPages_leakNoConnectionAndKeepTheOneInUse() {
        server.behave(Behaviour.status("500 Internal Server Error", "it\n broke"));

        for (int call = 0; call < 200; call++) {
            assertThat(faultOf(store).message()).contains("HTTP status 500: it broke");
        }

        assertThat(server.requests()).hasSize(200);
        assertThat(server.accepted()).isLessThanOrEqualTo(2);
        assertThat(store.openConnections()).isLessThanOrEqualTo(2);
    }

    @Test
    void endlessErrorPage_isCutAndItsConnectionClosed() {
        server.behave(Behaviour.flood("HTTP/1.1 502 Bad Gateway\r\n\r\n"));

        assertThat(faultOf(store).code()).isEqualTo("Http.502");
        await().until(() -> server.openSockets() == 0);
    }

    @Test
    void errorPageThatNeverEnds_keepsItsStatus() {
        server.behave(socket -> {
            Behaviour.raw("HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 9\r\n\r\nhalf")
                    .answer(socket);
            Behaviour.silence().answer(socket);
        });

        await().until(() -> faultOf(hasty).code().equals("Http.504")); // its first call may end before the answer
        await().until(() -> server.openSockets() == 0);
    }
}
