package io.mediadeleter.event;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request was first written: the identity it keeps through every retry, dead letter and replay. Written as
 * {@code TOPIC/PARTITION/OFFSET}; a topic's name cannot hold a slash.
 *
 * <p>A topic that is deleted and created again counts its offsets from 0. What was written to the first of them is named as
 * ever; what was written to a later one is {@code TOPIC/PARTITION/OFFSET@TOPICID}, so that two requests never have one name.
 *
 * @param topicId the topic's id, as Kafka prints it, when this is not the first topic of its name; null when it is, or when the
 *     brokers are too old to tell
 */
public record Origin(
        String topic, int partition, long offset, @Nullable String topicId) {

    private static final Pattern TEXT =
            Pattern.compile("([a-zA-Z0-9._-]{1,249})/(\\d{1,9})/(\\d{1,18})(?:@([a-zA-Z0-9_-]{22}))?");

    public Origin {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException("negative partition or offset: " + partition + "/" + offset);
        }
    }

    /** On the first topic of this name. */
    public Origin(String topic, int partition, long offset) {
        this(topic, partition, offset, null);
    }

    /** Reads what {@link #toString} writes; empty when the text is anything else. */
    public static Optional<Origin> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new Origin(
                                matcher.group(1),
                                Integer.parseInt(matcher.group(2)),
                                Long.parseLong(matcher.group(3)),
                                matcher.group(4)))
                        .filter(origin -> origin.toString().equals(text)) // 00/007 would be another's second name
                : Optional.empty();
    }

    /** The same place on the topic of this name with another id; null for the first. */
    public Origin in(@Nullable String otherId) {
        return new Origin(topic, partition, offset, otherId);
    }

    /** {@code TOPIC/PARTITION/OFFSET}, whatever the topic's id. */
    public String place() {
        return topic + "/" + partition + "/" + offset;
    }

    @Override
    public String toString() {
        return topicId == null ? place() : place() + "@" + topicId;
    }
}
