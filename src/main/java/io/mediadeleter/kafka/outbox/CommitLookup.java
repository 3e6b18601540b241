package io.mediadeleter.kafka.outbox;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.outbox.UnknownCommit.Found;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what became of a commit whose outcome was unknown, once a new producer has made the coordinator end it. Confined to
 * one thread.
 *
 * <p>The group's offsets tell, as soon as no transaction on them is open. But Kafka may have left out the partition of its own that
 * holds them (<a href="https://issues.apache.org/jira/browse/KAFKA-20734">KAFKA-20734</a>): then they stay open until the same
 * producer's next transaction ends there, and that waits to know what became of this one. So this is given up in the end.
 */
final class CommitLookup {

    /** Longer than brokers take to end a transaction that another instance has left open: 4 s, and they look every 10 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Function<Set<Partition>, Map<TopicPartition, OffsetAndMetadata>> stable;
    private final Supplier<Map<TopicPartition, OffsetAndMetadata>> decided;
    private final Time time;
    private @Nullable UnknownCommit heldOpen;
    private long sinceNanos;

    /**
     * @param stable what the group has committed for these partitions, when no transaction on them is open; throws Kafka's
     *     TimeoutException while one is
     * @param decided what it has committed, whatever is open; throws Kafka's TimeoutException where that is not told
     */
    CommitLookup(
            Function<Set<Partition>, Map<TopicPartition, OffsetAndMetadata>> stable,
            Supplier<Map<TopicPartition, OffsetAndMetadata>> decided,
            Time time) {
        this.stable = stable;
        this.decided = decided;
        this.time = time;
    }

    /**
     * What became of it, by what its witnesses tell.
     *
     * @throws TimeoutException when it is not known yet; to be asked again
     */
    Found find(UnknownCommit attempt, Set<Partition> witnesses) {
        try {
            return attempt.found(stable.apply(witnesses), witnesses);
        } catch (TimeoutException open) {
            return findBesideOpen(attempt, witnesses, open);
        }
    }

    private Found findBesideOpen(UnknownCommit attempt, Set<Partition> witnesses, TimeoutException open) {
        boolean isNew = attempt != heldOpen;
        heldOpen = null;
        Map<TopicPartition, OffsetAndMetadata> counted = new HashMap<>(decided.get()); // if not, it counts from anew
        counted.keySet().retainAll(KafkaConversions.toTopicPartitions(witnesses));
        if (attempt.found(counted, witnesses) == Found.COMMITTED) {
            return Found.COMMITTED;
        }
        if (isNew) {
            sinceNanos = time.nanoTime();
        } else if (time.nanoTime() - sinceNanos >= PATIENCE.toNanos()) {
            return Found.UNTOLD;
        }
        heldOpen = attempt;
        throw open;
    }
}
