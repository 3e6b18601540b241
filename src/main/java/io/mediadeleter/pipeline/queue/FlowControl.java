package io.mediadeleter.pipeline.queue;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.OffsetLedger;
import io.mediadeleter.pipeline.status.OldestDue;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Decides which partitions to read no further for now, so that memory is bounded whatever the backlog.
 *
 * <p>A partition is paused when too many of its own deliveries are open; all partitions of a topic when too many of the
 * topic's are, in number or in bytes. Each topic has its own bound: retries that wait for their time never keep live
 * requests out. The requests in their grace period are in order of due time within a partition, and may wait for days: each
 * partition has a part of their topic's bound for itself, so that none is kept from being read by others that wait
 * longer. What is paused is resumed at half the bound, not at the bound, so that it does not flutter. Confined to the loop thread.
 */
public final class FlowControl {

    /** Open deliveries of one partition. */
    public static final int MAX_PER_PARTITION = 500;

    /** Open deliveries of one topic. */
    static final int MAX_PER_TOPIC = 2_000;

    /** Bytes of the open deliveries of one topic, in memory. */
    static final long MAX_TOPIC_BYTES = 4L << 20;

    /** What is open, and whether that has been too much. */
    private static final class Load {

        private int deliveries;
        private long bytes;
        private boolean paused;
        private boolean inGrace;

        void change(int by, long bytes) {
            this.deliveries += by;
            this.bytes += bytes;
        }

        boolean updatePaused(int maxDeliveries, long maxBytes) {
            paused = paused
                    ? deliveries > maxDeliveries / 2 || bytes > maxBytes / 2
                    : deliveries >= maxDeliveries || bytes >= maxBytes;
            return paused;
        }
    }

    private final Map<Partition, Load> partitions = new HashMap<>();
    private final Map<String, Load> topics = new HashMap<>();
    private final Map<Partition, Long> blocked = new HashMap<>();
    private final DueSince dueSince = new DueSince();
    private final OffsetLedger ledger;
    private boolean joined;

    public FlowControl(OffsetLedger ledger) {
        this.ledger = ledger;
    }

    /** A delivery is open. */
    public void opened(Delivery delivery) {
        change(delivery.partition(), 1, delivery.weight());
        if (delivery.attempt().isInGrace()) {
            topic(delivery.partition()).inGrace = true;
        }
    }

    /** An open delivery is due from now on. */
    public void due(Delivery delivery) {
        dueSince.add(delivery);
    }

    /** A delivery is settled. */
    public void closed(Delivery delivery) {
        dueSince.remove(delivery);
        change(delivery.partition(), -1, -delivery.weight());
    }

    /** The partition's ledger has no room for what comes at {@code offset}: not before something is settled. */
    public void blocked(Partition partition, long offset) {
        blocked.put(partition, offset);
    }

    /** Partitions that came. */
    public void assigned(Collection<Partition> came) {
        joined = true;
        came.forEach(partition -> partitions.put(partition, new Load()));
    }

    /** Partitions that went, with all that was open of them. */
    public int released(Collection<Partition> went) {
        int dropped = 0;
        dueSince.drop(went);
        for (Partition partition : went) {
            Load load = partitions.remove(partition);
            blocked.remove(partition);
            if (load != null) {
                dropped += load.deliveries;
                topic(partition).change(-load.deliveries, -load.bytes);
            }
        }
        return dropped;
    }

    /** Partitions have come at least once. */
    public boolean hasJoined() {
        return joined;
    }

    /** How many deliveries of each owned partition are open. */
    public Map<Partition, Integer> open() {
        Map<Partition, Integer> open = new HashMap<>();
        partitions.forEach((partition, load) -> open.put(partition, load.deliveries));
        return open;
    }

    /** Of the open deliveries that are due, the one of each lane that has been so for longest; lanes without any are missing. */
    public Map<Lane, OldestDue> oldestDue(Instant now) {
        return dueSince.oldest(now);
    }

    /** Pauses partitions that hold too much and resumes others; returns those that are not to be read for now. */
    public Set<Partition> updatePauses() {
        Set<String> pausedTopics = new HashSet<>();
        topics.forEach((topic, load) -> {
            if (!load.inGrace && load.updatePaused(MAX_PER_TOPIC, MAX_TOPIC_BYTES)) {
                pausedTopics.add(topic);
            }
        });
        blocked.entrySet().removeIf(block -> ledger.hasRoomFor(block.getKey(), block.getValue()));
        Map<String, Integer> sharers = sharers();
        Set<Partition> paused = new HashSet<>(blocked.keySet());
        partitions.forEach((partition, load) -> {
            int sharing = sharers.getOrDefault(partition.topic(), 1);
            int most = Math.min(MAX_PER_PARTITION, Math.max(1, MAX_PER_TOPIC / sharing));
            if (load.updatePaused(most, MAX_TOPIC_BYTES / sharing) || pausedTopics.contains(partition.topic())) {
                paused.add(partition);
            }
        });
        return paused;
    }

    /** Of the topics whose partitions have a part of the bound each: how many partitions that are. */
    private Map<String, Integer> sharers() {
        Map<String, Integer> sharers = new HashMap<>();
        for (Partition partition : partitions.keySet()) {
            Load load = topics.get(partition.topic());
            if (load != null && load.inGrace) {
                sharers.merge(partition.topic(), 1, Integer::sum);
            }
        }
        return sharers;
    }

    private void change(Partition partition, int by, long bytes) {
        Load load = partitions.get(partition);
        if (load != null) {
            load.change(by, bytes);
            topic(partition).change(by, bytes);
        }
    }

    private Load topic(Partition partition) {
        return topics.computeIfAbsent(partition.topic(), topic -> new Load());
    }
}
