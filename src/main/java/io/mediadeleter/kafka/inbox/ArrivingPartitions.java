package io.mediadeleter.kafka.inbox;

import io.mediadeleter.kafka.client.Leadership;
import io.mediadeleter.kafka.partitions.LogEnd;
import io.mediadeleter.kafka.partitions.PendingQuery;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Partitions that are assigned but not yet released to the loop, because their committed offsets are unknown. Always paused.
 * This member owns them, so nobody else reads them: a long wait is logged.
 *
 * <p>Those of a topic that is gone wait here until it is there again. The group takes them away only minutes later, and until then
 * Kafka accepts no commit in which they are. Confined to the loop thread, but for {@link #obstacle}.
 */
final class ArrivingPartitions {

    /** Above what an open transaction of a killed owner takes. */
    static final Duration LATE = Duration.ofSeconds(15);

    /** How often partitions that nobody leads are looked at again. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private static final int MOST_NAMED = 3;
    private static final Logger log = LoggerFactory.getLogger(ArrivingPartitions.class);

    private final Time time;
    private final Supplier<Set<String>> gone;
    private final PendingQuery<Set<TopicPartition>, Map<TopicPartition, LogEnd>> ends;
    private final Set<TopicPartition> arriving = new HashSet<>();
    private final Set<TopicPartition> leaderless = new HashSet<>();
    private long asideNanos;
    private long sinceNanos;
    private Instant since = Instant.EPOCH;
    private boolean warned;
    private volatile @Nullable String obstacle;

    /** A topic that is gone, of those that have partitions here. */
    private volatile @Nullable String missing;

    /**
     * None has come yet.
     *
     * @param ends asks where partitions end and does not wait; the answer leaves out those that nobody leads
     * @param gone the topics that are known to be gone
     */
    ArrivingPartitions(
            Function<Set<TopicPartition>, CompletableFuture<Map<TopicPartition, LogEnd>>> ends,
            Supplier<Set<String>> gone,
            Time time) {
        this.time = time;
        this.gone = gone;
        this.ends = new PendingQuery<>(ends, time);
    }

    Set<TopicPartition> all() {
        return Set.copyOf(arriving);
    }

    /** Those whose topics exist. */
    Set<TopicPartition> onExistingTopics() {
        Set<String> known = gone.get();
        Set<TopicPartition> there = new HashSet<>(arriving);
        there.removeIf(partition -> known.contains(partition.topic()));
        return there;
    }

    /** Those to look at in this turn. One that nobody leads waits for the others, and holds up none of them. */
    Set<TopicPartition> dueForLookup() {
        Set<TopicPartition> there = onExistingTopics();
        if (there.isEmpty()) {
            beginToWait(); // once more, when a topic that is gone is there again
        }
        missing = arriving.stream()
                .filter(partition -> !there.contains(partition))
                .map(TopicPartition::topic)
                .min(Comparator.naturalOrder())
                .orElse(null);
        Set<TopicPartition> led = new HashSet<>(there);
        led.removeAll(leaderless);
        Duration aside = led.isEmpty() ? LOOK_AGAIN : LATE;
        return time.nanoTime() - asideNanos >= aside.toNanos() ? there : led;
    }

    /**
     * Where those of these end that somebody leads. The others are set aside: Kafka would tell the end of none together with theirs.
     *
     * @throws TimeoutException when it is not known yet
     */
    Map<TopicPartition, LogEnd> ends(Set<TopicPartition> some, Duration atMost) {
        Map<TopicPartition, LogEnd> found =
                ends.answer(Set.copyOf(some), atMost).orElseThrow(() -> new TimeoutException("where they end"));
        Set<TopicPartition> others = new HashSet<>(some);
        others.removeAll(found.keySet());
        if (!others.isEmpty()) {
            ends.forget();
            leaderless.addAll(others);
            asideNanos = time.nanoTime();
            Leadership.gap(leaderless).filter(gap -> areLate()).ifPresent(gap -> tell(gap, ""));
        }
        return found;
    }

    /** Those to look at that are of topics in one of the two sets. */
    Set<TopicPartition> ofTopics(Set<String> some, Set<String> others) {
        return dueForLookup().stream()
                .filter(partition -> some.contains(partition.topic()) || others.contains(partition.topic()))
                .collect(Collectors.toSet());
    }

    boolean isEmpty() {
        return arriving.isEmpty();
    }

    /** These were assigned; for those that are waited for already, what was asked of them goes on. */
    void assigned(Collection<TopicPartition> partitions) {
        if (arriving.containsAll(partitions)) {
            return;
        }
        ends.forget();
        if (onExistingTopics().isEmpty()) {
            beginToWait();
        }
        arriving.addAll(partitions);
    }

    /** These were handed on, or revoked. */
    void removed(Collection<TopicPartition> partitions) {
        arriving.removeAll(partitions);
        leaderless.removeAll(partitions);
        ends.forget();
        if (onExistingTopics().isEmpty()) {
            beginToWait();
        }
    }

    /** None of them waits yet that can be handed on. */
    private void beginToWait() {
        sinceNanos = time.nanoTime();
        since = time.now();
        obstacle = null;
        warned = false;
    }

    /** Whether some arrived long ago. */
    boolean areLate() {
        return time.nanoTime() - sinceNanos >= LATE.toNanos()
                && !onExistingTopics().isEmpty();
    }

    /** They cannot be handed on in this turn, because Kafka has not said {@code what}. */
    void waitFor(String what) {
        if (areLate()) {
            ends.forgetAnswer(); // one may have lost its leader since
            tell(
                    named() + ": assigned at " + since.truncatedTo(ChronoUnit.SECONDS)
                            + ", but not read yet, because Kafka has not told " + what,
                    " Are the brokers overloaded, or the connection to them slow?");
        }
    }

    private void tell(String told, String question) {
        obstacle = told + ".";
        if (!warned) {
            warned = true;
            log.warn("{}. Still asking.{}", told, question);
        }
    }

    private String named() {
        Set<TopicPartition> there = onExistingTopics();
        String first = there.stream()
                .map(TopicPartition::toString)
                .sorted()
                .limit(MOST_NAMED)
                .collect(Collectors.joining(", "));
        int more = there.size() - MOST_NAMED;
        return more > 0 ? first + " and " + more + " more partitions" : first;
    }

    /** What is waited for when that takes long; empty otherwise. Thread-safe. */
    Optional<String> obstacle() {
        String topic = missing;
        return topic == null
                ? Optional.ofNullable(obstacle)
                : Optional.of("The topic " + topic + " was deleted. Create it again: media-deleter topics create.");
    }
}
