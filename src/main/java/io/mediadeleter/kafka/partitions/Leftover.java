package io.mediadeleter.kafka.partitions;

import io.mediadeleter.rule.RetryDelay;
import java.util.Optional;

/**
 * Records that these settings leave behind.
 *
 * @param unread how many records of it this group has not read, transaction markers included
 * @param drained the rung of a retry topic that is read until it is empty; empty for what nobody reads
 * @param what is left and why
 * @param remedy what to do about it
 */
public record Leftover(String topic, long unread, Optional<RetryDelay> drained, String what, String remedy) {

    static Leftover drained(String topic, RetryDelay rung, long unread) {
        return new Leftover(
                topic,
                unread,
                Optional.of(rung),
                "has " + unread
                        + " unread records, and retry.delays does not name its delay any more; it is read until it"
                        + " is empty, and nothing is written to it",
                "delete the topic when it is empty");
    }

    static Leftover refused(String topic, long unread) {
        return new Leftover(
                topic,
                unread,
                Optional.empty(),
                "has " + unread
                        + " unread records, retry.delays does not name its delay any more, and this client may not"
                        + " read it",
                "grant Read on the topic and restart, or the requests on it are never done");
    }

    static Leftover unread(String topic, long unread) {
        return new Leftover(
                topic,
                unread,
                Optional.empty(),
                "has " + unread + " records that this group has not read, and no setting names the topic",
                "name it in the settings again until it is read, or delete it");
    }

    static Leftover deadLetters(String topic, long records) {
        return new Leftover(
                topic,
                records,
                Optional.empty(),
                "has " + records + " records, and topics.dead-letter names another topic",
                "look at them with topics.dead-letter set to it, and replay or discard them");
    }

    static Leftover otherGroup(String topic, String group, String own, long settled) {
        return new Leftover(
                topic,
                settled,
                Optional.empty(),
                "was read by group " + group + " up to " + settled + " records that group " + own
                        + " has not, so they are done again",
                "set group-id to " + group + ", unless that is meant");
    }

    /** One line. */
    @Override
    public String toString() {
        return topic + " " + what + "; " + remedy;
    }
}
