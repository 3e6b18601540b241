package io.mediadeleter.kafka.inbox;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.codec.TraceAttributes;
import io.mediadeleter.kafka.headers.MdHeaders;
import io.mediadeleter.kafka.headers.OwnHeaders;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.kafka.partitions.TopicIdentities;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.RetryDelay;
import io.mediadeleter.rule.RetrySchedule;
import io.mediadeleter.time.Instants;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a consumed record into a delivery. No header is trusted, no due time is later than the delay of its topic allows, and
 * nothing has failed later than now, whatever the clock of the instance says that wrote the record. Confined to the loop thread.
 */
final class RecordReader {

    private final TopicNames topics;
    private final Set<String> requests;
    private final Set<String> graces;
    private final GracePeriod grace;
    private final Function<String, Optional<String>> topicIds;
    private final Map<String, Duration> delays;
    private final ReadingRules.Decoder decoder;
    private final InstantSource clock;

    RecordReader(TopicNames topics, TopicIdentities identities, ReadingRules reading) {
        this(topics, topic -> Optional.ofNullable(identities.idUnlessFirst(topic)), reading, InstantSource.system());
    }

    /**
     * A reader by this clock.
     *
     * @param topicIds what tells the requests on a topic from those on the first of its name; empty when it is the first
     */
    RecordReader(
            TopicNames topics, Function<String, Optional<String>> topicIds, ReadingRules reading, InstantSource clock) {
        this.topics = topics;
        this.requests = Set.copyOf(topics.requests());
        this.graces = Set.copyOf(topics.graces());
        this.grace = reading.grace();
        this.topicIds = topicIds;
        this.clock = clock;
        this.delays = Stream.concat(topics.retryDelays().stream(), topics.drained().stream())
                .collect(Collectors.toUnmodifiableMap(topics::retry, RetryDelay::duration));
        this.decoder = reading.decoder();
    }

    /**
     * The delivery that the record is.
     *
     * @param inherited whether the partition's former owner may have seen it, too
     */
    Delivery read(FetchedRecords.Fetched read, long epoch, boolean inherited) {
        Message message = TraceAttributes.asHeaders(read.message());
        Partition partition = KafkaConversions.toPartition(read.partition());
        OwnHeaders headers = OwnHeaders.of(message.headers());
        Origin here = new Origin(
                partition.topic(),
                partition.number(),
                read.offset(),
                topicIds.apply(partition.topic()).orElse(null));
        boolean isFirst = requests.contains(partition.topic());
        Origin origin = isFirst ? here : headers.origin().orElse(here);
        Instant written = isFirst ? message.timestamp() : firstWritten(headers, message);
        return new Delivery(
                partition,
                read.offset(),
                epoch,
                topics.laneOf(partition.topic(), origin),
                origin,
                written,
                isFirst
                        ? (inherited ? Attempt.INHERITED : Attempt.FIRST)
                        : attempt(headers, partition.topic(), message, inherited),
                message,
                decoder.decode(message, isFirst ? null : headers.subApp().orElse(null)));
    }

    /** The earliest time that is known. */
    private static Instant firstWritten(OwnHeaders headers, Message message) {
        return headers.instant(MdHeaders.ORIGIN_TIMESTAMP).orElseGet(() -> earliest(headers, message));
    }

    private static Instant earliest(OwnHeaders headers, Message message) {
        return headers.instant(MdHeaders.FIRST_FAILED_AT)
                .filter(failed -> failed.isBefore(message.timestamp()))
                .orElse(message.timestamp());
    }

    /**
     * A retry of a replay carries the replay time in its header; records of older versions carry only the count, so the first
     * failure stands in.
     */
    private Optional<Instant> replayedAt(OwnHeaders headers, String topic, Message message) {
        if (topic.equals(topics.replay())) {
            return Optional.of(headers.instant(MdHeaders.REPLAYED_AT).orElse(message.timestamp()));
        }
        Optional<Instant> told = headers.instant(MdHeaders.REPLAYED_AT);
        return told.isPresent() || headers.count(MdHeaders.REPLAYS) == 0
                ? told
                : Optional.of(earliest(headers, message));
    }

    private Attempt attempt(OwnHeaders headers, String topic, Message message, boolean inherited) {
        if (graces.contains(topic)) {
            Instant end = grace.endOf(
                    message.timestamp(),
                    headers.duration(MdHeaders.GRACE_PERIOD).orElse(null));
            return Attempt.inGrace(
                    end, inherited || headers.text(MdHeaders.CALLED).isPresent());
        }
        Instant now = clock.instant();
        return new Attempt(
                headers.count(MdHeaders.ATTEMPT),
                headers.instant(MdHeaders.FIRST_FAILED_AT)
                        .map(told -> Instants.earlier(told, now))
                        .orElse(null),
                dueAt(topic, headers.instant(MdHeaders.NOT_BEFORE), message.timestamp(), now),
                headers.count(MdHeaders.REPLAYS),
                headers.text(MdHeaders.REPLAY_OF).flatMap(Origin::parse).orElse(null),
                replayedAt(headers, topic, message).orElse(null),
                inherited || headers.text(MdHeaders.CALLED).isPresent());
    }

    /**
     * When a record on a retry topic is due: as its header says, but never later than the topic's own delay and jitter after
     * it was written, or seen here if that is earlier. So neither a damaged header nor a writer whose clock is ahead can hold a
     * partition back. Null when it is due at once.
     */
    private @Nullable Instant dueAt(String topic, Optional<Instant> notBefore, Instant written, Instant seen) {
        Duration delay = delays.get(topic);
        if (delay == null || notBefore.isEmpty()) {
            return null;
        }
        Instant latest = RetrySchedule.latestDue(delay, Instants.earlier(written, seen));
        return Instants.earlier(notBefore.get(), latest);
    }
}
