package io.mediadeleter.kafka.trace;

import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.rule.RetryDelay;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The topics that a request comes by, in that order; results come last, so that what other topics say of its origin is known
 * when they are read.
 *
 * @param names by the settings
 * @param there topics that this client sees
 * @param topicIds the ids of the request topics as they are now, by name, where brokers tell them
 */
record TraceTopics(TopicNames names, Set<String> there, Map<String, String> topicIds) {

    TraceTopics {
        there = Set.copyOf(there);
        topicIds = Map.copyOf(topicIds);
    }

    /** All that requests and what becomes of them are on. */
    List<String> all() {
        Set<String> all = new LinkedHashSet<>(names.requests());
        all.addAll(names.graces());
        names.retryDelays().forEach(delay -> all.add(names.retry(delay)));
        earlierRetryTopics().forEach(all::add);
        all.add(names.replay());
        all.add(names.deadLetter());
        all.add(names.deleted());
        return new ArrayList<>(all);
    }

    boolean isRequests(String topic) {
        return names.requests().contains(topic);
    }

    boolean isDeadLetter(String topic) {
        return topic.equals(names.deadLetter());
    }

    boolean isResult(String topic) {
        return topic.equals(names.deleted());
    }

    /** The delay of a retry topic, also of one that is in no setting any more. */
    Optional<RetryDelay> delay(String topic) {
        return names.delayOf(topic);
    }

    private Collection<String> earlierRetryTopics() {
        return there.stream().filter(topic -> delay(topic).isPresent()).sorted().toList();
    }
}
