package io.mediadeleter.kafka.inbox;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.partitions.OwnedPartitions;
import io.mediadeleter.kafka.partitions.TopicIdentities;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.pipeline.port.RequestLog;
import io.mediadeleter.pipeline.port.RequestLog.Arrivals;
import io.mediadeleter.pipeline.port.RequestLog.Assignment;
import io.mediadeleter.pipeline.status.OffsetlessStatus;
import io.mediadeleter.time.Durations;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer, which reads deliveries. Confined to the loop thread, but for {@link #wakeup()}, {@link #view()} and
 * the positions of what it owns. What the group gives and takes is in {@link GroupMembership}.
 */
public final class KafkaInbox implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaInbox.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Duration LOOK_UP_LIMIT = Duration.ofSeconds(5);
    private static final Duration PROOF_LIMIT = Duration.ofSeconds(4);
    private static final Arrivals NOTHING = new Arrivals(List.of(), Map.of());

    /** With other partitions to go on with, the loop does not wait for those that arrive. */
    private static final Duration SHORT_POLL = Duration.ofMillis(100);

    private final KafkaSettings settings;
    private final InstanceIdConflict conflict;
    private final ConsumerView view;
    private volatile BoundedConsumer bounded;
    private final ReadingRules reading;
    private RecordReader reader;
    private TopicNames topics;
    private final TopicIdentities identities;
    private final OwnedPartitions owned = new OwnedPartitions();
    private final OffsetlessPartitions offsetless;
    private volatile @Nullable GroupMembership membership;
    private volatile String memberId = "";

    /**
     * Connects; joins the group with the first poll.
     *
     * @throws KafkaFailure when the client's settings are impossible
     */
    public KafkaInbox(KafkaSettings settings, TopicNames topics, ReadingRules reading) {
        this.reading = reading;
        this.topics = topics;
        this.identities = new TopicIdentities(settings, topics, Time.system());
        this.offsetless = new OffsetlessPartitions(identities.admin(), reading, Time.system());
        this.reader = new RecordReader(topics, identities, reading);
        this.settings = settings;
        this.conflict = new InstanceIdConflict(settings, () -> GroupSession.of(settings), Time.system());
        this.bounded = BoundedConsumer.connect(settings);
        this.view = new ConsumerView(bounded.consumer());
    }

    /**
     * Finds out what there is to read, before the first poll; on any thread.
     *
     * @throws KafkaFailure when Kafka cannot be reached or refuses
     */
    public void open() {
        topics = identities.open();
        reader = new RecordReader(topics, identities, reading);
    }

    /** As {@link RequestLog#poll}. */
    public Arrivals poll(Duration atMost, Assignment assignment) {
        if (conflict.isAwaited(atMost, assignment.knowledge())) {
            return NOTHING;
        }
        GroupMembership member = membership(assignment);
        OffsetRepair repair = new OffsetRepair(bounded, identities, owned, member, assignment);
        FetchedRecords fetched;
        try {
            fetched = take(atMost, member);
        } catch (WakeupException asked) {
            return NOTHING;
        } catch (UnreleasedInstanceIdException | FencedInstanceIdException refused) {
            replaceConsumer(member);
            conflict.refused(refused);
            return NOTHING;
        } catch (InvalidOffsetException noPlace) {
            try {
                repair.mend(noPlace);
            } catch (WakeupException | RetriableException again) {
                log.debug("The next offset to read is not known yet: {}", again.toString());
            }
            return NOTHING;
        } catch (KafkaException failed) {
            if (PollFailures.isPassing(failed)) {
                log.warn("Poll failed, will retry: {}", failed.toString());
                return NOTHING;
            }
            throw PollFailures.of(failed, settings.instanceId());
        }
        return arrivals(fetched, member, repair);
    }

    private FetchedRecords take(Duration atMost, GroupMembership member) {
        member.topicsChanged(identities.polledChanges());
        member.handOn();
        return bounded.take(member.isArriving() ? Durations.min(atMost, SHORT_POLL) : atMost);
    }

    /** A failure from here on ends the instance: a retry would skip the records that were taken. */
    private Arrivals arrivals(FetchedRecords fetched, GroupMembership member, OffsetRepair repair) {
        ConsumerGroupMetadata group = groupMetadata();
        memberId = group.generationId() > 0 ? group.memberId() : "";
        if (conflict.isKept() && !memberId.isEmpty()) {
            conflict.given();
        }
        return fetched.isEmpty() ? NOTHING : proven(fetched, member, repair);
    }

    private GroupMembership membership(Assignment assignment) {
        if (membership == null) {
            membership = new GroupMembership(bounded, identities, owned, offsetless, assignment);
            bounded.consumer().subscribe(topics.consumed(), membership);
        }
        return membership;
    }

    /** A consumer that was fenced cannot rejoin: a new one takes its place. */
    private void replaceConsumer(GroupMembership member) {
        BoundedConsumer refused = bounded;
        member.onPartitionsLost(refused.consumer().assignment());
        member.closing();
        membership = null;
        memberId = "";
        bounded = BoundedConsumer.connect(settings);
        view.follow(bounded.consumer());
        refused.abandon();
    }

    /** Releases only records of topics whose ids are confirmed. */
    private Arrivals proven(FetchedRecords fetched, GroupMembership member, OffsetRepair repair) {
        Set<String> named = KafkaConversions.topics(fetched.positions().keySet());
        TopicIdentities.Verification ids = identities.verify(named, fetched.topicIds(), PROOF_LIMIT);
        member.topicsChanged(ids.changed());
        repair.mend(fetched, ids.unchanged());
        fetched.firstOffsets().forEach((partition, first) -> {
            if (!ids.unchanged().contains(partition.topic()) && !ids.changed().contains(partition.topic())) {
                bounded.seek(partition, first);
            }
        });
        return fetched.proven(ids.unchanged(), owned, reader);
    }

    /** As {@link RequestLog#pauseOnly}. */
    public void pauseOnly(Set<Partition> wanted) {
        if (membership != null) {
            membership.pauseOnly(wanted);
        }
    }

    /** As {@link RequestLog#rewind}. */
    public void rewind(Partition partition, long offset) {
        OptionalInt epoch = owned.leaderEpoch(partition, offset);
        Optional<Integer> leaderEpoch = epoch.isPresent() ? Optional.of(epoch.getAsInt()) : Optional.empty();
        bounded.seek(KafkaConversions.toTopicPartition(partition), new OffsetAndMetadata(offset, leaderEpoch, ""));
        owned.readUpTo(Map.of(partition, offset));
    }

    /** As {@link RequestLog#wakeup}. */
    public void wakeup() {
        conflict.wakeup();
        bounded.consumer().wakeup();
    }

    /** As {@link RequestLog#waitsFor}. */
    public Optional<String> waitsFor() {
        GroupMembership member = membership;
        return conflict.obstacle().or(() -> member == null ? Optional.empty() : member.obstacle());
    }

    /** As {@link RequestLog#memberId}. */
    public Optional<String> memberId() {
        return Optional.of(memberId).filter(id -> !id.isEmpty());
    }

    /** The partitions that were handed on, and how far they were read. */
    public OwnedPartitions owned() {
        return owned;
    }

    /** What became of partitions that the group has no offset for. Thread-safe. */
    public OffsetlessStatus beginning() {
        return offsetless.status();
    }

    /** What other threads can see of the consumer. Thread-safe. */
    public ConsumerView view() {
        return view;
    }

    /** What the group has committed for these partitions; waits until no transaction on it is open, or throws {@link TimeoutException}. */
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<Partition> partitions) {
        return membership == null
                ? Map.of()
                : membership.committed(KafkaConversions.toTopicPartitions(partitions), LOOK_UP_LIMIT);
    }

    public TopicIdentities identities() {
        return identities;
    }

    public ConsumerGroupMetadata groupMetadata() {
        return bounded.consumer().groupMetadata();
    }

    /** Leaves the group at once, so that the partitions move on without waiting for the session to time out. */
    @Override
    public void close() {
        if (membership != null) {
            membership.closing();
        }
        bounded.close();
        bounded.consumer()
                .close(CloseOptions.timeout(CLOSE_LIMIT)
                        .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        identities.close();
    }
}
