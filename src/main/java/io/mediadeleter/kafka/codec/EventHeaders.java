package io.mediadeleter.kafka.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.event.Header;
import io.mediadeleter.text.Excerpt;
import io.mediadeleter.text.Utf8;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a record that say that it is a CloudEvent. Names are compared as they are, as Kafka does; one that comes
 * twice counts once if both say the same, and is refused else, whatever the order.
 */
record EventHeaders(List<Header> headers) {

    private static final String ANY_EVENT = "application/cloudevents";

    /** Whether the value is a whole event, or several, by any of the content types. */
    boolean areOfAWholeEvent() {
        return headers.stream()
                .filter(header -> header.name().equals(Header.CONTENT_TYPE) && header.value() != null)
                .anyMatch(header -> mediaType(new String(header.value(), UTF_8)).startsWith(ANY_EVENT));
    }

    boolean haveAttributes() {
        return headers.stream().anyMatch(header -> header.name().startsWith(Header.EVENT_PREFIX));
    }

    /**
     * The content type; null if there is none.
     *
     * @throws MalformedRequest if there are two that differ
     */
    @Nullable
    String contentType() throws MalformedRequest {
        String found = null;
        for (Header header : headers) {
            if (header.name().equals(Header.CONTENT_TYPE) && header.value() != null) {
                String text = text(header);
                if (found != null && !mediaType(found).equals(mediaType(text))) {
                    throw differing(Header.CONTENT_TYPE, found, text);
                }
                found = text;
            }
        }
        return found;
    }

    /**
     * The attributes that headers tell, by their names without the prefix.
     *
     * @throws MalformedRequest if one comes twice with different values
     */
    Map<String, String> attributes() throws MalformedRequest {
        Map<String, String> found = new TreeMap<>();
        for (Header header : headers) {
            if (header.name().startsWith(Header.EVENT_PREFIX) && header.value() != null) {
                String text = text(header);
                String other = found.put(header.name().substring(Header.EVENT_PREFIX.length()), text);
                if (other != null && !other.equals(text)) {
                    throw differing(header.name(), other, text);
                }
            }
        }
        return found;
    }

    /** A content type without parameters, in lower case; empty if there is none. */
    static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT);
    }

    private static String text(Header header) throws MalformedRequest {
        byte[] value = header.value();
        return Utf8.text(value == null ? new byte[0] : value)
                .orElseThrow(() ->
                        CloudEventReader.invalid("the header " + Excerpt.of(header.name(), 100) + " is not UTF-8"));
    }

    /** Named in the same order, whichever came first. */
    private static MalformedRequest differing(String name, String one, String other) {
        TreeSet<String> both = new TreeSet<>(List.of(one, other));
        return CloudEventReader.invalid("the header " + Excerpt.of(name, 100) + " occurs twice, as "
                + Excerpt.of(both.first(), 100) + " and as " + Excerpt.of(both.last(), 100) + "; send it once");
    }
}
