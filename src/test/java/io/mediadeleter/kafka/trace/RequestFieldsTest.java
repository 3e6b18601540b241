package io.mediadeleter.kafka.trace;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mediadeleter.event.Part;
import io.mediadeleter.kafka.codec.RequestFields;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a publisher writes an id, neither the first look at the bytes nor the reading misses it. */
class RequestFieldsTest {

    private static final String ID = "5285485487985271487";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"fileId\":\"5285485487985271487\"}",
                " {\"a\":[{\"fileId\":\"1\"}],\"fileId\":5285485487985271487}",
                "{\"fileId\":\"\\u0035285485487985271487\"}",
                "{\"f\\u0069leId\":\"5285485487985271487\"}",
                "{\"specversion\":\"1.0\",\"data\":{\"fileId\":\"5285485487985271487\"}}",
                "{\"fileId\":\"1\",\"fileId\":\"5285485487985271487\"}",
                "{\"fileId\":\"5285485487985271487\",",
                "{\"fileId\":\"5285485487985271487\"} trailing",
            })
    void id_isFoundHoweverItIsWritten(String json) {
        assertFound(json.getBytes(UTF_8));
    }

    @Test
    void id_isFoundInBase64AndInOtherEncodings() {
        String request = "{\"fileId\":\"" + ID + "\"}";
        String encoded = Base64.getEncoder().encodeToString(request.getBytes(UTF_8));

        assertFound(("{\"specversion\":\"1.0\",\"data_base64\":\"" + encoded + "\"}").getBytes(UTF_8));
        assertFound(request.getBytes(UTF_16BE));
    }

    @Test
    void id_isFoundBehindAVeryLongName() {
        assertFound(("{\"extensions\":{\"" + "n".repeat(60_000) + "\":1},\"fileId\":\"" + ID + "\"}").getBytes(UTF_8));
    }

    /** Shown to people, who would take a request for parts for one for the whole media. */
    @Test
    void partsAndReason_areRead_alsoOfACloudEvent() {
        String request =
                "{\"deleteParts\":[{\"type\":\"TranscodeFiles\",\"definition\":100010},{\"type\":\"OriginalFiles\"}],"
                        + "\"reason\":\"The licence has ended\",\"fileId\":\"" + ID + "\"}";

        for (String json : List.of(request, "{\"specversion\":\"1.0\",\"data\":" + request + "}")) {
            RequestFields fields = RequestFields.of(json.getBytes(UTF_8));
            assertThat(fields.parts())
                    .containsExactly(new Part("TranscodeFiles", 100010L), new Part("OriginalFiles", null));
            assertThat(fields.first(RequestFields.REASON)).contains("The licence has ended");
            assertThat(fields.says(RequestFields.FILE_ID, ID)).isTrue();
        }
    }

    @Test
    void anEventsOwnAttribute_isNotTheReason() {
        String data = "\"data\":{\"fileId\":\"" + ID + "\",\"reason\":\"the request's\"}";

        for (String json :
                List.of("{\"reason\":\"the event's\"," + data + "}", "{" + data + ",\"reason\":\"the event's\"}")) {
            assertThat(RequestFields.of(json.getBytes(UTF_8)).first(RequestFields.REASON))
                    .contains("the request's");
        }
    }

    @Test
    void partsThatAreNone_areLeftOut() {
        String many = ("{\"type\":\"" + "t".repeat(300) + "\",\"definition\":1.5},").repeat(1_200);
        RequestFields fields = RequestFields.of(
                ("{\"deleteParts\":[[],null,7," + many + "{}],\"fileId\":\"" + ID + "\"}").getBytes(UTF_8));

        assertThat(fields.parts()).hasSize(1_000).containsOnly(new Part("t".repeat(256), null));
        assertThat(fields.says(RequestFields.FILE_ID, ID)).isTrue();
        assertThat(RequestFields.of("{\"deleteParts\":\"all\"}".getBytes(UTF_8)).parts())
                .isEmpty();
    }

    @Test
    void otherIds_areNot() {
        for (String json : List.of(
                "{\"fileId\":\"52854854879852714871\"}",
                "{\"eventId\":\"5285485487985271487\"}",
                "{\"data\":{\"data\":{\"fileId\":\"5285485487985271487\"}}}",
                "[\"5285485487985271487\"]",
                "5285485487985271487",
                "")) {
            assertThat(RequestFields.of(json.getBytes(UTF_8)).says(RequestFields.FILE_ID, ID))
                    .as(json)
                    .isFalse();
        }
        assertThat(RequestFields.of(null).first(RequestFields.FILE_ID)).isEmpty();
        assertThat(new JsonTextMatcher(List.of(ID)).mayBeIn(ByteBuffer.wrap("{\"fileId\":\"52\"}".getBytes(UTF_8))))
                .isFalse();
    }

    @Property
    void anyText_isFound(@ForAll @NotEmpty @StringLength(max = 40) String id, @ForAll boolean escapes)
            throws Exception {
        String text = new String(id.getBytes(UTF_8), UTF_8); // without half characters
        ObjectMapper writer = JsonMapper.builder()
                .configure(JsonWriteFeature.ESCAPE_NON_ASCII, escapes)
                .build();
        byte[] json =
                writer.writeValueAsBytes(writer.createObjectNode().put("x", 1).put("eventId", text));

        assertThat(new JsonTextMatcher(List.of(text)).mayBeIn(ByteBuffer.wrap(json)))
                .isTrue();
        assertThat(RequestFields.of(json).says(RequestFields.EVENT_ID, text)).isTrue();
    }

    private static void assertFound(byte[] json) {
        assertThat(new JsonTextMatcher(List.of(ID)).mayBeIn(ByteBuffer.wrap(json)))
                .isTrue();
        assertThat(RequestFields.of(json).says(RequestFields.FILE_ID, ID)).isTrue();
    }
}
