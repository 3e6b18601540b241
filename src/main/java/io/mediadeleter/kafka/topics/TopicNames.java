package io.mediadeleter.kafka.topics;

import io.mediadeleter.event.Lane;
import io.mediadeleter.rule.RetryDelay;
import java.util.List;
import java.util.stream.Stream;

/**
 * The topics by what they are for; a rung's topic is named after the request topic and the rung.
 *
 * @param control the table of holds
 * @param rungs that retries are written to and read from
 * @param drained rungs of an earlier ladder: what is left on them is read, and nothing is written to them
 */
public record TopicNames(
        String requested,
        String deleted,
        String deadLetter,
        String replay,
        String quota,
        String control,
        List<RetryDelay> rungs,
        List<RetryDelay> drained) {

    private static final String CONTROL = "media-deleter.control";

    public TopicNames {
        rungs = List.copyOf(rungs);
        drained = List.copyOf(drained);
    }

    /** With the usual name of the control topic. */
    public TopicNames(
            String requested, String deleted, String deadLetter, String replay, String quota, List<RetryDelay> rungs) {
        this(requested, deleted, deadLetter, replay, quota, CONTROL, rungs, List.of());
    }

    /** With these rungs to be read until they are empty. */
    public TopicNames draining(List<RetryDelay> left) {
        return new TopicNames(requested, deleted, deadLetter, replay, quota, control, rungs, left);
    }

    /** The topic of a rung. */
    public String retry(RetryDelay rung) {
        return requested + ".retry." + rung.name();
    }

    /** All topics that deliveries are read from. */
    public List<String> consumed() {
        return Stream.concat(
                        Stream.of(requested, replay),
                        Stream.concat(rungs.stream(), drained.stream()).map(this::retry))
                .toList();
    }

    /** Whether requests of this group can have been read there first; with topics of any retry delay, past ones among them. */
    public boolean mayBeOrigin(String topic) {
        return topic.equals(requested) || topic.equals(replay) || topic.startsWith(requested + ".retry.");
    }

    /** The lane of what is read from {@code topic}. */
    public Lane laneOf(String topic) {
        if (topic.equals(requested)) {
            return Lane.LIVE;
        }
        return topic.equals(replay) ? Lane.REPLAY : Lane.RETRY;
    }
}
