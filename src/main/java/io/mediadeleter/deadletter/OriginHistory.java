package io.mediadeleter.deadletter;

import io.mediadeleter.event.Origin;
import io.mediadeleter.kafka.headers.MdHeaders;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * What the topics of a group's requests have held until now: it can disprove the origin that a dead letter names, and never
 * prove it. Immutable.
 *
 * <p>It has to be read after the letters' extent is fixed: then no request of these letters is newer than what it says.
 *
 * @param topics the topics that are there, by name
 * @param unread the topics whose history could not be read, each with the reason; where there is one, nothing is said of
 *     topics that are in neither
 */
public record OriginHistory(Map<String, TopicHistory> topics, Map<String, String> unread) {

    private static final int MOST_NAMES = 3;

    public OriginHistory {
        topics = Map.copyOf(topics);
        unread = Map.copyOf(unread);
    }

    /**
     * A topic from its creation until now.
     *
     * @param id as Kafka prints it; null when the brokers are too old to tell
     * @param ends the offset after the last record, committed or not, of each partition
     */
    public record TopicHistory(@Nullable String id, Map<Integer, Long> ends) {

        public TopicHistory {
            ends = Map.copyOf(ends);
        }
    }

    /** A history that disproves no place, because it could not be read. */
    public static OriginHistory unread(String topic, String reason) {
        return new OriginHistory(Map.of(), Map.of(topic, reason));
    }

    /**
     * Why no request can have been where the letter says, as in "media-delete-requested/0 ends at offset 17"; empty when one
     * can have been.
     */
    public Optional<String> disproof(DeadLetter letter) {
        return letter.origin().flatMap(origin -> {
            Optional<String> id = Optional.ofNullable(origin.topicId())
                    .or(() -> letter.headers().text(MdHeaders.ORIGIN_TOPIC_ID));
            return contradiction(origin, letter).or(() -> impossible(id)).or(() -> disproof(origin, id.orElse(null)));
        });
    }

    /** One sentence about what could not be compared, and the right that is missing; empty when all was. */
    public Optional<String> gap() {
        if (unread.isEmpty()) {
            return Optional.empty();
        }
        String names = String.join(
                        ", ",
                        new TreeSet<>(unread.keySet())
                                .stream().limit(MOST_NAMES).toList())
                + (unread.size() > MOST_NAMES ? ", …" : "");
        String why = String.join(", ", new TreeSet<>(unread.values()));
        return Optional.of("Origins on " + names + " were not compared with the topic's history (" + why
                + "): a forged dead letter is not told from others. It takes Describe on these topics.");
    }

    /** The service writes both headers from the origin that is in the key. */
    private static Optional<String> contradiction(Origin origin, DeadLetter letter) {
        Optional<String> place = letter.headers()
                .text(MdHeaders.ORIGIN)
                .filter(text -> !text.equals(origin.place()))
                .map(text -> "its header " + MdHeaders.ORIGIN + " names another request");
        return place.or(() -> letter.headers()
                .text(MdHeaders.ORIGIN_TOPIC_ID)
                .filter(text -> origin.topicId() != null && !text.equals(origin.topicId()))
                .map(text -> "its header " + MdHeaders.ORIGIN_TOPIC_ID + " names another topic"));
    }

    private static Optional<String> impossible(Optional<String> id) {
        return id.filter(text -> !isPossible(text)).map(text -> "no topic can have the id that it names");
    }

    private static boolean isPossible(String id) {
        try {
            Uuid parsed = Uuid.fromString(id);
            return !Uuid.RESERVED.contains(parsed) && parsed.toString().equals(id);
        } catch (IllegalArgumentException noId) {
            return false;
        }
    }

    /** @param id of the topic that the origin is on; null where the letter names none, so that it is the present one */
    private Optional<String> disproof(Origin origin, @Nullable String id) {
        TopicHistory history = topics.get(origin.topic());
        if (history == null) {
            return unread.isEmpty() ? Optional.of("there is no topic " + origin.topic()) : Optional.empty();
        }
        if (id != null && !id.equals(history.id())) {
            return Optional.empty(); // that topic is gone, and with it what it held
        }
        Long end = history.ends().get(origin.partition());
        if (end == null) {
            return Optional.of(origin.topic() + " has no partition " + origin.partition() + "; its last is "
                    + (history.ends().size() - 1));
        }
        return origin.offset() < end
                ? Optional.empty()
                : Optional.of(origin.topic() + "/" + origin.partition() + " ends at offset " + end);
    }
}
