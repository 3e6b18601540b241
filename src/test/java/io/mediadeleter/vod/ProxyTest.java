package io.mediadeleter.vod;

import static io.mediadeleter.vod.TestCalls.faultOf;
import static io.mediadeleter.vod.TestCalls.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy on the way that lets no call through. */
@Timeout(180)
class ProxyTest {

    private static final URI API = URI.create("https://vod.invalid");

    @AutoClose
    private final MisbehavingServer proxy = new MisbehavingServer(Behaviour.hangUp());

    private final ProxySelector before = ProxySelector.getDefault();

    @BeforeEach
    void useTheProxy() {
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                int port = proxy.endpoint().getPort();
                return List.of(
                        new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        });
    }

    @AfterEach
    void restore() {
        ProxySelector.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "407 Proxy Authentication Required",
                "403 Forbidden",
                "502 Bad Gateway",
                "503 Service Unavailable",
                "302 Found"
            })
    void refusedConnect_isNoRequestsFaultAndSentNothing(String status) {
        proxy.behave(Behaviour.status(status, "", "Proxy-Authenticate: Basic realm=\"x\""));
        try (VodMediaStore store = store(API)) {
            Fault fault = faultOf(store);

            assertThat(fault.code()).isEqualTo(FaultTable.PROXY);
            assertThat(fault.kind()).isEqualTo(FaultKind.SYSTEMIC);
            assertThat(fault.message()).contains("; nothing was sent").doesNotContain("have been deleted");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\u0000 no HTTP at all\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nno TLS at all, whatever it is"})
    void brokenTunnel_sentNothing(String answer) {
        proxy.behave(socket -> {
            Behaviour.raw(answer).answer(socket);
            socket.close();
        });
        try (VodMediaStore store = store(API)) {
            Fault fault = faultOf(store);

            assertThat(fault.mayBeOutage()).isTrue();
            assertThat(fault.message()).contains("; nothing was sent").doesNotContain("have been deleted");
        }
    }
}
