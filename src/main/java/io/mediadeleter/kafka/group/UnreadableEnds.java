package io.mediadeleter.kafka.group;

import io.mediadeleter.group.GroupFacts;
import io.mediadeleter.group.GroupFacts.Gap;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.scan.DecidedEnds;
import io.mediadeleter.kafka.scan.HiddenRecords;
import io.mediadeleter.kafka.topics.TopicNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Results and dead letters that nobody can read, since a transaction hangs before them: whoever follows these topics stands still, and
 * dead letters are not counted. The group itself goes on. Stateless.
 */
final class UnreadableEnds {

    /** A killed instance's transaction is ended sooner. */
    private static final Duration HANGS = Duration.ofSeconds(15);

    private UnreadableEnds() {}

    /** Empty when there are none, and where Kafka does not say, as to whoever may not read these topics. */
    static Optional<Gap> look(AdminSession session, TopicNames topics, Instant now) {
        try {
            List<TopicPartition> partitions = partitions(session, List.of(topics.deleted(), topics.deadLetter()));
            return HiddenRecords.of(
                            session,
                            DecidedEnds.of(session, partitions, () -> false).hidden())
                    .filter(hidden -> isHanging(hidden, now))
                    .map(hidden -> new Gap(
                            GroupFacts.LATEST,
                            "Of results and dead letters, " + hidden.words(now) + ". " + HiddenRecords.REMEDY,
                            false));
        } catch (KafkaFailure notTold) {
            return Optional.empty();
        }
    }

    private static List<TopicPartition> partitions(AdminSession session, List<String> topics) {
        return session
                .answer(
                        "describe the topics",
                        session.admin().describeTopics(topics).allTopicNames())
                .values()
                .stream()
                .flatMap(topic -> topic.partitions().stream()
                        .filter(part -> part.leader() != null && !part.leader().isEmpty())
                        .map(part -> new TopicPartition(topic.name(), part.partition())))
                .toList();
    }

    private static boolean isHanging(HiddenRecords hidden, Instant now) {
        Instant since = hidden.since();
        return since != null && since.isBefore(now.minus(HANGS));
    }
}
