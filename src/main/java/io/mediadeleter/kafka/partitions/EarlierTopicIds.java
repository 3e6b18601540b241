package io.mediadeleter.kafka.partitions;

import io.mediadeleter.event.Origin;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What dead letters prove about the topics that their requests were written to, for a group whose commits tell nothing: it
 * is new, or Kafka has forgotten them, with the topic perhaps. Not thread-safe.
 *
 * <p>A letter that names its topic's id says it all. One of an older version does not; but a group that has committed
 * nothing for a topic has settled nothing of it, so such a letter is of an earlier topic of that name.
 */
final class EarlierTopicIds {

    private final Map<String, String> present;
    private final Set<String> committed;
    private final Map<String, String> firsts = new HashMap<>();
    private final Set<String> later = new HashSet<>();

    /**
     * Of these topics.
     *
     * @param present their ids
     * @param committed those that the group has committed anything for
     */
    EarlierTopicIds(Map<String, String> present, Set<String> committed) {
        this.present = Map.copyOf(present);
        this.committed = Set.copyOf(committed);
    }

    /** One record of the dead-letter topic. */
    void add(byte[] key, boolean isTombstone, Optional<String> topicId) {
        Origin.parse(new String(key, StandardCharsets.UTF_8))
                .filter(origin -> present.containsKey(origin.topic()))
                .ifPresent(origin -> add(origin, isTombstone, topicId.filter(FirstTopicIds::isId)));
    }

    private void add(Origin origin, boolean isTombstone, Optional<String> topicId) {
        if (origin.topicId() != null) {
            later.add(origin.topic());
        } else if (topicId.isPresent()) {
            firsts.put(origin.topic(), topicId.get());
        } else if (!isTombstone && !committed.contains(origin.topic())) {
            later.add(origin.topic());
        }
    }

    /** The look ended before all was seen: what the group goes on with is the first, anything else may not be. */
    void incomplete() {
        present.keySet().stream().filter(topic -> !committed.contains(topic)).forEach(later::add);
    }

    /** The first topic of each name, as far as this tells; the present one where nothing speaks against it. */
    FirstTopicIds firsts() {
        FirstTopicIds all = FirstTopicIds.NONE;
        for (Map.Entry<String, String> topic : present.entrySet()) {
            String otherwise = later.contains(topic.getKey()) ? FirstTopicIds.UNKNOWN : topic.getValue();
            all = all.with(topic.getKey(), firsts.getOrDefault(topic.getKey(), otherwise));
        }
        return all;
    }
}
