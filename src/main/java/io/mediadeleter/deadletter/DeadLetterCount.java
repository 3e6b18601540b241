package io.mediadeleter.deadletter;

import io.mediadeleter.event.Message;
import io.mediadeleter.event.Partition;
import io.mediadeleter.group.GroupFacts;
import io.mediadeleter.group.GroupFacts.DeadLetters;
import io.mediadeleter.group.GroupFacts.Letters;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.client.Leadership;
import io.mediadeleter.kafka.inbox.FetchedRecords;
import io.mediadeleter.kafka.scan.PartitionReader;
import io.mediadeleter.kafka.scan.RecordPrefilter;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.time.Instants;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Counts the unresolved dead letters by fault, in bounded time and memory, and reads on where it was when it is asked again.
 * Confined to one thread.
 *
 * <p>How, with a million of them? It begins so many records before the topic's end, and takes what came before for unknown. Of
 * every key it meets there it knows all that counts, since the last record of a key decides.
 */
public final class DeadLetterCount implements AutoCloseable {

    /** Records of the topic that are read, and letters that are kept: a second and some megabytes. */
    static final int MOST = 10_000;

    private static final int MOST_GROUPS = 200;

    private record Letter(FaultNumbers.Name fault, Instant failedAt) {}

    private static final class Place {
        private long begin = -1;
        private long next;
        private final Map<Fingerprint, Letter> unresolved = new HashMap<>();
    }

    private final KafkaSettings settings;
    private final TopicNames topics;
    private final PartitionReader reader;
    private final KafkaConsumer<?, ?> consumer;
    private final MessageDigest digest = Fingerprint.digest();
    private final Map<TopicPartition, Place> places = new HashMap<>();
    private final Map<FaultNumbers.Name, FaultNumbers.Name> faults = new HashMap<>();
    private long dropped;

    /**
     * Connects on first use.
     *
     * @throws KafkaFailure when the client's settings are impossible
     */
    public DeadLetterCount(KafkaSettings settings, TopicNames topics) {
        this.settings = settings;
        this.topics = topics;
        try {
            reader = new PartitionReader(ClientConfigs.deadLetterConsumer(settings), "it is counted all the same");
            consumer = reader.consumer();
        } catch (KafkaException impossible) {
            throw failure(impossible);
        }
    }

    /** Reads on to where the topic ends now, as far as that is decided. */
    public DeadLetters count(Instant now) {
        try {
            Leadership leadership = Leadership.ofInfos(consumer.partitionsFor(topics.deadLetter()));
            leadership.gap().ifPresent(gap -> {
                throw new LeaderNotAvailableException(gap); // at once: all of them would be a time-out
            });
            List<TopicPartition> partitions = leadership.led();
            if (partitions.isEmpty()) {
                throw new UnknownTopicOrPartitionException("there is no topic " + topics.deadLetter());
            }
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long older = 0;
            for (TopicPartition partition : partitions) {
                long begin = begins.getOrDefault(partition, 0L);
                long end = ends.getOrDefault(partition, begin);
                Place place = place(partition, begin, end, Math.max(1, MOST / partitions.size()));
                read(partition, place, end, now);
                older += Math.max(0, place.begin - begin);
            }
            return new DeadLetters(groups(now), older + dropped);
        } catch (KafkaException failed) {
            throw failure(failed);
        }
    }

    @Override
    public void close() {
        reader.close();
    }

    /** A recreated topic is counted from its beginning. */
    private Place place(TopicPartition partition, long begin, long end, int most) {
        Place place = places.computeIfAbsent(partition, unused -> new Place());
        if (place.begin < 0 || place.next > end || end - place.next > most) {
            place.unresolved.clear();
            place.begin = Math.max(begin, end - most);
            place.next = place.begin;
        }
        return place;
    }

    private void read(TopicPartition topicPartition, Place place, long end, Instant now) {
        Partition partition = new Partition(topicPartition.topic(), topicPartition.partition());
        reader.read(partition, Math.min(place.next, end), end, RecordPrefilter.ALL, read -> {
            take(partition, place, read, now);
            return true;
        });
        place.next = Math.max(place.next, end);
    }

    private void take(Partition partition, Place place, FetchedRecords.Fetched read, Instant now) {
        Message message = read.message();
        byte[] key = message.key();
        Fingerprint name = key == null ? new Fingerprint(Long.MIN_VALUE, read.offset()) : Fingerprint.of(key, digest);
        if (message.isTombstone()) {
            place.unresolved.remove(name);
        } else if (place.unresolved.size() >= MOST && !place.unresolved.containsKey(name)) {
            dropped++;
        } else {
            DeadLetter letter = DeadLetter.of(partition, read.offset(), message, topics::mayBeOrigin);
            Instant at = UnresolvedCounts.makesSense(letter.failedAt(), now) ? letter.failedAt() : message.timestamp();
            place.unresolved.put(name, new Letter(fault(letter), at));
        }
    }

    private FaultNumbers.Name fault(DeadLetter letter) {
        FaultNumbers.Name fault = FaultNumbers.Name.of(letter);
        FaultNumbers.Name known =
                faults.size() < MOST_GROUPS || faults.containsKey(fault) ? fault : FaultNumbers.Name.OTHERS;
        return faults.computeIfAbsent(known, same -> same);
    }

    private List<Letters> groups(Instant now) {
        Instant lately = now.minus(GroupFacts.LATELY);
        Map<FaultNumbers.Name, Letters> groups = new HashMap<>();
        places.values().stream()
                .flatMap(place -> place.unresolved.values().stream())
                .forEach(letter -> {
                    FaultNumbers.Name fault = letter.fault();
                    Instant at = letter.failedAt();
                    groups.merge(
                            fault,
                            new Letters(fault.kind(), fault.code(), 1, at.isBefore(lately) ? 0 : 1, at, at),
                            DeadLetterCount::sum);
                });
        return groups.values().stream()
                .sorted(Comparator.comparingLong(Letters::count)
                        .reversed()
                        .thenComparing(Letters::kind)
                        .thenComparing(Letters::code))
                .toList();
    }

    private static Letters sum(Letters one, Letters other) {
        return new Letters(
                one.kind(),
                one.code(),
                one.count() + other.count(),
                one.lately() + other.lately(),
                Instants.earlier(one.oldest(), other.oldest()),
                Instants.later(one.latest(), other.latest()));
    }

    private KafkaFailure failure(KafkaException cause) {
        return KafkaFailure.of(settings.bootstrapServers(), "count the dead letters on " + topics.deadLetter(), cause);
    }
}
