package io.mediadeleter.kafka;

import io.mediadeleter.event.Content;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.offset.OffsetLedger;
import io.mediadeleter.pipeline.Inbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer behind the inbox. Belongs to the loop thread, but for {@link #wakeup()}, {@link #metrics()} and
 * {@link #positions()}.
 *
 * <p>What a partition's last owner has settled is known only when no transaction on it is open any more, which takes
 * seconds when that owner was killed. Until then the partition has arrived but is paused, and the others go on: nothing
 * waits for Kafka in the middle of a rebalance, where a failure could not be made good.
 */
public final class KafkaInbox implements Inbox, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaInbox.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Duration LOOK_UP_LIMIT = Duration.ofSeconds(5);

    /** With other partitions to go on with, the loop does not wait for those that arrive. */
    private static final Duration SHORT_LOOK = Duration.ofMillis(100);

    private static final Arrivals NOTHING = new Arrivals(List.of(), Map.of());

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordReader reader;
    private final TopicNames topics;
    private final OwnedPartitions owned = new OwnedPartitions();
    private final Set<TopicPartition> paused = new HashSet<>();
    private final String instanceId;

    /** Assigned, but not handed on yet: what is committed of them is not known. Always paused. */
    private final Set<TopicPartition> arriving = new HashSet<>();

    private boolean closing;
    private boolean subscribed;

    /**
     * Connects; joins the group with the first poll.
     *
     * @throws KafkaFailure when the client's settings are impossible
     */
    public KafkaInbox(KafkaSettings settings, TopicNames topics, Function<Message, Content> decoder) {
        this.topics = topics;
        this.reader = new RecordReader(topics, decoder);
        this.instanceId = settings.instanceId();
        this.consumer = KafkaFailure.connecting(settings, () -> new KafkaConsumer<>(ClientConfigs.consumer(settings)));
    }

    @Override
    public Arrivals poll(Duration atMost, Assignment assignment) {
        if (!subscribed) {
            consumer.subscribe(topics.consumed(), new Rebalance(assignment));
            subscribed = true;
        }
        try {
            handOn(assignment);
            Duration patience = arriving.isEmpty() ? atMost : Collections.min(List.of(atMost, SHORT_LOOK));
            return arrivals(consumer.poll(patience));
        } catch (WakeupException asked) {
            return NOTHING;
        } catch (RetriableException passing) {
            log.warn("Nothing could be read for now: {}", passing.toString());
            return NOTHING;
        } catch (KafkaException failed) {
            throw PollEnd.of(failed, instanceId);
        }
    }

    /** Hands on the partitions that arrived, once what is committed of them is known. */
    private void handOn(Assignment assignment) {
        if (arriving.isEmpty()) {
            return;
        }
        Map<Partition, CommitPoint> committed;
        try {
            committed = committed(arriving, SHORT_LOOK);
        } catch (TimeoutException notYet) {
            log.debug("What is committed of {} is not known yet", arriving);
            return;
        }
        committed.forEach(KafkaInbox::warnIfUnreadable);
        Set<Partition> partitions = KafkaTerms.ours(arriving);
        assignment.assigned(partitions, owned.take(partitions), committed);
        consumer.resume(arriving);
        paused.removeAll(arriving);
        arriving.clear();
    }

    private Arrivals arrivals(ConsumerRecords<byte[], byte[]> records) {
        List<Delivery> deliveries = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> consumed : records) {
            Long epoch = owned.epochOf(new Partition(consumed.topic(), consumed.partition()));
            if (epoch != null) {
                deliveries.add(reader.read(consumed, epoch));
            }
        }
        Map<Partition, Long> read = new HashMap<>();
        records.nextOffsets().forEach((partition, next) -> read.put(KafkaTerms.ours(partition), next.offset()));
        owned.readUpTo(read);
        return new Arrivals(deliveries, read);
    }

    @Override
    public void pauseOnly(Set<Partition> wanted) {
        Set<TopicPartition> pause = KafkaTerms.kafkas(wanted);
        pause.addAll(arriving);
        pause.retainAll(consumer.assignment());
        Set<TopicPartition> resume = new HashSet<>(paused);
        resume.removeAll(pause);
        resume.retainAll(consumer.assignment());
        consumer.resume(resume);
        consumer.pause(pause);
        paused.clear();
        paused.addAll(pause);
    }

    @Override
    public void rewind(Partition partition, long offset) {
        consumer.seek(KafkaTerms.kafkas(partition), offset);
        owned.readUpTo(Map.of(partition, offset));
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    /** The offset that is read next, for partitions that were read from. Safe for any thread. */
    public Map<Partition, Long> positions() {
        return owned.positions();
    }

    /** What the consumer measures of itself. Safe for any thread. */
    public ConsumerMetrics metrics() {
        return new ConsumerMetrics(consumer);
    }

    /**
     * What the group has committed for these partitions; waits until no transaction on it is open.
     *
     * @throws TimeoutException when that takes too long
     */
    Map<Partition, CommitPoint> committed(Set<Partition> partitions) {
        return committed(KafkaTerms.kafkas(partitions), LOOK_UP_LIMIT);
    }

    private Map<Partition, CommitPoint> committed(Set<TopicPartition> partitions, Duration limit) {
        try {
            return KafkaTerms.points(consumer.committed(partitions, limit));
        } catch (WakeupException meantForPoll) {
            return committed(partitions, limit);
        }
    }

    private static void warnIfUnreadable(Partition partition, CommitPoint point) {
        if (!OffsetLedger.isReadable(point)) {
            log.warn(
                    "The commit of {} at {} has metadata that this version cannot read; what was settled above that offset"
                            + " is called again",
                    partition,
                    point.offset());
        }
    }

    ConsumerGroupMetadata groupMetadata() {
        return consumer.groupMetadata();
    }

    /** Leaves the group at once, so that the partitions move on without waiting for the session to time out. */
    @Override
    public void close() {
        closing = true;
        consumer.close(CloseOptions.timeout(CLOSE_LIMIT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }

    /** Hands the group's changes on, with the epoch that tells assignments of a partition apart. */
    private final class Rebalance implements ConsumerRebalanceListener {

        private final Assignment assignment;

        Rebalance(Assignment assignment) {
            this.assignment = assignment;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> came) {
            consumer.pause(came);
            paused.addAll(came);
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
            return closing ? Set.of() : owned.among(KafkaTerms.ours(partitions));
        }

        private void forget(Collection<TopicPartition> partitions) {
            owned.forget(KafkaTerms.ours(partitions));
            paused.removeAll(partitions);
            arriving.removeAll(partitions);
        }
    }
}
