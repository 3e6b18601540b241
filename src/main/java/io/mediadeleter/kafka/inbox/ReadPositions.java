package io.mediadeleter.kafka.inbox;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.partitions.OwnedPartitions;
import io.mediadeleter.kafka.partitions.TopicIdentities;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.offset.OffsetLedger;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the consumer reads on in partitions that have come. Confined to the loop thread. */
record ReadPositions(BoundedConsumer bounded, TopicIdentities identities, OwnedPartitions owned) {

    private static final Logger log = LoggerFactory.getLogger(ReadPositions.class);

    /**
     * Says where to read on, so that it is known before anything has come.
     *
     * @param limit for the answer to where logs begin, if that is asked
     * @return the places of those of which nothing is committed that counts
     * @throws TimeoutException when no answer has come by then; nothing has changed
     */
    Map<TopicPartition, Long> take(
            Set<TopicPartition> ready,
            Map<Partition, CommitPoint> committed,
            Map<TopicPartition, Long> begun,
            Duration limit) {
        Map<TopicPartition, Long> startsAt = new HashMap<>(begun);
        Set<TopicPartition> ofOthers = new HashSet<>();
        Map<TopicPartition, Long> places = new HashMap<>();
        for (TopicPartition topicPartition : ready) {
            Partition partition = KafkaConversions.toPartition(topicPartition);
            CommitPoint point = committed.get(partition);
            String topicId = identities.idOf(topicPartition.topic());
            if (point != null && point.isOf(topicId)) {
                places.put(topicPartition, point.offset());
            } else if (point != null) {
                ofOthers.add(topicPartition);
            }
        }
        if (!ofOthers.isEmpty()) {
            startsAt.putAll(bounded.consumer().beginningOffsets(ofOthers, limit));
        }
        places.putAll(startsAt);
        places.forEach(bounded::seek);
        owned.readUpTo(KafkaConversions.toPartitions(places));
        if (!ofOthers.isEmpty()) {
            Set<String> topics = new TreeSet<>();
            ofOthers.forEach(partition -> topics.add(partition.topic()));
            log.warn(
                    "TOPIC RECREATED: what the group has committed for {} belongs to deleted topics with these names;"
                            + " the new ones are read from the beginning",
                    topics);
        }
        committed.forEach(ReadPositions::warnIfUnreadable);
        return startsAt;
    }

    /**
     * Asks the leaders, all of them at once, whether their logs were cut before what is settled of them: a consumer does, that has a leader
     * epoch with its place.
     *
     * @param leaderEpochs what is settled of these was written by leaders of these epochs and earlier ones
     * @param limit for the answers
     * @return those without an answer
     * @throws LogTruncationException when a log was cut
     */
    Set<TopicPartition> lookForCuts(
            Map<Partition, CommitPoint> committed, Map<Partition, Integer> leaderEpochs, Duration limit) {
        Set<TopicPartition> asked = new HashSet<>();
        leaderEpochs.forEach((partition, epoch) -> {
            CommitPoint point = committed.get(partition);
            String topicId = identities.idOf(partition.topic());
            if (point != null && topicId != null && point.isOf(topicId)) {
                TopicPartition topicPartition = KafkaConversions.toTopicPartition(partition);
                owned.wasReached(partition, point.end(), epoch);
                StillAssigned.seek(
                        bounded.consumer(), topicPartition, new OffsetAndMetadata(point.end(), Optional.of(epoch), ""));
                asked.add(topicPartition);
            }
        });
        Set<TopicPartition> unanswered = new HashSet<>();
        for (TopicPartition partition : asked) {
            try {
                StillAssigned.position(bounded.consumer(), partition, unanswered.isEmpty() ? limit : Duration.ZERO);
            } catch (TimeoutException notYet) {
                unanswered.add(partition);
            }
        }
        return unanswered;
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
}
