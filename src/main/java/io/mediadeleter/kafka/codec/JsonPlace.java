package io.mediadeleter.kafka.codec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonStreamContext;
import io.mediadeleter.text.Excerpt;

/** Names places in JSON text for people. */
final class JsonPlace {

    private static final int MAX_NAME = 64;
    private static final int MAX_PATH = 200;

    private JsonPlace() {}

    static String at(JsonLocation location) {
        return "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** The JSON path of what is being read, such as {@code $.deleteParts[0].type}. */
    static String path(JsonStreamContext context) {
        return Excerpt.of(fullPath(context), MAX_PATH);
    }

    /** The JSON path of a property of what {@code path} names. */
    static String property(String path, String name) {
        return path + "." + Excerpt.of(name, MAX_NAME);
    }

    private static String fullPath(JsonStreamContext context) {
        JsonStreamContext parent = context.getParent();
        return parent == null ? "$" : fullPath(parent) + step(context);
    }

    private static String step(JsonStreamContext context) {
        if (context.inArray()) {
            return "[" + context.getCurrentIndex() + "]";
        }
        return context.hasCurrentName() ? property("", context.getCurrentName()) : "";
    }
}
