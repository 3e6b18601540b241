package io.mediadeleter.ops.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.Patience;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpsServerTest {

    private static final String HOST = "127.0.0.1";
    private static final AllowedHosts HOSTS = new AllowedHosts(Set.of("deleter.example.com"));

    @AutoClose
    private final OpsServer server = OpsServer.bind(HOST, 0, HOSTS, Map.of());

    private final Semaphore slow = new Semaphore(0);
    private final AtomicInteger pressed = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void show() {
        server.show(
                Map.of(
                        "/well", asked -> new Page(200, "text/plain; version=0.0.4; charset=utf-8", "grün\n"),
                        "/health/live", asked -> Page.json(200, Map.of("status", "up")),
                        "/slow",
                                asked -> {
                                    slow.acquireUninterruptibly();
                                    return Page.json(200, Map.of());
                                },
                        "/unwell", asked -> Page.json(503, Map.of("reason", "tired")),
                        "/broken",
                                asked -> {
                                    throw new IllegalStateException("no such thing");
                                }),
                Map.of("/press", () -> Page.json(200, Map.of("pressed", pressed.incrementAndGet()))));
    }

    @Test
    void healthAlone_isAnsweredUntilThereIsMoreToShow() throws Exception {
        try (OpsServer starting = OpsServer.bind(
                HOST, 0, HOSTS, Map.of("/health/live", asked -> Page.json(200, Map.of("status", "starting"))))) {
            assertThat(get(starting, "/health/live").body()).contains("starting");
            assertThat(get(starting, "/well").statusCode()).isEqualTo(503);
            assertThat(get(starting, "/well").body()).contains("this instance is starting");

            starting.show(
                    Map.of(
                            "/well", asked -> new Page(200, "text/plain", "well"),
                            "/health/live", asked -> Page.json(200, Map.of("status", "up"))),
                    Map.of());

            assertThat(get(starting, "/health/live").body()).contains("up");
            assertThat(get(starting, "/well").body()).isEqualTo("well");
            assertThat(get(starting, "/other").statusCode()).isEqualTo(404);
        }
    }

    private HttpResponse<String> get(OpsServer from, String path) throws Exception {
        URI uri = URI.create("http://" + HOST + ":" + from.port() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    @Test
    void page_comesWithItsStatusTypeAndText() throws Exception {
        HttpResponse<String> answer = send("GET", "/well");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body()).isEqualTo("grün\n");
    }

    @Test
    void pageOfAnInstanceThatIsUnwell_isJsonWithTheReason() throws Exception {
        HttpResponse<String> answer = send("GET", "/unwell?verbose");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body()).contains("\"reason\" : \"tired\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/well/", "/wel", "/well/more"})
    void unknownPath_isNotFoundAndSaysWhatThereIs(String path) throws Exception {
        HttpResponse<String> answer = send("GET", path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"there is no " + path + "\"", "/well", "/unwell");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void otherMethods_areNotAllowed(String method) throws Exception {
        HttpResponse<String> answer = send(method, "/well");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void action_isDoneAtPostOnly() throws Exception {
        assertThat(send("GET", "/press").headers().firstValue("Allow")).hasValue("POST");
        assertThat(pressed).hasValue(0);

        assertThat(send("POST", "/press").body()).contains("\"pressed\" : 1");
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, http://127.0.0.1",
        "Origin, null",
        "Referer, http://evil.example/",
        "Sec-Fetch-Site, same-origin"
    })
    void actionFromABrowser_isRefused(String header, String value) throws Exception {
        HttpResponse<String> answer = send("POST", "/press", header, value);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("curl");
        assertThat(pressed).hasValue(0);
    }

    @Test
    void head_isThePageWithoutItsText() throws Exception {
        HttpResponse<String> answer = send("HEAD", "/well");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Length")).hasValue("6");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void page_isCompressedWhereThatIsTaken() throws Exception {
        URI uri = URI.create("http://" + HOST + ":" + server.port() + "/well");
        HttpResponse<byte[]> answer = client.send(
                HttpRequest.newBuilder(uri)
                        .header("Accept-Encoding", "br;q=1.0, gzip;q=0.5")
                        .build(),
                BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes())
                .isEqualTo("grün\n".getBytes(UTF_8));
        assertThat(send("GET", "/well", "Accept-Encoding", "gzip;q=0").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:8080",
                "10.1.2.3",
                "[::1]:8080",
                "localhost",
                "LOCALHOST:80",
                "media-deleter:8080",
                "media-deleter.media.svc:8080",
                "0.media-deleter.media.svc.cluster.local",
                "Deleter.Example.com:8080"
            })
    void knownHost_isAnswered(String host) throws Exception {
        assertThat(raw("GET /well HTTP/1.1\r\nHost: " + host + "\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.example:8080",
                "a.svc.evil.example",
                "1.2.3.4.5",
                "localhost.evil.example."
            })
    void hostOfAnotherSite_isRefusedButForHealth(String host) throws Exception {
        assertThat(raw("GET /well HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                .startsWith("HTTP/1.1 421 ")
                .contains("ops.allowed-hosts")
                .doesNotContain("grün");
        assertThat(raw("POST /press HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 421 ");
        assertThat(raw("GET /health/live HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(pressed).hasValue(0);
    }

    @Test
    void requestWithoutAHost_isAnswered() throws Exception {
        assertThat(raw("GET /health/live HTTP/1.0\r\n\r\n")).contains(" 200 ");
        assertThat(raw("GET /well HTTP/1.0\r\n\r\n")).contains(" 200 ");
    }

    /** Such as a scanner's: no path is to be found in them, and none of them is worth a line in the log. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\nConnection: close\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET http://localhost HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            })
    void requestWithoutAPath_isAClientsError(String request) throws Exception {
        assertThat(statusLine(request)).startsWith("HTTP/1.1 4");
    }

    @Test
    void idleAndSlowClients_keepNoProbeWaitingAndAreCut() throws Exception {
        List<Socket> guests = new ArrayList<>();
        try {
            for (int i = 0; i < 3 * ConnectionLimit.MOST; i++) {
                Socket guest = new Socket(InetAddress.getLoopbackAddress(), server.port());
                guests.add(guest);
                if (i % 2 == 0) {
                    guest.getOutputStream().write("GET /wel".getBytes(UTF_8));
                }
                if (i % 50 == 0) {
                    assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
                }
            }
            assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
            assertThat(send("GET", "/well").statusCode()).isEqualTo(200);
            for (Socket guest : guests) {
                guest.setSoTimeout(60_000);
                assertThat(closed(guest)).isTrue();
            }
        } finally {
            for (Socket guest : guests) {
                guest.close();
            }
        }
    }

    @Test
    void pagesThatTakeTheirTime_keepNoProbeWaitingAndAreBounded() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        URI uri = URI.create("http://" + HOST + ":" + server.port() + "/slow");
        for (int i = 0; i < 50; i++) {
            waiting.add(client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()));
        }

        assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
        await("more requests than may wait have come")
                .until(() -> waiting.stream().anyMatch(CompletableFuture::isDone));
        slow.release(1_000);

        assertThat(waiting)
                .extracting(each -> each.join().statusCode())
                .contains(200)
                .containsOnly(200, 503);
    }

    private static boolean closed(Socket guest) throws IOException {
        try {
            guest.getInputStream().readAllBytes();
            return true;
        } catch (SocketException reset) {
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /wel%6c HTTP/1.1, 200",
        "GET /x/../well HTTP/1.1, 200",
        "GET //well HTTP/1.1, 400",
        "GET /well%00 HTTP/1.1, 400",
        "GET /%ff HTTP/1.1, 400",
        "GET well HTTP/1.1, 400",
        "OPTIONS * HTTP/1.1, 404",
        "GET http://other.example/well HTTP/1.1, 400",
        "TRACE /well HTTP/1.1, 405",
        "get /well HTTP/1.1, 405",
        "PRI * HTTP/2.0, 426"
    })
    void oddRequests_areAnsweredLikeOthersOrRefused(String line, int status) throws Exception {
        assertThat(raw(line + "\r\nHost: 127.0.0.1\r\n\r\n")).startsWith("HTTP/1.1 " + status + " ");
    }

    /** Of an answer whose end is not awaited: after a CONNECT the server leaves the connection open until it has been idle for long. */
    private @Nullable String statusLine(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
        }
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void brokenPage_isToldAndTheServerGoesOn() throws Exception {
        HttpResponse<String> answer = send("GET", "/broken");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("no such thing");
        assertThat(send("GET", "/well").statusCode()).isEqualTo(200);
    }

    @Test
    void takenPort_isOneClearMessage() {
        assertThatThrownBy(() -> OpsServer.bind(HOST, server.port(), HOSTS, Map.of()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot listen on 127.0.0.1:" + server.port() + ": Address already in use");
    }

    @Test
    void hostWithoutAnAddress_isOneClearMessage() {
        assertThatThrownBy(() -> OpsServer.bind("no-such-host.invalid", 0, HOSTS, Map.of()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot listen on no-such-host.invalid:0: the host has no address");
    }

    private HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://" + HOST + ":" + server.port() + path);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(Patience.LIMIT).method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
