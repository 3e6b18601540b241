package io.mediadeleter.kafka.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.Content.Malformed;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records for tests, in each mode that a request may come in, and what the decoder makes of them. */
final class Records {

    static final String VALID = "{\"eventId\":\"e-1\",\"fileId\":\"7447398156998994860\"}";

    static final RequestRules NO_RULES = new RequestRules(null, false, Set.of(), false);

    private static final RequestDecoder DECODER = new RequestDecoder(NO_RULES);
    private static final ObjectMapper JSON = new ObjectMapper();

    private Records() {}

    static Message plain(byte @Nullable [] value) {
        return new Message(null, value, List.of(), Instant.EPOCH);
    }

    static Message plain(String value) {
        return plain(value.getBytes(UTF_8));
    }

    static Message withHeaders(String value, Map<String, String> headers) {
        List<Header> list = new ArrayList<>();
        headers.forEach((name, text) -> list.add(new Header(name, text.getBytes(UTF_8))));
        return new Message(null, value.getBytes(UTF_8), list, Instant.EPOCH);
    }

    static Message binary(String data) {
        return withHeaders(
                data,
                Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "c-1",
                        "ce_source", "/test",
                        "ce_type", "asked",
                        "ce_traceparent", "00-1-2-01",
                        "content-type", "application/json"));
    }

    /** The envelope with more members, such as {@code "data":{}}, as they stand. */
    static Message structured(String members) {
        String envelope =
                "{\"specversion\":\"1.0\",\"id\":\"c-1\",\"source\":\"/test\",\"type\":\"asked\"," + members + "}";
        return withHeaders(envelope, Map.of("content-type", "application/cloudevents+json; charset=utf-8"));
    }

    static Content decode(Message message) {
        return DECODER.decode(message);
    }

    static DeleteRequest request(Content content) {
        return content.match(valid -> valid, malformed -> {
            throw new AssertionError("refused: " + malformed);
        });
    }

    static Malformed refusal(Message message) {
        Content content = decode(message);
        assertThat(content).isInstanceOf(Malformed.class);
        return (Malformed) content;
    }

    static Malformed refusal(String value) {
        return refusal(plain(value));
    }

    /** The valid request with one more member, as it stands. */
    static String with(String member) {
        return VALID.substring(0, VALID.length() - 1) + "," + member + "}";
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
