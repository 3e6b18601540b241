package io.mediadeleter.kafka.inbox;

import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that are assigned, but not handed on yet: what is committed of them is not known. Always paused. They belong
 * to a living member, so that nobody else reads them: when that takes long, it is said. Belongs to the loop thread, but for
 * {@link #obstacle}.
 */
final class ArrivingPartitions {

    /** Above what an open transaction of a killed owner takes. */
    static final Duration LATE = Duration.ofSeconds(15);

    private static final int MOST_NAMED = 3;
    private static final Logger log = LoggerFactory.getLogger(ArrivingPartitions.class);

    private final Time time;
    private final Set<TopicPartition> arriving = new HashSet<>();
    private long sinceNanos;
    private Instant since = Instant.EPOCH;
    private boolean warned;
    private volatile @Nullable String obstacle;

    ArrivingPartitions(Time time) {
        this.time = time;
    }

    Set<TopicPartition> all() {
        return Set.copyOf(arriving);
    }

    /** Those of topics that are in one of the two sets. */
    Set<TopicPartition> ofTopics(Set<String> some, Set<String> others) {
        return arriving.stream()
                .filter(partition -> some.contains(partition.topic()) || others.contains(partition.topic()))
                .collect(Collectors.toSet());
    }

    boolean isEmpty() {
        return arriving.isEmpty();
    }

    /** These were assigned. */
    void came(Collection<TopicPartition> partitions) {
        if (arriving.isEmpty()) {
            sinceNanos = time.nanoTime();
            since = time.now();
        }
        arriving.addAll(partitions);
    }

    /** These were handed on, or revoked. */
    void went(Collection<TopicPartition> partitions) {
        arriving.removeAll(partitions);
        if (arriving.isEmpty()) {
            obstacle = null;
            warned = false;
        }
    }

    /** Whether some arrived long ago. */
    boolean areLate() {
        return !arriving.isEmpty() && time.nanoTime() - sinceNanos >= LATE.toNanos();
    }

    /** They cannot be handed on in this turn, because Kafka has not said {@code what}. */
    void waitFor(String what) {
        if (!areLate()) {
            return;
        }
        String told = named() + ": assigned at " + since.truncatedTo(ChronoUnit.SECONDS)
                + ", but not read yet, because Kafka has not told " + what;
        obstacle = told + ".";
        if (!warned) {
            warned = true;
            log.warn("{}. Still asking. Are the brokers overloaded, or the connection to them slow?", told);
        }
    }

    private String named() {
        String first = arriving.stream()
                .map(TopicPartition::toString)
                .sorted()
                .limit(MOST_NAMED)
                .collect(Collectors.joining(", "));
        int more = arriving.size() - MOST_NAMED;
        return more > 0 ? first + " and " + more + " more partitions" : first;
    }

    /** What is waited for when that takes long; empty otherwise. Safe for any thread. */
    Optional<String> obstacle() {
        return Optional.ofNullable(obstacle);
    }
}
