package io.mediadeleter.kafka.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Header;
import io.mediadeleter.event.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TraceAttributesTest {

    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String MEMBERS = "\"traceparent\":\"" + PARENT + "\",\"tracestate\":\"a=b\"";

    /** The trace's headers after. */
    private static Map<String, String> traced(Message message) {
        Map<String, String> found = new TreeMap<>();
        for (Header header : TraceAttributes.asHeaders(message).headers()) {
            if (header.name().startsWith("trace") && header.value() != null) {
                assertThat(found.put(header.name(), new String(header.value(), UTF_8)))
                        .isNull();
            }
        }
        return found;
    }

    @Test
    void structuredEvent_hasItsTraceAsHeadersAndItsBytesUnchanged() {
        Message event = Records.structured("\"data\":{\"traceparent\":\"other\"}," + MEMBERS);

        assertThat(traced(event)).isEqualTo(Map.of("traceparent", PARENT, "tracestate", "a=b"));
        assertThat(TraceAttributes.asHeaders(event).value()).isSameAs(event.value());
    }

    @Test
    void structuredEvent_hasItsTraceAsAttributesOfBinaryModeToo() {
        Message event = Records.structured("\"data\":{}," + MEMBERS);
        List<Header> own = new ArrayList<>(event.headers());
        own.add(new Header("traceparent", "00-own-01".getBytes(UTF_8)));
        Message withOwn = new Message(null, event.value(), own, event.timestamp());

        for (Message message : List.of(event, withOwn)) {
            Message traced = TraceAttributes.asHeaders(message);
            assertThat(CloudEventReader.text(traced.headers(), "ce_traceparent"))
                    .isEqualTo(PARENT);
            assertThat(CloudEventReader.text(traced.headers(), "ce_tracestate")).isEqualTo("a=b");
            assertThat(TraceAttributes.asHeaders(traced)).isSameAs(traced);
        }
    }

    @Test
    void binaryEvent_hasItsTraceAsHeaders() {
        assertThat(traced(Records.withHeaders(Records.VALID, Map.of("ce_traceparent", PARENT, "ce_tracestate", "a=b"))))
                .isEqualTo(Map.of("traceparent", PARENT, "tracestate", "a=b"));
    }

    @Test
    void veryLongName_hidesNothingBehindIt() {
        assertThat(traced(Records.structured("\"data\":{\"" + "n".repeat(60_000) + "\":1}," + MEMBERS)))
                .containsEntry("traceparent", PARENT);
    }

    @Test
    void envelopeThatBreaksOff_keepsWhatWasBefore() {
        Map<String, String> structured = Map.of("content-type", "application/cloudevents+json");

        assertThat(traced(Records.withHeaders("{" + MEMBERS + ",\"data\":{", structured)))
                .containsEntry("traceparent", PARENT);
        assertThat(traced(Records.withHeaders("[" + PARENT, structured))).isEmpty();
    }

    @Test
    void ownHeader_goesBeforeTheAttribute() {
        Map<String, String> headers =
                Map.of("content-type", "application/cloudevents+json", "traceparent", "00-own-01");

        assertThat(traced(Records.withHeaders("{" + MEMBERS + "}", headers)))
                .isEqualTo(Map.of("traceparent", "00-own-01"));
    }

    @Test
    void eventWithoutATrace_orWithOneThatIsNone_isAsItWas() {
        for (String members : new String[] {
            "\"data\":{" + MEMBERS + "}", "\"traceparent\":7", "\"traceparent\":\"" + "0".repeat(513) + "\""
        }) {
            Message event = Records.structured(members);
            assertThat(TraceAttributes.asHeaders(event)).as(members).isSameAs(event);
        }
    }

    @Test
    void plainRequest_isNotLookedInto() {
        Message plain = Records.plain("{" + MEMBERS + "}");

        assertThat(TraceAttributes.asHeaders(plain)).isSameAs(plain);
    }
}
