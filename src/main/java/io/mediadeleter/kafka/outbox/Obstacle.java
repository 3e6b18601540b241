package io.mediadeleter.kafka.outbox;

import io.mediadeleter.event.Origin;
import io.mediadeleter.kafka.topics.TopicInspection;
import io.mediadeleter.kafka.topics.TopicPlan;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Why nothing can be written until somebody mends a topic: which one, what is wrong, and what to do.
 *
 * @param setting what to give the topic, as {@code name=value}; empty when something else is to be done
 * @param remedy what to do where no setting of the topic helps
 */
public record Obstacle(String topic, String problem, String setting, String remedy) {

    private static final Pattern UNKNOWN_TOPIC = Pattern.compile("Topic (\\S+) not present in metadata.*");

    /** Something in the client's own settings is too small, and not the topic's. */
    private static final Pattern OWN_SETTING = Pattern.compile(".*\\b(max\\.request\\.size|buffer\\.memory)\\b.*");

    /** Of a topic that refuses a record of at most {@link TopicPlan#ORDINARY_BYTES}. */
    public static Obstacle tooSmall(String topic, long bytes, Refusal why) {
        String problem = "refuses a record of only " + bytes + " bytes (" + why.reason() + ")";
        Matcher own = OWN_SETTING.matcher(why.reason());
        return own.matches()
                ? new Obstacle(topic, problem, "", "raise media-deleter.kafka.producer." + own.group(1))
                : new Obstacle(topic, problem, TopicPlan.MAX_BYTES + "=" + TopicPlan.CARRIED_BYTES, "");
    }

    static Obstacle refuses(String topic, Origin origin, Refusal why) {
        return new Obstacle(
                topic,
                "refuses every record for " + origin + " (" + why.reason() + ")",
                "",
                "see `media-deleter topics check`");
    }

    static Obstacle gone(String topic) {
        return new Obstacle(
                topic, "does not exist, or this client may not see it", "", "run `media-deleter topics create`");
    }

    /** A topic that is gone; empty when it failed for another reason, or not at all. */
    static Optional<Obstacle> of(@Nullable KafkaException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            Matcher unknown = UNKNOWN_TOPIC.matcher(String.valueOf(cause.getMessage()));
            if (unknown.matches()) {
                return Optional.of(gone(unknown.group(1)));
            }
        }
        return Optional.empty();
    }

    /** In one sentence, without its full stop. */
    public String text(String bootstrapServers) {
        String what =
                setting.isEmpty() ? remedy : "run `" + TopicInspection.alter(bootstrapServers, topic, setting) + "`";
        return "The topic " + topic + " " + problem + "; " + what;
    }
}
