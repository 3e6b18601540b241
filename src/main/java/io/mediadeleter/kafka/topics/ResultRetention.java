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

    /** Kafka's own default: whoever reads once a week misses nothing. */
    private static final Duration SENSIBLE = Duration.ofDays(7);

    static ResultRetention of(String topic, ActualTopic found) {
        return new ResultRetention(topic, found.number(TopicPlan.RETENTION), found.number("retention.bytes"));
    }

    /** Whether a reader who was away for a week, or an auditor, may come too late. */
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
                        + " days: readers may miss some, and what proves older deletions is gone; run `"
                        + TopicInspection.alter(
                                bootstrapServers, topic, TopicPlan.RETENTION + "=" + SENSIBLE.toMillis())
                        + "`, or a longer time"
                : kept + ".";
    }
}
