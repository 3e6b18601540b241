package io.mediadeleter.simulator;

import static io.mediadeleter.simulator.request.SignedRequests.CREDENTIAL;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.Patience;
import io.mediadeleter.simulator.fault.FaultRule;
import io.mediadeleter.simulator.fault.Latency;
import io.mediadeleter.simulator.request.SignedRequests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The simulator as any HTTP client sees it. */
class SimulatorHttpTest {

    private static final String BODY = "{\"FileId\":\"1\"}";

    @AutoClose
    private final Simulator simulator = start(Duration.ofMillis(100));

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void signatureMadeByHand_isAccepted() throws Exception {
        assertThat(send(signed(Instant.now())).body()).contains("RequestId").doesNotContain("Error");
    }

    @Test
    void timestampOfTenMinutesAgo_isExpired() throws Exception {
        HttpResponse<String> response = send(signed(Instant.now().minusSeconds(600)));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("AuthFailure.SignatureExpire").contains("RequestId");
    }

    @Test
    void noSignature_isInvalid() throws Exception {
        HttpRequest bare = HttpRequest.newBuilder(simulator.uri())
                .POST(BodyPublishers.ofString(BODY))
                .build();
        assertThat(send(bare).body()).contains("AuthFailure.InvalidAuthorization");
    }

    @Test
    void controlApi_answersOnTheSamePort() throws Exception {
        HttpResponse<String> changed = send(control("settings")
                .PUT(BodyPublishers.ofString("{\"latency\":\"1ms\"}"))
                .build());
        HttpResponse<String> removed = send(control("media")
                .method("DELETE", BodyPublishers.ofString("{\"fileIds\":[\"1\"]}"))
                .build());
        assertThat(changed.body()).isEqualTo("{\"quota\":0,\"latency\":\"1ms\"}");
        assertThat(removed.statusCode()).isEqualTo(200);
        assertThat(send(signed(Instant.now())).body()).contains("ResourceNotFound");
        assertThat(send(control("state").build()).body()).contains("\"ResourceNotFound\":1");
    }

    @Test
    void otherPath_isNotFoundAndExplained() throws Exception {
        HttpResponse<String> response =
                send(HttpRequest.newBuilder(simulator.uri().resolve("/vod")).build());
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("DeleteMedia is POST /");
    }

    @Test
    void silence_endsAfterTheLongest() throws Exception {
        simulator.faults().add(FaultRule.parse("timeout"));
        CompletableFuture<?> call = http.sendAsync(signed(Instant.now()), BodyHandlers.ofString());
        assertThat(call).failsWithin(Patience.LIMIT).withThrowableThat().withRootCauseInstanceOf(IOException.class);
    }

    @Test
    void manySlowAnswers_waitSideBySide() {
        simulator.latency(Latency.parse("60s"));

        List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, 100)
                .mapToObj(call -> http.sendAsync(signed(Instant.now()), BodyHandlers.ofString()))
                .toList();

        await().until(() -> simulator.calls().stats().total() == 100);
        assertThat(calls).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void unfinishedRequests_doNotStopTheOthers() throws Exception {
        try (Socket unfinished = new Socket(InetAddress.getLoopbackAddress(), simulator.port());
                InputStream answer = unfinished.getInputStream()) {
            unfinished.getOutputStream().write("POST / HTTP/1.1\r\nHost: x\r\nContent-Le".getBytes(US_ASCII));
            assertThat(send(signed(Instant.now())).body()).contains("RequestId");
            assertThat(answer.available()).isZero();
        }
    }

    @Test
    void portInUse_isToldWithTheAddress() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Simulator.start(new SimulatorSettings().address("127.0.0.1", simulator.port())))
                .withMessageContaining("127.0.0.1:" + simulator.port());
    }

    @Test
    void allAddresses_areCalledOnLoopback() {
        try (Simulator open = Simulator.start(new SimulatorSettings().address("0.0.0.0", 0))) {
            assertThat(open.uri()).hasHost("127.0.0.1").hasPort(open.port());
        }
    }

    private static Simulator start(Duration longestSilence) {
        return Simulator.start(new SimulatorSettings().credentials(CREDENTIAL).longestSilence(longestSilence));
    }

    private HttpRequest.Builder control(String what) {
        return HttpRequest.newBuilder(simulator.uri().resolve("/control/" + what));
    }

    private HttpRequest signed(Instant at) {
        URI uri = simulator.uri();
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(BODY));
        SignedRequests.headers(CREDENTIAL, at, uri.getAuthority(), BODY).forEach((name, value) -> {
            if (!name.equals("host")) {
                request.header(name, value);
            }
        });
        return request.build();
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }
}
