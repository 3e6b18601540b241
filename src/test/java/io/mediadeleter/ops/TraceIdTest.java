package io.mediadeleter.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Header;
import io.mediadeleter.event.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceIdTest {

    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static Optional<String> of(Header... headers) {
        return TraceId.of(new Message(null, null, List.of(headers), Instant.EPOCH));
    }

    private static Header header(String name, String value) {
        return new Header(name, value.getBytes(UTF_8));
    }

    @Test
    void traceparent_namesTheTrace() {
        assertThat(of(header("traceparent", "00-" + ID + "-00f067aa0ba902b7-01")))
                .contains(ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00-1-2-01", "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "\"\n"})
    void senselessTraceparent_isNone(String value) {
        assertThat(of(header("traceparent", value))).isEmpty();
    }

    @Test
    void missingTraceparent_isNone() {
        assertThat(Stream.of(of(), of(header("tracestate", "a=b")), of(new Header("traceparent", null))))
                .containsOnly(Optional.empty());
    }
}
