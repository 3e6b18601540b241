package io.mediadeleter.kafka.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.event.Part;
import java.util.ArrayList;
import java.util.List;

/** Reads parts of a media for people to look at, from records that may be anything: nothing is deleted by what it says. Stateless. */
public final class LenientParts {

    /** No request that anybody means names more. */
    private static final int MOST_PARTS = 1_000;

    /** Far above what a type may have. */
    private static final int MOST_CHARS = 256;

    private LenientParts() {}

    /** Those that have a type, the first thousand, each cut where it is far too long. */
    public static List<Part> of(JsonNode items) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode item : items) {
            String type = item.path("type").textValue();
            if (type != null && parts.size() < MOST_PARTS) {
                JsonNode definition = item.path("definition");
                parts.add(new Part(
                        type.length() <= MOST_CHARS ? type : type.substring(0, MOST_CHARS),
                        definition.isIntegralNumber() && definition.canConvertToLong()
                                ? Long.valueOf(definition.longValue())
                                : null));
            }
        }
        return parts;
    }
}
