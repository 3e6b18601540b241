package io.mediadeleter.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.fixture.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpsServerTest {

    private static final String HOST = "127.0.0.1";

    private final OpsServer server = OpsServer.bind(HOST, 0);
    private final AtomicInteger pressed = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void show() {
        server.show(
                Map.of(
                        "/well", () -> new Page(200, "text/plain; version=0.0.4; charset=utf-8", "grün\n"),
                        "/unwell", () -> Page.json(503, Map.of("reason", "tired")),
                        "/broken",
                                () -> {
                                    throw new IllegalStateException("no such thing");
                                }),
                Map.of("/press", () -> Page.json(200, Map.of("pressed", pressed.incrementAndGet()))));
    }

    @AfterEach
    void close() {
        server.close();
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
    @ValueSource(strings = {"HEAD", "POST", "PUT", "DELETE", "OPTIONS"})
    void otherMethods_areNotAllowed(String method) throws Exception {
        HttpResponse<String> answer = send(method, "/well");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
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
    void brokenPage_isToldAndTheServerGoesOn() throws Exception {
        HttpResponse<String> answer = send("GET", "/broken");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("no such thing");
        assertThat(send("GET", "/well").statusCode()).isEqualTo(200);
    }

    @Test
    void takenPort_isOneClearMessage() {
        assertThatThrownBy(() -> OpsServer.bind(HOST, server.port()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot listen on 127.0.0.1:" + server.port() + ": Address already in use");
    }

    @Test
    void hostWithoutAnAddress_isOneClearMessage() {
        assertThatThrownBy(() -> OpsServer.bind("no-such-host.invalid", 0))
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
