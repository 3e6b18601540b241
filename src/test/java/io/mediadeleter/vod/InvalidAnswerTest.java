package io.mediadeleter.vod;

import static io.mediadeleter.vod.TestCalls.faultOf;
import static io.mediadeleter.vod.TestCalls.outcomeOf;
import static io.mediadeleter.vod.TestCalls.store;
import static io.mediadeleter.vod.TestCalls.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.rule.Outcome.Deleted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing but a request id is a success. */
@Timeout(180)
class InvalidAnswerTest {

    @AutoClose
    private final MisbehavingServer server = new MisbehavingServer(Behaviour.success());

    @AutoClose
    private final VodMediaStore store = store(server.endpoint());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "[]",
                "\"text\"",
                "<html>garbage</html>",
                "{\"Response\":{\"RequestId\":\"req",
                "{\"Response\":{\"RequestId\":\"req-1\"}} {\"more\":1}",
                "{\"Response\":null}",
                "{\"Response\":[]}",
                "{\"Response\":{}}",
                "{\"Response\":{\"RequestId\":null}}",
                "{\"Response\":{\"RequestId\":\"\"}}",
                "{\"Response\":{\"RequestId\":\" \"}}",
                "{\"Response\":{\"RequestId\":17}}",
                "{\"Response\":{\"RequestId\":[\"req-1\"]}}",
                "{\"Response\":{\"RequestId\":\"a b\"}}",
                "{\"Response\":{\"requestId\":\"req-1\"}}",
                "{\"response\":{\"RequestId\":\"req-1\"}}",
                "{\"RequestId\":\"req-1\"}",
                "{\"Response\":{\"RequestId\":\"req-1\",\"RequestID\":\"req-2\"}}",
                "{\"Response\":{\"RequestId\":\"req-1\",\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"Error\":{\"Code\":\"InternalError\"}},\"Response\":{\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"RequestId\":\"req-1\"},\"Error\":{\"Code\":\"InternalError\"}}",
                "{\"Response\":{\"RequestId\":\"req-1\"},\"error\":null}",
                "{\"Response\":{\"RequestId\":\"req-1\"},\"More\":1}",
                "{\"Response\":{\"RequestId\":\"req-1\"},\"response\":{}}",
                "{\"Response\":{\"Response\":{\"Error\":{\"Code\":\"InternalError\"}},\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"Response\":{\"RequestId\":\"req-1\"}}}",
                "{\"Response\":{\"error\":{\"Code\":\"InternalError\"},\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"ERROR\":\"down\",\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"Errors\":[],\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"Error\":null,\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"Error\":\"InternalError\",\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"Error\":[{\"Code\":\"InternalError\"}],\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"Error\":{\"code\":\"InternalError\"},\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"Error\":{\"Code\":17},\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"Error\":{\"Code\":\"A\",\"Code\":\"ResourceNotFound\"},\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"ErrorCode\":\"InternalError\",\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"Code\":\"InternalError\",\"Message\":\"m\",\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"Success\":false,\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"FailedParts\":[1],\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"Data\":[{\"Error\":{}}],\"RequestId\":\"req-1\"}}",
                "[{\"Response\":{\"RequestId\":\"req-1\"}}]",
                "{\"Response\":{\"RequestId\":\"req-1\"}}x",
                "{\"Response\":{\"RequestId\":\"req-1\"}}\u0000",
                "\u0000\u0000\u0000{\u007f\u0011\u0011\u0011", // UTF-32, with a character that there is not
                "{'Response':{'RequestId':'req-1'}}",
                "{\"Response\":{\"RequestId\":\"req-1\"} // done\n}",
                "callback({\"Response\":{\"RequestId\":\"req-1\"}})",
                "{\"Response\":{\"Error\":{},\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"Error\":{\"Code\":\"\",\"Message\":\"m\"},\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"Error\":{\"Code\":\"a b\",\"Message\":\"m\"},\"RequestId\":\"req-1\"}}"
            })
    void bodyThatIsNoAnswer_isAnInvalidResponse(String body) {
        server.behave(Behaviour.body(body));

        Fault fault = faultOf(store);

        assertThat(fault.code()).isEqualTo(FaultTable.INVALID_RESPONSE);
        assertThat(fault.kind()).isEqualTo(FaultKind.TRANSIENT);
        assertThat(fault.message())
                .containsPattern("^(the response is |invalid API response: )")
                .doesNotContain("\n");
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " {\"Response\": {\"RequestId\": \"req-1\"}}\r\n",
                "{\"Response\":{\"RequestId\":\"req-1\",\"TaskId\":\"t-1\",\"Data\":{\"Deleted\":[1]}}}",
                "{\"Response\":{\"RequestId\":\"req-1\",\"IsDefault\":true,\"Data\":[{\"TransferredBytes\":1}]}}"
            })
    void successWithWhatTheApiMayAdd_isASuccess(String body) {
        server.behave(Behaviour.body(body));

        assertThat(outcomeOf(store, whole())).isEqualTo(new Deleted("req-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "text/html; charset=utf-8", "application/xml", "image/png"})
    void answerThatCallsItselfSomethingElse_isAnInvalidResponse(String contentType) {
        server.behave(typed(contentType));

        assertThat(faultOf(store).code()).isEqualTo(FaultTable.INVALID_RESPONSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON;charset=UTF-8", "text/plain; charset=utf-8"})
    void answerThatMayBeJson_isASuccess(String contentType) {
        server.behave(typed(contentType));

        assertThat(outcomeOf(store, whole())).isEqualTo(new Deleted("req-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ",\"RequestId\":null", ",\"RequestId\":\"\"", ",\"RequestId\":\"a b\"", ",\"RequestId\":17"})
    void absenceWithoutARequestId_isAnInvalidResponse(String requestId) {
        server.behave(Behaviour.body(
                "{\"Response\":{\"Error\":{\"Code\":\"ResourceNotFound\",\"Message\":\"m\"}" + requestId + "}}"));

        Fault fault = faultOf(store);

        assertThat(fault.code()).isEqualTo(FaultTable.INVALID_RESPONSE);
        assertThat(fault.kind()).isEqualTo(FaultKind.TRANSIENT);
        assertThat(fault.message()).contains("ResourceNotFound");
    }

    private static Behaviour typed(String contentType) {
        return Behaviour.raw("HTTP/1.1 200 OK\r\nContent-Type: " + contentType + "\r\nContent-Length: "
                + Behaviour.SUCCESS.length() + "\r\n\r\n" + Behaviour.SUCCESS);
    }

    @Test
    void garbageInPlaceOfHttp_isABrokenConnection() {
        server.behave(Behaviour.raw("\u0000\u0001 no HTTP at all\r\n\r\n"));

        assertThat(faultOf(store).code()).isEqualTo(FaultTable.BROKEN_CONNECTION);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void bodyShorterThanAnnounced_isABrokenConnection() {
        server.behave(socket -> {
            Behaviour.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + Behaviour.SUCCESS)
                    .answer(socket);
            socket.close();
        });

        Fault fault = faultOf(store);

        assertThat(fault.code()).isEqualTo(FaultTable.BROKEN_CONNECTION);
        assertThat(fault.message()).contains("ProtocolException");
    }

    @Test
    void endlessAnswer_isCutAndItsConnectionClosed() {
        server.behave(Behaviour.flood("HTTP/1.1 200 OK\r\n\r\n"));

        assertThat(faultOf(store).code()).isEqualTo(FaultTable.INVALID_RESPONSE);
        await().until(() -> server.openSockets() == 0);
    }

    @Test
    void smallAnswerThatUnpacksToAHugeOne_isCut() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[20_000_000]);
        }
        server.behave(socket -> {
            Behaviour.raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n")
                    .answer(socket);
            packed.writeTo(socket.getOutputStream());
        });

        assertThat(faultOf(store).message()).contains("longer than " + ApiUse.DELETION.mostBytes());
    }
}
