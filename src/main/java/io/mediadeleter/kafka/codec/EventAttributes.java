package io.mediadeleter.kafka.codec;

import io.mediadeleter.text.Excerpt;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a CloudEvent 1.0, from headers or from an envelope, and what is asked of them in both modes alike.
 *
 * @param values the texts, by name; of one that is not told, none
 * @param prefix what stands before a name where the publisher wrote it
 */
record EventAttributes(Map<String, String> values, String prefix) {

    static final String DATA_CONTENT_TYPE = "datacontenttype";

    private static final String SPEC_VERSION = "specversion";
    private static final String TIME = "time";
    private static final List<String> REQUIRED = List.of("id", "source", "type");
    private static final List<String> URIS = List.of("source", "dataschema");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
    private static final String TOKEN = "[a-z0-9!#$&^_.+-]+";
    private static final Pattern JSON = Pattern.compile(TOKEN + "/(" + TOKEN + "\\+)?json");
    private static final int MAX_SHOWN = 100;

    EventAttributes {
        values = Map.copyOf(values);
    }

    /** Those whose value is text in the envelope, too. */
    static boolean isOfText(String name) {
        return name.equals(SPEC_VERSION)
                || name.equals(TIME)
                || name.equals(DATA_CONTENT_TYPE)
                || name.equals("subject")
                || REQUIRED.contains(name)
                || URIS.contains(name);
    }

    @Nullable
    String get(String name) {
        return values.get(name);
    }

    /**
     * Passes the attributes of an event with JSON in it.
     *
     * @throws MalformedRequest with the first thing that is wrong
     */
    void check() throws MalformedRequest {
        String version = get(SPEC_VERSION);
        if (!"1.0".equals(version)) {
            throw wrong(SPEC_VERSION, "is " + (version == null ? "missing" : shown(version)) + "; expected 1.0");
        }
        for (String name : REQUIRED) {
            String text = get(name);
            if (text == null || text.isBlank()) {
                throw wrong(name, "is missing or empty; CloudEvents 1.0 requires it");
            }
        }
        for (String name : values.keySet().stream().sorted().toList()) {
            if (!NAME.matcher(name).matches()) {
                throw wrong(shown(name), "is not an attribute name; CloudEvents 1.0 allows a to z and 0 to 9");
            }
        }
        for (String name : URIS) {
            requireUri(name, get(name));
        }
        String time = get(TIME);
        if (time != null && !Rfc3339.isTime(time)) {
            throw wrong(TIME, Rfc3339.WANTED + " (found " + shown(time) + ")");
        }
        String contentType = get(DATA_CONTENT_TYPE);
        if (contentType != null && !isJson(contentType)) {
            throw CloudEventReader.invalid("the data's content type is "
                    + (contentType.isBlank() ? "empty" : shown(contentType)) + "; expected application/json");
        }
    }

    /** Whether a content type is a JSON media type, by the grammar of media types and the suffix +json. */
    static boolean isJson(String contentType) {
        return JSON.matcher(EventHeaders.mediaType(contentType)).matches();
    }

    private void requireUri(String name, @Nullable String text) throws MalformedRequest {
        if (text == null) {
            return;
        }
        try {
            new URI(text);
        } catch (URISyntaxException noUri) {
            throw wrong(name, "is not a URI (found " + shown(text) + ")");
        }
    }

    private MalformedRequest wrong(String name, String why) {
        return CloudEventReader.invalid(prefix + name + " " + why);
    }

    private static String shown(String text) {
        return Excerpt.of(text, MAX_SHOWN);
    }
}
