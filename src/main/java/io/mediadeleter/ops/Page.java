package io.mediadeleter.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.UncheckedIOException;

/** An answer of the {@link OpsServer}. */
public record Page(int status, String contentType, String body) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
            .enable(SerializationFeature.INDENT_OUTPUT);

    /** A record or a map, as JSON; components that are null are left out. */
    public static Page json(int status, Object body) {
        try {
            return new Page(status, "application/json", JSON.writeValueAsString(body) + "\n");
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
