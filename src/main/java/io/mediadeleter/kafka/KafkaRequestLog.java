package io.mediadeleter.kafka;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.codec.ResultEncoder;
import io.mediadeleter.kafka.inbox.ConsumerView;
import io.mediadeleter.kafka.inbox.KafkaInbox;
import io.mediadeleter.kafka.inbox.ReadingRules;
import io.mediadeleter.kafka.outbox.KafkaOutbox;
import io.mediadeleter.kafka.partitions.EndOffsets;
import io.mediadeleter.kafka.partitions.LeftoverWatch;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.RequestLog;
import io.mediadeleter.pipeline.port.RequestLogFailure;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.pipeline.status.ConsumerLag;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The log of requests in Kafka: a consumer reads it, a transactional producer writes settlements with the consumer's
 * offsets, and a client of its own looks ahead of both.
 */
public final class KafkaRequestLog implements RequestLog, AutoCloseable {

    private final KafkaInbox inbox;
    private final KafkaOutbox outbox;
    private final EndOffsets ends;
    private final LeftoverWatch leftovers;
    private volatile Set<Partition> paused = Set.of();

    /**
     * Connects; {@link #openReading} and {@link #openWriting} come before the first poll, on any threads.
     *
     * @throws KafkaFailure when the clients' settings are impossible
     */
    public KafkaRequestLog(KafkaSettings settings, TopicNames topics, ReadingRules reading, ResultEncoder results) {
        this(settings, topics, new KafkaInbox(settings, topics, reading), results);
    }

    private KafkaRequestLog(KafkaSettings settings, TopicNames topics, KafkaInbox inbox, ResultEncoder results) {
        this(settings, topics, inbox, new KafkaOutbox(settings, topics, inbox, results));
    }

    /** One that reads and writes by these, which it closes. */
    public KafkaRequestLog(KafkaSettings settings, TopicNames topics, KafkaInbox inbox, KafkaOutbox outbox) {
        this.inbox = inbox;
        this.outbox = outbox;
        ends = new EndOffsets(settings, inbox.owned()::positions, () -> paused, Time.system());
        leftovers = new LeftoverWatch(settings, topics);
    }

    /**
     * Finds out what there is to read.
     *
     * @throws KafkaFailure when Kafka cannot be reached or refuses
     */
    public void openReading() {
        inbox.open();
    }

    /**
     * Makes sure that what is read can be settled.
     *
     * @throws RequestLogFailure if the transactional producer cannot be initialised
     * @throws KafkaFailure if Kafka does not answer
     */
    public void openWriting() {
        outbox.open();
    }

    @Override
    public Arrivals poll(Duration atMost, Assignment assignment) {
        return inbox.poll(atMost, assignment);
    }

    @Override
    public void pauseOnly(Set<Partition> wanted) {
        inbox.pauseOnly(wanted);
        paused = Set.copyOf(wanted);
    }

    @Override
    public void rewind(Partition partition, long offset) {
        inbox.rewind(partition, offset);
    }

    @Override
    public Optional<String> waitsFor() {
        return inbox.waitsFor();
    }

    @Override
    public Optional<String> memberId() {
        return inbox.memberId();
    }

    @Override
    public void wakeup() {
        inbox.wakeup();
    }

    @Override
    public Commit commit(List<Settled> settlements, Map<Partition, CommitPoint> offsets) {
        return outbox.commit(settlements, offsets);
    }

    /** Not while another process may have this one's name: that one's transaction would be ended, too. */
    @Override
    public void endFailed() {
        if (outbox.holdsOffsets() && inbox.memberId().isPresent()) {
            outbox.commit(List.of(), Map.of());
        }
    }

    @Override
    public List<Settled> written(List<Settled> settlements) {
        return outbox.written(settlements);
    }

    @Override
    public Optional<String> commitObstacle() {
        return outbox.obstacle();
    }

    /** The control topic of this id is obeyed from now on, which commits note. Thread-safe. */
    public void obeys(String controlTopicId) {
        inbox.identities().obeys(controlTopicId);
    }

    /** What lies ahead of what was read, and beside it. Thread-safe. */
    public ConsumerLag lag() {
        return ends.lag().leaving(leftovers.found()).with(inbox.beginning());
    }

    /** What other threads can see of the consumer. Thread-safe. */
    public ConsumerView consumer() {
        return inbox.view();
    }

    /** Ends what is unfinished, and then leaves the group. */
    @Override
    public void close() {
        try (inbox;
                outbox;
                ends;
                leftovers) {
            // in reverse order, each whatever becomes of the others
        }
    }
}
