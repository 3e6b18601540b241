package io.mediadeleter.kafka.inbox;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.partitions.OwnedPartitions;
import io.mediadeleter.kafka.partitions.TopicLives;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.offset.OffsetLedger;
import io.mediadeleter.pipeline.port.RequestLog.Assignment;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that the group gives to this instance, from their arrival until they go. Belongs to the loop thread.
 *
 * <p>What a partition's last owner has settled is known only when no transaction on it is open any more, which takes
 * seconds when that owner was killed. Until then the partition has arrived but is paused, and the others go on: nothing
 * waits for Kafka in the middle of a rebalance, where a failure could not be made good.
 *
 * <p>A topic that was made anew is as if its partitions went and came back: what is done of the old ones is committed
 * under the old topic's id, which says nothing of the new ones.
 */
final class GroupMembership implements ConsumerRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(GroupMembership.class);

    /** With other partitions to go on with, the loop does not wait for those that arrive. */
    private static final Duration SHORT_LOOK = Duration.ofMillis(100);

    private final RecordTap tap;
    private final KafkaConsumer<?, ?> consumer;
    private final TopicLives lives;
    private final OwnedPartitions owned;
    private final Assignment assignment;

    /** Assigned, but not handed on yet: what is committed of them is not known. Always paused. */
    private final Set<TopicPartition> arriving = new HashSet<>();

    private boolean closing;
    private List<String> suspected = List.of();

    GroupMembership(RecordTap tap, TopicLives lives, OwnedPartitions owned, Assignment assignment) {
        this.tap = tap;
        this.consumer = tap.consumer();
        this.lives = lives;
        this.owned = owned;
        this.assignment = assignment;
    }

    /** Who writes to these topics may write records that are too large. */
    void suspect(List<String> topics) {
        suspected = topics;
    }

    /** Nothing of the changes that come is of interest any more. */
    void closing() {
        closing = true;
    }

    /** Hands on the partitions that arrived, once their topics and what is committed of them are known. */
    void handOn() {
        if (arriving.isEmpty()) {
            return;
        }
        TopicLives.Look look = lives.look(topics(arriving), SHORT_LOOK);
        madeAnew(look.anew());
        Set<TopicPartition> ready = arriving.stream()
                .filter(partition ->
                        look.same().contains(partition.topic()) || look.anew().contains(partition.topic()))
                .collect(Collectors.toSet());
        if (ready.isEmpty()) {
            return;
        }
        Map<Partition, CommitPoint> committed;
        try {
            committed = committed(ready, SHORT_LOOK);
            place(ready, committed);
            owned.inherit(KafkaConversions.ours(consumer.endOffsets(ready, SHORT_LOOK)));
        } catch (TimeoutException notYet) {
            log.debug("What is committed of {} is not known yet", ready);
            return;
        }
        committed.forEach(GroupMembership::warnIfUnreadable);
        Set<Partition> partitions = KafkaConversions.ours(ready);
        assignment.assigned(partitions, owned.take(partitions), committed, lives.present());
        arriving.removeAll(ready);
        tap.openAlso(ready, suspected);
    }

    /** Whether partitions have arrived that are not handed on yet. */
    boolean isArriving() {
        return !arriving.isEmpty();
    }

    /** The partitions of these topics are others now, with the same names. */
    void madeAnew(Set<String> topics) {
        Set<TopicPartition> others = consumer.assignment().stream()
                .filter(partition -> topics.contains(partition.topic()))
                .collect(Collectors.toSet());
        if (!others.isEmpty()) {
            onPartitionsRevoked(others);
            onPartitionsAssigned(others);
        }
    }

    /** The partition's log was cut: what is read from here on is not what was settled. */
    void restart(TopicPartition partition, long offset) {
        Set<Partition> one = handedOn(Set.of(partition));
        StillAssigned.seek(consumer, partition, offset);
        if (!one.isEmpty()) {
            onPartitionsRevoked(Set.of(partition));
            CommitPoint from = new CommitPoint(offset, "", lives.idOf(partition.topic()));
            assignment.assigned(one, owned.take(one), Map.of(KafkaConversions.ours(partition), from), lives.present());
        }
    }

    void pauseOnly(Set<Partition> wanted) {
        Set<TopicPartition> open = new HashSet<>(consumer.assignment());
        open.removeAll(KafkaConversions.kafkas(wanted));
        open.removeAll(arriving);
        tap.open(open);
    }

    /**
     * What the group has committed for these partitions; waits until no transaction on it is open.
     *
     * @throws TimeoutException when that takes too long
     */
    Map<Partition, CommitPoint> committed(Set<TopicPartition> partitions, Duration limit) {
        try {
            return KafkaConversions.points(consumer.committed(partitions, limit));
        } catch (WakeupException meantForPoll) {
            return committed(partitions, limit);
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> came) {
        StillAssigned.change(came, consumer::pause);
        tap.moved(came);
        arriving.addAll(came);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> going) {
        Set<Partition> partitions = handedOn(going);
        if (!partitions.isEmpty()) {
            assignment.revoked(partitions);
        }
        forget(going);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> gone) {
        Set<Partition> partitions = handedOn(gone);
        if (!partitions.isEmpty()) {
            assignment.lost(partitions);
        }
        forget(gone);
    }

    /** None once the inbox closes: whoever closes it has done with all of them. */
    private Set<Partition> handedOn(Collection<TopicPartition> partitions) {
        return closing ? Set.of() : owned.among(KafkaConversions.ours(partitions));
    }

    private void forget(Collection<TopicPartition> partitions) {
        owned.forget(KafkaConversions.ours(partitions));
        tap.moved(partitions);
        arriving.removeAll(partitions);
    }

    /** Says where to read on, so that it is known before anything has come. */
    private void place(Set<TopicPartition> ready, Map<Partition, CommitPoint> committed) {
        Set<TopicPartition> fromBeginning = new HashSet<>();
        Set<String> others = new TreeSet<>();
        for (TopicPartition partition : ready) {
            CommitPoint point = committed.get(KafkaConversions.ours(partition));
            if (point == null || !point.isOf(lives.idOf(partition.topic()))) {
                fromBeginning.add(partition);
            }
            if (point != null && fromBeginning.contains(partition)) {
                others.add(partition.topic());
            }
        }
        Map<TopicPartition, Long> places = fromBeginning.isEmpty()
                ? new HashMap<>()
                : new HashMap<>(consumer.beginningOffsets(fromBeginning, SHORT_LOOK));
        for (TopicPartition partition : ready) {
            CommitPoint point = committed.get(KafkaConversions.ours(partition));
            if (point != null && !fromBeginning.contains(partition)) {
                places.put(partition, point.offset());
            }
        }
        places.forEach((partition, offset) -> StillAssigned.seek(consumer, partition, offset));
        owned.readUpTo(KafkaConversions.ours(places));
        if (!others.isEmpty()) {
            log.warn(
                    "TOPIC MADE ANEW: what the group has committed for {} belongs to deleted topics with these names;"
                            + " the new ones are read from the beginning",
                    others);
        }
    }

    private static void warnIfUnreadable(Partition partition, CommitPoint point) {
        if (!OffsetLedger.isReadable(point)) {
            log.warn(
                    "The commit of {} at {} has metadata that this version cannot read; requests settled beyond that"
                            + " offset are called again",
                    partition,
                    point.offset());
        }
    }

    private static Set<String> topics(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
    }
}
