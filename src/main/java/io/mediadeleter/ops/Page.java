package io.mediadeleter.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.mediadeleter.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** An answer of the {@link OpsServer}. */
public record Page(int status, String contentType, String body) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
            .enable(SerializationFeature.INDENT_OUTPUT);

    /** A file that lies beside this class in the jar. */
    public static Page resource(String name, String contentType) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            return new Page(
                    200,
                    contentType,
                    new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A record or a map, as JSON; components that are null are left out. */
    public static Page json(int status, Object body) {
        try {
            return new Page(status, "application/json", Printable.lines(JSON.writeValueAsString(body)) + "\n");
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
