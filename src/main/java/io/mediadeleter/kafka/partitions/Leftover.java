package io.mediadeleter.kafka.partitions;

import io.mediadeleter.pipeline.status.ConsumerLag;
import io.mediadeleter.rule.RetryDelay;
import java.util.Optional;

/**
 * Records that these settings leave behind.
 *
 * @param unread at most so many records of it are not read by this group: transaction markers count, too
 * @param drained the delay of a retry topic that is read until it is empty; empty for what nobody reads
 * @param what is left and why
 * @param remedy what to do about it
 */
public record Leftover(String topic, long unread, Optional<RetryDelay> drained, String what, String remedy) {

    /** What nobody reads. */
    private Leftover(String topic, long unread, String what, String remedy) {
        this(topic, unread, Optional.empty(), what, remedy);
    }

    static Leftover drained(String topic, RetryDelay delay, long unread) {
        return new Leftover(
                topic,
                unread,
                Optional.of(delay),
                "has " + atMost(unread)
                        + " unread, and retry.delays does not name its delay any more; it is read until it"
                        + " is empty, and nothing is written to it",
                "delete the topic when it is empty");
    }

    static Leftover refused(String topic, long unread) {
        return new Leftover(
                topic,
                unread,
                "has " + atMost(unread)
                        + " unread, retry.delays does not name its delay any more, and this client may not"
                        + " read it",
                "grant Read on the topic and restart, or the requests on it are never done");
    }

    static Leftover unread(String topic, long unread) {
        return new Leftover(
                topic,
                unread,
                "has " + atMost(unread) + " that this group has not read, and no setting names the topic",
                "name it in the settings again until it is read, or delete it");
    }

    /**
     * What may be there, of a topic whose other partitions hold nothing.
     *
     * @param delay as for {@code drained}: should records be there, they are read
     */
    static Leftover hidden(String topic, Optional<RetryDelay> delay, String gap) {
        return new Leftover(
                topic, 0, delay, "may hold records that these settings leave behind: " + gap, "look again then");
    }

    static Leftover deadLetters(String topic, long records) {
        return new Leftover(
                topic,
                records,
                "has " + atMost(records) + ", and topics.dead-letter names another topic",
                "look at them with topics.dead-letter set to it, and replay or discard them");
    }

    static Leftover otherGroup(String topic, String group, String own, long settled) {
        return new Leftover(
                topic,
                settled,
                "was read by group " + group + " up to " + settled + " records that group " + own
                        + " has not, so they are done again",
                "set group-id to " + group + ", unless that is meant");
    }

    /** How many it is exactly only a reader would know. */
    private static String atMost(long records) {
        return "at most " + records + (records == 1 ? " record" : " records");
    }

    /** For the pages. */
    ConsumerLag.LeftBehind shown() {
        return new ConsumerLag.LeftBehind(topic, unread, drained.isPresent(), toString());
    }

    /** One line. */
    @Override
    public String toString() {
        return topic + " " + what + "; " + remedy;
    }
}
