package io.mediadeleter.kafka.topics;

import io.mediadeleter.text.Figures;
import java.time.Duration;

/**
 * How long the results stay that prove who asked for a deletion and which call did it.
 *
 * @param millis until a record may be deleted; negative for never
 * @param bytes that a partition may have before its oldest records are deleted; negative for any number
 */
public record ResultRetention(String topic, long millis, long bytes) {

    /** Whoever asks once a quarter what was deleted still finds it. Kafka's own default is 7 days, which nobody may have chosen. */
    private static final Duration SENSIBLE = Duration.ofDays(90);

    /** What the command sets: a year, and time to ask. */
    private static final Duration PROPOSED = Duration.ofDays(400);

    static ResultRetention of(String topic, ActualTopic found) {
        return new ResultRetention(topic, found.number(TopicPlan.RETENTION), found.number("retention.bytes"));
    }

    /** Whether an auditor, or a reader who was away, may come too late. */
    boolean isShort() {
        return millis >= 0 && millis < SENSIBLE.toMillis();
    }

    /**
     * In one line.
     *
     * @param bootstrapServers for the command that mends what is too short
     */
    public String sentence(String bootstrapServers) {
        String kept = topic + " keeps results "
                + (millis < 0 ? "without a time limit" : "for " + Figures.inWords(Duration.ofMillis(millis)))
                + (bytes < 0 ? "" : " and up to " + bytes + " bytes a partition");
        return isShort()
                ? "warning: " + kept + ", less than " + SENSIBLE.toDays()
                        + " days: what proves older deletions is gone, and readers may miss some. Unless they must not be kept"
                        + " longer, run `"
                        + TopicInspection.alter(
                                bootstrapServers, topic, TopicPlan.RETENTION + "=" + PROPOSED.toMillis())
                        + "`"
                : kept + ".";
    }
}
