package io.mediadeleter.kafka.inbox;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.partitions.OwnedPartitions;
import io.mediadeleter.kafka.partitions.PartitionContents;
import io.mediadeleter.kafka.partitions.TopicIdentities;
import io.mediadeleter.pipeline.port.RequestLog.Assignment;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Where to read on when the log does not have the offset, which is never left to the consumer: it would go to the beginning
 * and say nothing. Confined to the loop thread.
 *
 * <ul>
 *   <li>The log begins behind the offset: what was between is gone unread.
 *   <li>The log was cut before the offset, and it is known where: from there on all is new, and what is open before it
 *       stays open. Where nobody knows the place, though the log has the offset, it is read on from there, and that is told.
 *   <li>The log ends before the offset, and nobody knows since when: all of it is read again. Which of its records are new
 *       cannot be told, and a request that is called again loses nothing, while one that is left out is lost.
 *   <li>Nothing was ever committed: from the beginning, and paused until {@link GroupMembership} knows better.
 * </ul>
 *
 * With {@code requests.start=refuse} an offset that the log does not have is none, whichever end it lies beyond: nothing is read
 * until somebody has decided. Of a log that was cut it is known what is new.
 */
final class OffsetRepair {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final BoundedConsumer bounded;
    private final KafkaConsumer<?, ?> consumer;
    private final TopicIdentities identities;
    private final OwnedPartitions owned;
    private final GroupMembership member;
    private final Assignment assignment;

    OffsetRepair(
            BoundedConsumer bounded,
            TopicIdentities identities,
            OwnedPartitions owned,
            GroupMembership member,
            Assignment assignment) {
        this.bounded = bounded;
        this.consumer = bounded.consumer();
        this.identities = identities;
        this.owned = owned;
        this.member = member;
        this.assignment = assignment;
    }

    /** Finds a place for each of the partitions that the consumer has none for. */
    void mend(InvalidOffsetException found) {
        if (!(found instanceof OffsetOutOfRangeException outOfRange)) {
            nothingCommitted(found.partitions());
            return;
        }
        Map<TopicPartition, Long> positions = outOfRange.offsetOutOfRangePartitions();
        // asked at once: the loop waits for both no longer than for one
        CompletableFuture<Map<TopicPartition, PartitionContents>> asked = PartitionContents.ask(
                        identities.admin(), positions.keySet(), null)
                .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        TopicIdentities.Verification ids = identities.verify(KafkaConversions.topics(positions.keySet()), LIMIT);
        member.topicsChanged(ids.changed());
        Set<TopicPartition> same = new HashSet<>(positions.keySet());
        same.removeIf(partition -> !ids.unchanged().contains(partition.topic()));
        same.retainAll(consumer.assignment()); // the others are their next owners' to find out about
        if (!same.isEmpty()) {
            mend(same, outOfRange, answer(asked));
        }
    }

    /** When the consumer asked, that is, which may be long ago: a place that was given since stands. */
    private void nothingCommitted(Set<TopicPartition> partitions) {
        Map<Partition, Long> given = owned.positions();
        for (TopicPartition partition : partitions) {
            Long place = given.get(KafkaConversions.toPartition(partition));
            if (place == null) {
                StillAssigned.change(Set.of(partition), consumer::seekToBeginning);
            } else {
                bounded.seek(partition, place);
            }
        }
    }

    private static Map<TopicPartition, PartitionContents> answer(
            CompletableFuture<Map<TopicPartition, PartitionContents>> asked) {
        try {
            return asked.join();
        } catch (CompletionException notYet) {
            throw new TimeoutException("where the log begins and ends", notYet);
        }
    }

    /**
     * The same by what was read of these topics. Where a log is cut while a new owner still reads towards what the former one had settled,
     * the cut lies behind the consumer's place, so that it does not notice. But then a record was written by a later leader than all of that.
     */
    void mend(FetchedRecords fetched, Set<String> topics) {
        fetched.leaderEpochs().forEach((partition, epochs) -> {
            if (topics.contains(partition.topic())) {
                owned.cut(KafkaConversions.toPartition(partition), epochs)
                        .ifPresent(cut -> cut(
                                partition,
                                cut.position(),
                                new OffsetAndMetadata(cut.offset(), Optional.of(cut.leaderEpoch()), "")));
            }
        });
    }

    /** @param same are assigned, and their topics are those that they were */
    void mend(
            Set<TopicPartition> same,
            OffsetOutOfRangeException outOfRange,
            Map<TopicPartition, PartitionContents> stocks) {
        Map<TopicPartition, Long> positions = outOfRange.offsetOutOfRangePartitions();
        boolean isCut = outOfRange instanceof LogTruncationException;
        Map<TopicPartition, OffsetAndMetadata> cuts =
                outOfRange instanceof LogTruncationException cut ? cut.divergentOffsets() : Map.of();
        for (TopicPartition partition : same) {
            OffsetAndMetadata cut = cuts.get(partition);
            PartitionContents stock = Objects.requireNonNull(stocks.get(partition));
            long begin = stock.begin();
            long end = stock.end();
            long position = positions.getOrDefault(partition, begin);
            if (cut != null) {
                cut(partition, position, cut);
            } else if (isCut && position <= end && !member.takesNoOtherOffset()) {
                cut(partition, position, new OffsetAndMetadata(position));
            } else if (position < begin) {
                boolean readsOn = !member.takesNoOtherOffset();
                if (readsOn) {
                    bounded.seek(partition, begin);
                }
                // before it goes, for nothing is known of it afterwards; and what moved would be committed with it
                assignment.gone(KafkaConversions.toPartition(partition), position, begin, readsOn);
                if (!readsOn) {
                    member.begin(partition);
                }
            } else if ((position > end || isCut) && member.takesNoOtherOffset()) {
                member.begin(partition);
            } else if (position > end) {
                restart(partition, position, begin, end);
            } else {
                bounded.seek(partition, position); // it is there by now
            }
        }
    }

    private void cut(TopicPartition partition, long position, OffsetAndMetadata place) {
        if (member.cut(partition, place)) {
            assignment.cutShort(KafkaConversions.toPartition(partition), position, place.offset(), place.offset());
        }
    }

    /** What was committed counts for nothing; what lies before {@code end} may have been called. */
    private void restart(TopicPartition topicPartition, long position, long from, long end) {
        Partition partition = KafkaConversions.toPartition(topicPartition);
        Set<Partition> one = Set.of(partition);
        if (owned.epochOf(partition) != null) {
            assignment.cutShort(partition, position, from, end);
            member.onPartitionsRevoked(Set.of(topicPartition));
            owned.inherit(Map.of(partition, end));
            assignment.assigned(one, owned.take(one), Map.of(), identities.present());
            owned.readUpTo(Map.of(partition, from));
            assignment.startsAt(Map.of(partition, from));
            bounded.seek(topicPartition, from);
        } else if (member.cut(topicPartition, new OffsetAndMetadata(from))) {
            assignment.cutShort(partition, position, from, end);
        }
    }
}
