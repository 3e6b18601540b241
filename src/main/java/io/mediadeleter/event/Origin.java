package io.mediadeleter.event;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request was first written: the identity it keeps through every retry, dead letter and replay. Written as
 * {@code TOPIC/PARTITION/OFFSET}; a topic's name cannot hold a slash.
 */
public record Origin(String topic, int partition, long offset) {

    private static final Pattern TEXT = Pattern.compile("([a-zA-Z0-9._-]{1,249})/(\\d{1,9})/(\\d{1,18})");

    public Origin {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException("negative partition or offset: " + partition + "/" + offset);
        }
    }

    /** Reads {@code TOPIC/PARTITION/OFFSET}; empty when the text is anything else. */
    public static Optional<Origin> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new Origin(
                        matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset;
    }
}
