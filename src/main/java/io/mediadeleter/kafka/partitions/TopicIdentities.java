package io.mediadeleter.kafka.partitions;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.rule.RetryDelay;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a topic from another one of the same name, by its id. Confined to the loop thread once it is open.
 *
 * <p>A consumer reads on in a new topic at the old one's offset. So what a poll brought counts only when it was fetched by the
 * id that is known, or when the id is found unchanged afterwards: a topic's id never comes back.
 */
public final class TopicIdentities implements AutoCloseable {

    /**
     * What was found of some topics; those that are neither are not known: the brokers did not answer, or they are gone.
     *
     * @param unchanged have the id that they had
     * @param changed have another one, are newly gone, or are back after they were gone
     */
    public record Verification(Set<String> unchanged, Set<String> changed) {}

    private static final Logger log = LoggerFactory.getLogger(TopicIdentities.class);
    private static final Duration BETWEEN_POLLS = Duration.ofSeconds(2);

    private final KafkaSettings settings;
    private TopicNames topics;
    private final AdminSession session;
    private final TopicIds ids;
    private final KnownTopicIds known;
    private FirstTopicIds firsts = FirstTopicIds.NONE;
    private final PendingQuery<Set<String>, Map<String, String>> verifying;
    private final PendingQuery<Set<String>, Map<String, String>> stillVerifying;
    private final PeriodicQuery<Map<String, String>> polling;
    private volatile @Nullable String obeyed;

    /**
     * Connects with {@link #open}.
     *
     * @throws KafkaFailure when the client's settings are impossible
     */
    public TopicIdentities(KafkaSettings settings, TopicNames topics, Time time) {
        this.settings = settings;
        this.topics = topics;
        this.known = new KnownTopicIds(time);
        this.session = AdminSession.open(settings);
        this.ids = new TopicIds(session.admin());
        this.verifying = new PendingQuery<>(ids::ask, time);
        this.stillVerifying = new PendingQuery<>(ids::ask, time);
        this.polling = new PeriodicQuery<>(() -> ids.ask(watched()), BETWEEN_POLLS, TopicIds.PATIENCE, time);
    }

    /**
     * Finds out which topics there are, whether they are the first of their names that the group works on, and what else
     * has to be read.
     *
     * @return the topics, with what is left of an earlier retry schedule
     * @throws KafkaFailure when Kafka cannot be reached or refuses
     */
    public TopicNames open() {
        topics = topics.draining(earlierDelays());
        List<String> watched = watched();
        session.describe(watched, UnknownTopicOrPartitionException.class)
                .forEach(topic -> known.know(topic.name(), topic.topicId().toString(), topics));
        polling.rest();
        Map<TopicPartition, OffsetAndMetadata> committed = session.committed();
        Set<String> continued = new HashSet<>();
        committed.forEach((partition, at) -> {
            if (at != null) {
                continued.add(partition.topic());
                firsts = firsts.and(
                        CommitMetadata.read(at.offset(), at.metadata()).firsts());
            }
        });
        Map<String, String> unsure = new HashMap<>(known.present());
        unsure.keySet().retainAll(topics.consumed());
        unsure.keySet().removeIf(topic -> firsts.of(topic).isPresent());
        if (!unsure.isEmpty()) {
            EarlierTopicIds earlier = new EarlierTopicIds(unsure, continued);
            DeadLetterKeys.show(settings, topics.deadLetter(), earlier);
            firsts = firsts.and(earlier.firsts());
        }
        firsts = firsts.within(Stream.concat(Stream.of(topics.control()), topics.consumed().stream())
                .toList());
        topics.consumed().stream()
                .filter(topic ->
                        !continued.contains(topic) && firstOf(topic).isPresent() && idUnlessFirst(topic) != null)
                .forEach(topic -> log.warn("TOPIC RECREATED: {} is not the topic that the group committed for", topic));
        return topics;
    }

    private List<RetryDelay> earlierDelays() {
        try {
            List<Leftover> left = LeftoverSearch.find(session, settings, topics);
            left.forEach(found -> log.warn("LEFT BEHIND: {}", found));
            return left.stream().flatMap(found -> found.drained().stream()).toList();
        } catch (KafkaFailure refused) {
            log.warn("Whether earlier settings have left records behind is not known: {}", refused.getMessage());
            return List.of();
        }
    }

    /** The id of the topic of this name; null when it is not known. */
    @Nullable
    public String idOf(String topic) {
        return known.idOf(topic);
    }

    /** The ids of all topics of which they are known. */
    public Map<String, String> present() {
        return known.present();
    }

    /** What tells the requests on the topic from those on the first of its name; null when it is the first. */
    @Nullable
    public String idUnlessFirst(String topic) {
        return firsts.idUnlessFirst(topic, known.idOf(topic));
    }

    /** The id of the first topic of this name; empty when it is not known. */
    public Optional<String> firstOf(String topic) {
        return firsts.of(topic).filter(id -> !id.equals(FirstTopicIds.UNKNOWN));
    }

    /** The topics that are gone, as far as the last answers tell. Belongs to the thread that asks. */
    public Set<String> gone() {
        return known.gone();
    }

    /** How many topics were recreated since this instance began: a client from before has the old ids in its memory. */
    public int changes() {
        return known.changes();
    }

    /** What every commit carries: {@link FirstTopicIds}, and which control topic the group obeys, see {@link ObeyedTopics}. */
    public FirstTopicIds firsts() {
        String control = obeyed;
        return control == null ? firsts : firsts.instead(topics.control(), control);
    }

    /** The control topic of this id is obeyed from now on. Thread-safe. */
    public void obeys(String controlTopicId) {
        obeyed = controlTopicId;
    }

    /**
     * Whether the topics have the ids that they had. Asks only about those that {@code ids} does not show to have them.
     *
     * @param ids that are known to be theirs now, by name
     */
    public Verification verify(Set<String> names, Map<String, String> ids, Duration atMost) {
        Set<String> unchanged = known.unchanged(names, ids);
        Set<String> unsure = new HashSet<>(names);
        unsure.removeAll(unchanged);
        if (unsure.isEmpty()) {
            return new Verification(unchanged, Set.of());
        }
        Verification verified = verify(unsure, atMost);
        unchanged.addAll(verified.unchanged());
        return new Verification(unchanged, verified.changed());
    }

    /** Asks about all of them now, and waits for the answer that long. */
    public Verification verify(Set<String> names, Duration atMost) {
        verifying.forget();
        return verify(names, verifying, atMost);
    }

    /** As {@link #verify(Set, Duration)}, but goes on waiting for the answer to the same question where it has not come yet. */
    public Verification keepVerifying(Set<String> names, Duration atMost) {
        return verify(names, stillVerifying, atMost);
    }

    private Verification verify(
            Set<String> names, PendingQuery<Set<String>, Map<String, String>> question, Duration atMost) {
        if (tellsNoIds(names)) {
            return new Verification(names, Set.of());
        }
        Optional<Map<String, String>> found = question.answer(names, atMost);
        if (found.isEmpty()) {
            return new Verification(Set.of(), Set.of());
        }
        question.forget();
        return known.compare(names, found.get(), topics);
    }

    /** How long the last answer to {@link #keepVerifying} took; zero before the first. */
    public Duration lastAnswerTook() {
        return stillVerifying.took();
    }

    private boolean tellsNoIds(Set<String> names) {
        return names.stream().allMatch(name -> known.idOf(name) == null);
    }

    /** The topics that were recreated, deleted or restored since the last periodic check. Never blocks; fails where nothing will ever be told again. */
    public Set<String> polledChanges() {
        return polling.look()
                .map(TopicIds::found)
                .map(found ->
                        known.compare(Set.copyOf(watched()), found, topics).changed())
                .orElse(Set.of());
    }

    @Override
    public void close() {
        session.close();
    }

    /** The client that it asks with, which it closes. */
    public Admin admin() {
        return session.admin();
    }

    private List<String> watched() {
        return Stream.concat(
                        topics.consumed().stream(), Stream.of(topics.deleted(), topics.deadLetter(), topics.quota()))
                .distinct()
                .toList();
    }
}
