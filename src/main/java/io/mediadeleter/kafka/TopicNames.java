package io.mediadeleter.kafka;

import io.mediadeleter.event.Lane;
import io.mediadeleter.rule.Rung;
import java.util.List;
import java.util.stream.Stream;

/** The topics by what they are for; a rung's topic is named after the request topic and the rung. */
public record TopicNames(
        String requested, String deleted, String deadLetter, String replay, String quota, List<Rung> rungs) {

    public TopicNames {
        rungs = List.copyOf(rungs);
    }

    /** The topic of a rung. */
    public String retry(Rung rung) {
        return requested + ".retry." + rung.name();
    }

    /** All topics that deliveries are read from. */
    public List<String> consumed() {
        return Stream.concat(Stream.of(requested, replay), rungs.stream().map(this::retry))
                .toList();
    }

    /** The lane of what is read from {@code topic}. */
    public Lane laneOf(String topic) {
        if (topic.equals(requested)) {
            return Lane.LIVE;
        }
        return topic.equals(replay) ? Lane.REPLAY : Lane.RETRY;
    }
}
