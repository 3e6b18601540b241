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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The consumer behind the inbox. Belongs to the loop thread, but for {@link #wakeup()}. */
public final class KafkaInbox implements Inbox, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaInbox.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordReader reader;
    private final TopicNames topics;
    private final Map<Partition, Long> epochs = new HashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();
    private long lastEpoch;
    private boolean subscribed;

    /** Connects; joins the group with the first poll. */
    public KafkaInbox(KafkaSettings settings, TopicNames topics, Function<Message, Content> decoder) {
        this.topics = topics;
        this.reader = new RecordReader(topics, decoder);
        this.consumer = new KafkaConsumer<>(ClientConfigs.consumer(settings));
    }

    @Override
    public Arrivals poll(Duration atMost, Assignment assignment) {
        if (!subscribed) {
            consumer.subscribe(topics.consumed(), new Rebalance(assignment));
            subscribed = true;
        }
        try {
            return arrivals(consumer.poll(atMost));
        } catch (WakeupException asked) {
            return new Arrivals(List.of(), Map.of());
        }
    }

    private Arrivals arrivals(ConsumerRecords<byte[], byte[]> records) {
        List<Delivery> deliveries = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> consumed : records) {
            Long epoch = epochs.get(new Partition(consumed.topic(), consumed.partition()));
            if (epoch != null) {
                deliveries.add(reader.read(consumed, epoch));
            }
        }
        Map<Partition, Long> positions = new HashMap<>();
        records.nextOffsets().forEach((partition, next) -> positions.put(ours(partition), next.offset()));
        return new Arrivals(deliveries, positions);
    }

    @Override
    public void pauseOnly(Set<Partition> wanted) {
        Set<TopicPartition> pause = kafkas(wanted);
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
        consumer.seek(kafkas(partition), offset);
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    /** What the group has committed for these partitions; waits until no transaction on it is open. */
    Map<Partition, CommitPoint> committed(Set<Partition> partitions) {
        Map<Partition, CommitPoint> points = new HashMap<>();
        fetchCommitted(kafkas(partitions)).forEach((partition, committed) -> {
            if (committed != null) {
                points.put(ours(partition), readable(partition, committed));
            }
        });
        return points;
    }

    private static CommitPoint readable(TopicPartition partition, OffsetAndMetadata committed) {
        CommitPoint point = new CommitPoint(committed.offset(), committed.metadata());
        if (!OffsetLedger.isReadable(point)) {
            log.warn(
                    "The commit of {} at {} has metadata that this version cannot read; what was settled above that offset"
                            + " is called again",
                    partition,
                    committed.offset());
        }
        return point;
    }

    ConsumerGroupMetadata groupMetadata() {
        return consumer.groupMetadata();
    }

    /** Leaves the group at once, so that the partitions move on without waiting for the session to time out. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_LIMIT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }

    private Map<TopicPartition, OffsetAndMetadata> fetchCommitted(Set<TopicPartition> partitions) {
        try {
            return consumer.committed(partitions);
        } catch (WakeupException meantForPoll) {
            return fetchCommitted(partitions);
        }
    }

    private static Partition ours(TopicPartition partition) {
        return new Partition(partition.topic(), partition.partition());
    }

    private static Set<Partition> ours(Collection<TopicPartition> partitions) {
        return partitions.stream().map(KafkaInbox::ours).collect(Collectors.toSet());
    }

    private static TopicPartition kafkas(Partition partition) {
        return new TopicPartition(partition.topic(), partition.number());
    }

    private static Set<TopicPartition> kafkas(Set<Partition> partitions) {
        return partitions.stream().map(KafkaInbox::kafkas).collect(Collectors.toSet());
    }

    /** Hands the group's changes on, with the epoch that tells assignments of a partition apart. */
    private final class Rebalance implements ConsumerRebalanceListener {

        private final Assignment assignment;

        Rebalance(Assignment assignment) {
            this.assignment = assignment;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> came) {
            Set<Partition> partitions = ours(came);
            lastEpoch++;
            partitions.forEach(partition -> epochs.put(partition, lastEpoch));
            assignment.assigned(partitions, lastEpoch, committed(partitions));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> going) {
            assignment.revoked(ours(going));
            forget(going);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> gone) {
            assignment.lost(ours(gone));
            forget(gone);
        }

        private void forget(Collection<TopicPartition> partitions) {
            epochs.keySet().removeAll(ours(partitions));
            paused.removeAll(partitions);
        }
    }
}
