package io.mediadeleter.kafka.topics;

import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.TopicRole;
import io.mediadeleter.rule.RetryDelay;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The topics by what they are for. A retry topic is named after the request topic and its delay, a grace topic after the
 * topic whose requests wait on it.
 *
 * @param requested live requests
 * @param bulk the same requests in a lane of their own
 * @param control the table of holds
 * @param retryDelays of the topics that retries are written to and read from
 * @param drained delays of an earlier retry schedule: what is left on their topics is read, and nothing is written there
 */
public record TopicNames(
        String requested,
        String bulk,
        String deleted,
        String deadLetter,
        String replay,
        String quota,
        String control,
        List<RetryDelay> retryDelays,
        List<RetryDelay> drained) {

    private static final String GRACE = ".grace";
    private static final String RETRY = ".retry.";

    public TopicNames {
        retryDelays = List.copyOf(retryDelays);
        drained = List.copyOf(drained);
    }

    /** With the topics of these delays to be read until they are empty. */
    public TopicNames draining(List<RetryDelay> left) {
        return new TopicNames(requested, bulk, deleted, deadLetter, replay, quota, control, retryDelays, left);
    }

    /** The topic of a retry delay. */
    public String retry(RetryDelay delay) {
        return requested + RETRY + delay.name();
    }

    /** The delay of a retry topic, also of one that is in no setting any more; empty for any other topic. */
    public Optional<RetryDelay> delayOf(String topic) {
        String prefix = requested + RETRY;
        return topic.startsWith(prefix) ? RetryDelay.named(topic.substring(prefix.length())) : Optional.empty();
    }

    /** The topics that publishers write requests to. */
    public List<String> requests() {
        return List.of(requested, bulk);
    }

    /** The topic that the requests on {@code requests} wait on for their grace period to end. */
    public String graceOf(String requests) {
        return requests + GRACE;
    }

    /** The topics that requests wait on for their grace period to end. */
    public List<String> graces() {
        return requests().stream().map(this::graceOf).toList();
    }

    /** All topics that deliveries are read from. */
    public List<String> consumed() {
        return Stream.of(
                        requests().stream(),
                        graces().stream(),
                        Stream.concat(retryDelays.stream(), drained.stream()).map(this::retry),
                        Stream.of(replay))
                .flatMap(topics -> topics)
                .toList();
    }

    /** What a topic of requests is for. One that is nothing else is a retry topic, though it may be in no setting any more. */
    public TopicRole roleOf(String topic) {
        if (topic.equals(requested)) {
            return TopicRole.REQUESTED;
        }
        if (topic.equals(bulk)) {
            return TopicRole.BULK;
        }
        if (topic.equals(replay)) {
            return TopicRole.REPLAY;
        }
        return graces().contains(topic) ? TopicRole.GRACE : TopicRole.RETRY;
    }

    /** Whether requests of this group can have been read there first; with topics of any retry delay, past ones among them. */
    public boolean mayBeOrigin(String topic) {
        return isLive(topic) || isBulk(topic) || topic.equals(replay) || topic.startsWith(requested + RETRY);
    }

    /**
     * The lane of what is read from {@code topic}: what was first written in bulk stays bulk, on whichever topic it comes
     * back.
     */
    public Lane laneOf(String topic, Origin origin) {
        if (isBulk(topic) || isBulk(origin.topic())) {
            return Lane.BULK;
        }
        if (isLive(topic)) {
            return Lane.LIVE;
        }
        return topic.equals(replay) ? Lane.REPLAY : Lane.RETRY;
    }

    private boolean isLive(String topic) {
        return topic.equals(requested) || topic.equals(graceOf(requested));
    }

    private boolean isBulk(String topic) {
        return topic.equals(bulk) || topic.equals(graceOf(bulk));
    }
}
