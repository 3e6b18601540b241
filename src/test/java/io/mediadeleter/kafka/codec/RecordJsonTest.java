package io.mediadeleter.kafka.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordJsonTest {

    /** As long, as deep and with as many digits as a request may be. */
    static String[] extremes() {
        String rest = "x".repeat(RequestDecoder.MAX_BYTES - 10);
        return new String[] {
            "{\"" + rest + "\":1}",
            "{\"a\":\"" + rest + "\"}",
            "{\"a\":" + "9".repeat(1_000) + "}",
            "[".repeat(StrictJson.MAX_DEPTH) + "]".repeat(StrictJson.MAX_DEPTH)
        };
    }

    /** A table of names would be bounded by their number, not by their length. */
    @Test
    void names_areNotKept() {
        assertThat(JsonFactory.Feature.values())
                .filteredOn(RecordJson.factory().build()::isEnabled)
                .doesNotContain(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, JsonFactory.Feature.INTERN_FIELD_NAMES);
    }

    /** Or a request is called whose result nobody here can read. */
    @ParameterizedTest
    @MethodSource("extremes")
    void whatARequestMayHave_isRead(String json) throws Exception {
        byte[] bytes = json.getBytes(UTF_8);
        assertThatCode(() -> StrictJson.parse(bytes)).doesNotThrowAnyException();
        ObjectMapper mapper = RecordJson.mapper();

        assertThat(mapper.writeValueAsString(mapper.readTree(bytes))).isEqualTo(json);
    }
}
