package io.mediadeleter.kafka.group;

import io.mediadeleter.group.GroupFacts;
import io.mediadeleter.group.GroupFacts.Gap;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.Coordinators;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.Leadership;
import io.mediadeleter.kafka.scan.HiddenRecords;
import io.mediadeleter.kafka.scan.OpenTransactions;
import io.mediadeleter.kafka.scan.ReadableEnds;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.time.Time;
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

    private static final String UNTOLD = ". Brokers before 2.8 do not tell, and others only who has Read on the topic";

    private UnreadableEnds() {}

    /** @param isTroubled whether to look at the coordinators, too: where that is not allowed, brokers log each time that they deny it */
    static Found look(AdminSession session, TopicNames topics, Time time, boolean isTroubled) {
        return new Found(gap(session, topics, time), isTroubled ? Coordinators.look(session) : Coordinators.UNKNOWN);
    }

    private static Optional<Gap> gap(AdminSession session, TopicNames topics, Time time) {
        Instant now = time.now();
        try {
            Leadership leadership = Leadership.of(session.describe(
                    List.of(topics.deleted(), topics.deadLetter()),
                    UnknownTopicOrPartitionException.class,
                    AuthorizationException.class));
            Optional<String> leaderless = leadership.gap();
            if (leaderless.isPresent()) {
                return Optional.of(new Gap(GroupFacts.LATEST, leaderless.get(), true, true));
            }
            List<OpenTransactions> open = open(session, ReadableEnds.of(session, leadership.led(), () -> false));
            if (open.stream().anyMatch(each -> isHanging(each, now))) {
                return HiddenRecords.of(open).map(hidden -> gap(hidden, now, ""));
            }
            if (open.stream().noneMatch(UnreadableEnds::isOfUnknownAge)) {
                return Optional.empty();
            }
            return HiddenRecords.of(open(session, ReadableEnds.soon(session, leadership.led(), time)).stream()
                            .filter(UnreadableEnds::isOfUnknownAge)
                            .toList())
                    .map(hidden -> gap(hidden, now, UNTOLD));
        } catch (KafkaFailure notTold) {
            return Optional.empty();
        }
    }

    private static List<OpenTransactions> open(AdminSession session, ReadableEnds ends) {
        return HiddenRecords.open(session, ends.hidden());
    }

    private static Gap gap(HiddenRecords hidden, Instant now, String more) {
        return new Gap(
                GroupFacts.LATEST,
                "Of results and dead letters, " + hidden.words(now) + more + ". " + HiddenRecords.REMEDY,
                false);
    }

    private static boolean isHanging(OpenTransactions open, Instant now) {
        return open.since().filter(since -> since.isBefore(now.minus(HANGS))).isPresent();
    }

    private static boolean isOfUnknownAge(OpenTransactions open) {
        return open.since().isEmpty();
    }
}
