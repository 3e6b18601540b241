package io.mediadeleter.kafka.partitions;

import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ids of topics as they were last found; says in the log what went or was recreated. Not thread-safe. */
final class KnownTopicIds {

    private static final Logger log = LoggerFactory.getLogger(KnownTopicIds.class);

    /** A broker that has just started may not know of a topic yet. */
    static final Duration DOUBT = Duration.ofSeconds(3);

    private final Map<String, String> present = new HashMap<>();

    /** Since when these are not found. */
    private final Map<String, Long> missing = new HashMap<>();

    private final Set<String> gone = new HashSet<>();
    private final Time time;
    private int changes;

    KnownTopicIds(Time time) {
        this.time = time;
    }

    /** The id of the topic of this name; null when it is not known. */
    @Nullable
    String idOf(String topic) {
        return present.get(topic);
    }

    /** The ids of all topics of which they are known. */
    Map<String, String> present() {
        return Map.copyOf(present);
    }

    /** Those that were there before, and have not been found for a while. */
    Set<String> gone() {
        return Set.copyOf(gone);
    }

    /** How many topics were recreated. */
    int changes() {
        return changes;
    }

    /** Those of these topics that have the ids that are known. */
    Set<String> unchanged(Set<String> names, Map<String, String> ids) {
        return names.stream()
                .filter(name -> ids.containsKey(name) && ids.get(name).equals(present.get(name)))
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Enters the topic's id. */
    void know(String name, String id, TopicNames topics) {
        boolean isBack = gone.remove(name);
        missing.remove(name);
        if (isBack && id.equals(present.get(name))) {
            log.warn("TOPIC IS BACK: {} had not been deleted; it has the same id. It is read on where it was", name);
        }
        if (!id.equals(TopicIds.NONE)) {
            String before = present.put(name, id);
            if (before != null && !before.equals(id)) {
                changes++;
                log.warn(
                        "TOPIC RECREATED: {} was deleted and created again while this instance ran; its id was {} and is {}. {}",
                        name,
                        before,
                        id,
                        consequence(name, topics));
            }
        }
    }

    /** Enters what was found of these topics, and says how that compares with what was known. */
    TopicIdentities.Verification compare(Set<String> names, Map<String, String> found, TopicNames topics) {
        Set<String> unchanged = new HashSet<>();
        Set<String> changed = new HashSet<>();
        for (String name : names) {
            String id = found.get(name);
            if (TopicIds.GONE.equals(id)) {
                if (isNewlyGone(name)) {
                    changed.add(name);
                }
            } else if (id != null) {
                String before = present.get(name);
                boolean isSame = before == null || before.equals(id);
                (isSame && !gone.contains(name) ? unchanged : changed).add(name);
                know(name, id, topics);
            }
        }
        return new TopicIdentities.Verification(unchanged, changed);
    }

    /** A topic that was there before; one that never was is found at the start where it is needed. */
    private boolean isNewlyGone(String name) {
        long now = time.nanoTime();
        long since = missing.computeIfAbsent(name, first -> now);
        if (!present.containsKey(name) || now - since < DOUBT.toNanos() || !gone.add(name)) {
            return false;
        }
        log.warn(
                "TOPIC IS GONE: the brokers do not know {} any more. If it was deleted, create it again with:"
                        + " media-deleter topics create",
                name);
        return true;
    }

    private static String consequence(String name, TopicNames topics) {
        if (topics.consumed().contains(name)) {
            return "It is read from its beginning; open records of the old one are gone.";
        }
        return name.equals(topics.quota()) ? "The quota is shared anew." : "What was on the old one is gone.";
    }
}
