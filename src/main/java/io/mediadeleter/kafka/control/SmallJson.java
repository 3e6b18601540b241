package io.mediadeleter.kafka.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** JSON objects of a bounded size that nobody could read in two ways. Stateless. */
final class SmallJson {

    private static final int DEEPEST = 8;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private SmallJson() {}

    /** An object to fill in. */
    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /**
     * Reads an object.
     *
     * @throws IOException when it is none, or has a key twice
     * @throws IllegalArgumentException when it is too large, or another value
     */
    static JsonNode read(byte[] value) throws IOException {
        JsonNode json = value.length > ControlRecords.MOST_BYTES ? null : JSON.readTree(value);
        if (json == null || !json.isObject()) {
            throw new IllegalArgumentException("no object");
        }
        return json;
    }

    static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
