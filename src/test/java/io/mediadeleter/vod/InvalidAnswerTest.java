package io.mediadeleter.vod;

import static io.mediadeleter.vod.TestCalls.faultOf;
import static io.mediadeleter.vod.TestCalls.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing but a request id is a success. */
@Timeout(10)
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
                "{\"Response\":{\"Error\":{},\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"Error\":{\"Code\":\"\",\"Message\":\"m\"},\"RequestId\":\"req-1\"}}",
                "{\"Response\":{\"Error\":{\"Code\":\"a b\",\"Message\":\"m\"},\"RequestId\":\"req-1\"}}"
            })
    void bodyThatIsNoAnswer_isAnInvalidResponse(String body) {
        server.behave(Behaviour.body(body));

        Fault fault = faultOf(store);

        assertThat(fault.code()).isEqualTo(FaultTable.INVALID_RESPONSE);
        assertThat(fault.kind()).isEqualTo(FaultKind.TRANSIENT);
        assertThat(fault.message()).startsWith("the answer is ").doesNotContain("\n");
        assertThat(server.requests()).hasSize(1);
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

        assertThat(faultOf(store).message()).contains("longer than " + AnswerLimit.MAX_BYTES);
    }
}
