package io.mediadeleter.kafka.inbox;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.partitions.LogEnd;
import io.mediadeleter.kafka.partitions.OwnedPartitions;
import io.mediadeleter.kafka.partitions.PartitionContents;
import io.mediadeleter.kafka.partitions.TopicIdentities;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.RequestLog.Assignment;
import io.mediadeleter.time.Durations;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The partitions that the group gives to this instance, from their arrival until they go. Confined to the loop thread.
 *
 * <p>What a partition's last owner has settled is known only when no transaction on it is open any more, which takes
 * seconds when that owner was killed. Until then the partition has arrived but is paused, and the others go on: nothing
 * waits for Kafka in the middle of a rebalance, where a failure could not be made good.
 *
 * <p>A recreated topic is as if its partitions went and came back: what is done of the old ones is committed
 * under the old topic's id, which says nothing of the new ones.
 */
final class GroupMembership implements ConsumerRebalanceListener {

    /** With other partitions to go on with, the loop does not wait for those that arrive. */
    private static final Duration SHORT_LOOK = Duration.ofMillis(100);

    /** Where brokers are far away or slow, an answer takes longer. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);

    private final BoundedConsumer bounded;
    private final KafkaConsumer<?, ?> consumer;
    private final TopicIdentities identities;
    private final OwnedPartitions owned;
    private final Assignment assignment;
    private final OffsetlessPartitions offsetless;
    private final ReadPositions positions;
    private final ArrivingPartitions arriving;
    private final LogCuts cuts = new LogCuts();
    private boolean closing;

    GroupMembership(
            BoundedConsumer bounded,
            TopicIdentities identities,
            OwnedPartitions owned,
            OffsetlessPartitions offsetless,
            Assignment assignment) {
        this.bounded = bounded;
        this.consumer = bounded.consumer();
        this.identities = identities;
        this.owned = owned;
        this.offsetless = offsetless;
        this.positions = new ReadPositions(bounded, identities, owned);
        arriving = new ArrivingPartitions(
                at -> PartitionContents.ends(identities.admin(), at), identities::gone, Time.system());
        this.assignment = assignment;
    }

    void closing() {
        closing = true; // of the changes that come nothing is of interest any more
    }

    /** Hands on the partitions that arrived, once their topics and what is committed of them are known. */
    void handOn() {
        if (offsetless.isDue(assignment.knowledge().knownStart())) {
            arriving.assigned(offsetless.waiting());
        }
        Set<TopicPartition> due = arriving.dueForLookup();
        if (due.isEmpty()) {
            return;
        }
        TopicIdentities.Verification ids = identities.keepVerifying(KafkaConversions.topics(due), SHORT_LOOK);
        topicsChanged(ids.changed());
        Set<TopicPartition> ready = arriving.ofTopics(ids.unchanged(), ids.changed());
        if (ready.isEmpty()) {
            arriving.waitFor("the ids of their topics");
            return;
        }
        try {
            handOn(ready);
        } catch (TimeoutException notYet) {
            arriving.waitFor(String.valueOf(notYet.getMessage()));
        }
    }

    private void handOn(Set<TopicPartition> ready) {
        Map<TopicPartition, OffsetAndMetadata> kept = committed(ready, patience());
        kept.keySet().removeIf(offsetless::hasForgotten);
        Map<TopicPartition, LogEnd> ended = arriving.ends(ready, SHORT_LOOK);
        ready.retainAll(ended.keySet());
        if (ready.isEmpty()) {
            return;
        }
        kept.keySet().retainAll(ready);
        Set<TopicPartition> uncommitted = new HashSet<>(ready);
        uncommitted.removeAll(kept.keySet());
        Map<TopicPartition, Long> begun =
                offsetless.places(uncommitted, assignment.knowledge().knownStart());
        ready.removeAll(offsetless.waiting());
        arriving.removed(offsetless.waiting());
        if (ready.isEmpty()) {
            return;
        }
        Map<Partition, CommitPoint> points = cuts.valid(KafkaConversions.points(kept));
        Map<Partition, Integer> epochs = cuts.leaderEpochs(KafkaConversions.leaderEpochs(kept, ended));
        ready.removeAll(positions.lookForCuts(points, epochs, patience()));
        if (ready.isEmpty()) {
            throw new TimeoutException("whether their logs were cut");
        }
        Map<TopicPartition, Long> startsAt = positions.take(ready, points, begun, patience());
        owned.inherit(cuts.inherited(KafkaConversions.toPartitions(LogEnd.offsets(ended))));
        points.keySet().retainAll(KafkaConversions.toPartitions(ready));
        Set<Partition> partitions = KafkaConversions.toPartitions(ready);
        assignment.assigned(partitions, owned.take(partitions), points, identities.present());
        assignment.startsAt(cuts.places(points, KafkaConversions.toPartitions(startsAt)));
        cuts.forget(partitions);
        offsetless.handedOn(ready);
        arriving.removed(ready);
        bounded.openAlso(ready);
    }

    /** For an answer that is asked for anew in each turn: as long as others took, and in the end longer. */
    private Duration patience() {
        Duration patience =
                arriving.areLate() ? LONGEST_LOOK : identities.lastAnswerTook().multipliedBy(2);
        return Durations.max(SHORT_LOOK, Durations.min(patience, LONGEST_LOOK));
    }

    /** Whether partitions have arrived that are not handed on yet. */
    boolean isArriving() {
        return !arriving.onExistingTopics().isEmpty();
    }

    /** What is waited for when that takes long; empty otherwise. Thread-safe. */
    Optional<String> obstacle() {
        return arriving.obstacle();
    }

    /** The partitions of these topics are others now, with the same names, or gone. */
    void topicsChanged(Set<String> topics) {
        comeAgain(partition -> topics.contains(partition.topic()));
    }

    /** Whether any did; one that went meanwhile does not. */
    private boolean comeAgain(Predicate<TopicPartition> which) {
        Set<TopicPartition> some = consumer.assignment().stream().filter(which).collect(Collectors.toSet());
        if (!some.isEmpty()) {
            onPartitionsRevoked(some);
            onPartitionsAssigned(some);
        }
        return !some.isEmpty();
    }

    /** The log does not have the group's offset: the partition is as if it came and nothing of it were committed. */
    void begin(TopicPartition partition) {
        if (comeAgain(partition::equals)) {
            offsetless.forgetOffset(partition);
        }
    }

    /**
     * The log was cut there: the partition is as if it came, and what is committed of it counts as far as the cut. False when that is no
     * news: the consumer may say it twice, and the cut of one that went meanwhile is its next owner's to find.
     */
    boolean cut(TopicPartition topicPartition, OffsetAndMetadata place) {
        Partition partition = KafkaConversions.toPartition(topicPartition);
        boolean isInherited = owned.isAsItCame(partition);
        if (cuts.has(partition, place.offset()) || !comeAgain(topicPartition::equals)) {
            return false;
        }
        cuts.found(partition, place, isInherited);
        StillAssigned.seek(consumer, topicPartition, place.offset()); // an answer on its way is about the other place
        return true;
    }

    /** Whether an offset that the log does not have counts for none. */
    boolean takesNoOtherOffset() {
        return offsetless.refuses();
    }

    void pauseOnly(Set<Partition> wanted) {
        Set<TopicPartition> open = new HashSet<>(consumer.assignment());
        open.removeAll(KafkaConversions.toTopicPartitions(wanted));
        open.removeAll(arriving.all());
        open.removeAll(offsetless.waiting());
        bounded.open(open);
    }

    /**
     * What the group has committed for these partitions; waits until no transaction on it is open. The consumer goes on with the same question
     * as long as it is not asked another one. A {@link TimeoutException} says that it takes too long.
     */
    Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions, Duration limit) {
        try {
            return KafkaConversions.known(consumer.committed(partitions, limit));
        } catch (WakeupException meantForPoll) {
            return committed(partitions, limit);
        } catch (TimeoutException notYet) {
            throw new TimeoutException("what the group has committed for them", notYet);
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> came) {
        StillAssigned.change(came, consumer::pause);
        bounded.moved(came);
        arriving.assigned(came);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> going) {
        go(going, assignment::revoked);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> gone) {
        go(gone, assignment::lost);
    }

    /** @param tell is not told of those that were not handed on, nor once the inbox closes: whoever closes it has done with all */
    private void go(Collection<TopicPartition> going, Consumer<Set<Partition>> tell) {
        Set<Partition> partitions = KafkaConversions.toPartitions(going);
        Set<Partition> handedOn = closing ? Set.of() : owned.among(partitions);
        if (!handedOn.isEmpty()) {
            tell.accept(handedOn);
        }
        owned.forget(partitions);
        bounded.moved(going);
        arriving.removed(going);
        offsetless.forget(going);
        cuts.forget(partitions);
    }
}
