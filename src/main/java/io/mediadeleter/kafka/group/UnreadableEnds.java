package io.mediadeleter.kafka.group;

import io.mediadeleter.group.GroupFacts;
import io.mediadeleter.group.GroupFacts.Gap;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.Coordinators;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.Leadership;
import io.mediadeleter.kafka.scan.DecidedEnds;
import io.mediadeleter.kafka.scan.HiddenRecords;
import io.mediadeleter.kafka.topics.TopicNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Results and dead letters that nobody can read. Where a transaction hangs before them, whoever follows these topics stands still, and
 * dead letters are not counted; the group itself goes on. What nobody leads takes no results and no dead letters either, so that the
 * group cannot settle what it has called. Stateless.
 */
final class UnreadableEnds {

    /**
     * What keeps the group from settling, or others from following it.
     *
     * @param gap of results and dead letters; empty when all can be read, and where Kafka does not say
     * @param coordinators of the group and of its transactions
     */
    record Found(Optional<Gap> gap, Coordinators coordinators) {}

    /** A killed instance's transaction is ended sooner. */
    private static final Duration HANGS = Duration.ofSeconds(15);

    private UnreadableEnds() {}

    /** @param isTroubled whether to look at the coordinators, too: where that is not allowed, brokers log each time that they deny it */
    static Found look(AdminSession session, TopicNames topics, Instant now, boolean isTroubled) {
        return new Found(gap(session, topics, now), isTroubled ? Coordinators.look(session) : Coordinators.UNKNOWN);
    }

    private static Optional<Gap> gap(AdminSession session, TopicNames topics, Instant now) {
        try {
            Leadership leadership = Leadership.of(session.describe(
                    List.of(topics.deleted(), topics.deadLetter()),
                    UnknownTopicOrPartitionException.class,
                    AuthorizationException.class));
            Optional<String> leaderless = leadership.gap();
            if (leaderless.isPresent()) {
                return Optional.of(new Gap(GroupFacts.LATEST, leaderless.get(), true, true));
            }
            return HiddenRecords.of(
                            session,
                            DecidedEnds.of(session, leadership.led(), () -> false)
                                    .hidden())
                    .filter(hidden -> isHanging(hidden, now))
                    .map(hidden -> new Gap(
                            GroupFacts.LATEST,
                            "Of results and dead letters, " + hidden.words(now) + ". " + HiddenRecords.REMEDY,
                            false));
        } catch (KafkaFailure notTold) {
            return Optional.empty();
        }
    }

    private static boolean isHanging(HiddenRecords hidden, Instant now) {
        Instant since = hidden.since();
        return since != null && since.isBefore(now.minus(HANGS));
    }
}
