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
 * <p>A partition is paused when too many of its own deliveries are open; all partitions of a topic of which nothing waits when too many of
 * the topic's are, in number or in bytes. Each topic has its own bound: retries that wait for their time never keep live
 * requests out. What is paused is resumed at half the bound, not at the bound, so that it does not flutter.
 *
 * <p>A consumer hands on what it has fetched of one partition before it goes to the next. So where deliveries wait until they are
 * due (retries, requests in their grace period), each partition has a part of its topic's bound for itself: others that are due later never
 * keep it from being read. It takes in no more than that, so that all of them together keep to the topic's bound, or, where they are many,
 * to four times that number. Within a partition, what waits for longer than what lies behind it does keep that waiting: retries by their jitter, and requests whose grace period was
 * longer when it began. Confined to the loop thread.
 */
public final class FlowControl {

    /** Open deliveries of one partition. */
    public static final int MAX_PER_PARTITION = 500;

    /** Open deliveries of one topic. */
    public static final int MAX_PER_TOPIC = 2_000;

    /** A partition's part, if there is room: a poll brings some hundreds, and what has no room is fetched and decoded again. */
    static final int LEAST_PART = 50;

    /** Open deliveries of one topic, of which many partitions have {@link #LEAST_PART} each. */
    public static final int MOST_PER_TOPIC = 4 * MAX_PER_TOPIC;

    /** Bytes of the open deliveries of one topic, in memory. */
    static final long MAX_TOPIC_BYTES = 4L << 20;

    /** What is open, and whether that has been too much. */
    private static final class Load {

        private int deliveries;
        private long bytes;
        private boolean paused;

        /** Of a topic: how many of its partitions are owned. */
        private int owned;

        /** Of a topic: its deliveries wait until they are due, so that each partition has a part of its bound. */
        private boolean waits;

        void change(int by, long bytes) {
            this.deliveries += by;
            this.bytes += bytes;
        }

        /** How many deliveries a partition of this topic may have open. */
        int mostOfEach() {
            if (!waits) {
                return MAX_PER_PARTITION;
            }
            int part = Math.max(MAX_PER_TOPIC / owned, Math.min(LEAST_PART, MOST_PER_TOPIC / owned));
            return Math.min(MAX_PER_PARTITION, Math.max(1, part));
        }

        long mostBytesOfEach() {
            return waits ? MAX_TOPIC_BYTES / owned : MAX_TOPIC_BYTES;
        }

        boolean isFull(int maxDeliveries, long maxBytes) {
            return deliveries >= maxDeliveries || bytes >= maxBytes;
        }

        boolean updatePaused(int maxDeliveries, long maxBytes) {
            paused = paused ? deliveries > maxDeliveries / 2 || bytes > maxBytes / 2 : isFull(maxDeliveries, maxBytes);
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
        if (delivery.attempt().notBefore() != null) {
            topic(delivery.partition()).waits = true;
        }
    }

    /**
     * Whether one more delivery of the partition may be open now. A pause comes only after all that a poll has brought, which may be many
     * times a partition's part of the bound, and there may be hundreds of partitions.
     */
    public boolean hasRoomFor(Partition partition) {
        Load load = partitions.get(partition);
        Load topic = topic(partition);
        return load == null
                || load.deliveries == 0
                || !topic.waits
                || !load.isFull(topic.mostOfEach(), topic.mostBytesOfEach());
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

    /** The partition has no room for what comes at {@code offset}: not before something is settled. */
    public void blocked(Partition partition, long offset) {
        blocked.put(partition, offset);
        Load load = partitions.get(partition);
        if (load != null) {
            updatePaused(
                    partition, load); // what ends before the next turn does not make it read again for one delivery
        }
    }

    /** Partitions that came. */
    public void assigned(Collection<Partition> came) {
        joined = true;
        for (Partition partition : came) {
            if (partitions.put(partition, new Load()) == null) {
                topic(partition).owned++;
            }
        }
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
                topic(partition).owned--;
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
            if (!load.waits && load.updatePaused(MAX_PER_TOPIC, MAX_TOPIC_BYTES)) {
                pausedTopics.add(topic);
            }
        });
        blocked.entrySet().removeIf(block -> ledger.hasRoomFor(block.getKey(), block.getValue()));
        Set<Partition> paused = new HashSet<>(blocked.keySet());
        partitions.forEach((partition, load) -> {
            if (updatePaused(partition, load) || pausedTopics.contains(partition.topic())) {
                paused.add(partition);
            }
        });
        return paused;
    }

    private boolean updatePaused(Partition partition, Load load) {
        Load topic = topic(partition);
        return load.updatePaused(topic.mostOfEach(), topic.mostBytesOfEach());
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
