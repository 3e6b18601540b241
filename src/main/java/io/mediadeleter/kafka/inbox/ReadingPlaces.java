package io.mediadeleter.kafka.inbox;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.partitions.OwnedPartitions;
import io.mediadeleter.kafka.partitions.TopicLives;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.offset.OffsetLedger;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the consumer reads on in partitions that have come. Belongs to the loop thread. */
record ReadingPlaces(RecordTap tap, TopicLives lives, OwnedPartitions owned) {

    private static final Logger log = LoggerFactory.getLogger(ReadingPlaces.class);

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
        Map<TopicPartition, Long> anew = new HashMap<>(begun);
        Set<TopicPartition> ofOthers = new HashSet<>();
        Map<TopicPartition, Long> places = new HashMap<>();
        for (TopicPartition partition : ready) {
            CommitPoint point = committed.get(KafkaConversions.ours(partition));
            if (point != null && point.isOf(lives.idOf(partition.topic()))) {
                places.put(partition, point.offset());
            } else if (point != null) {
                ofOthers.add(partition);
            }
        }
        if (!ofOthers.isEmpty()) {
            anew.putAll(tap.consumer().beginningOffsets(ofOthers, limit));
        }
        places.putAll(anew);
        places.forEach(tap::seek);
        owned.readUpTo(KafkaConversions.ours(places));
        if (!ofOthers.isEmpty()) {
            Set<String> topics = new TreeSet<>();
            ofOthers.forEach(partition -> topics.add(partition.topic()));
            log.warn(
                    "TOPIC MADE ANEW: what the group has committed for {} belongs to deleted topics with these names;"
                            + " the new ones are read from the beginning",
                    topics);
        }
        committed.forEach(ReadingPlaces::warnIfUnreadable);
        return anew;
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
