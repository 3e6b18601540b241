package io.mediadeleter.kafka.topics;

import io.mediadeleter.kafka.topics.TopicPlan.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares the topics there are with the plan. */
public final class TopicInspection {

    /** What no topic may have otherwise than planned, where the plan has it. */
    private static final List<String> EXACT = List.of(TopicPlan.CLEANUP, TopicPlan.TIMESTAMPS, TopicPlan.UNCLEAN);

    private final String bootstrapServers;

    /** For topics of these brokers, which its commands name. */
    public TopicInspection(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * What is missing or wrong.
     *
     * @param plan its topics that take requests have records that must fit on those that carry them on
     * @param actual by name; a missing topic has no entry
     */
    List<TopicFinding> findings(TopicPlan plan, Map<String, ActualTopic> actual) {
        long requestBytes = requestBytes(plan, actual).orElse(TopicPlan.REQUEST_BYTES);
        List<TopicFinding> findings = new ArrayList<>();
        for (Topic topic : plan.topics()) {
            ActualTopic found = actual.get(topic.name());
            if (found == null) {
                findings.add(new TopicFinding(topic.name(), "is missing", "run `media-deleter topics create`"));
            } else {
                breaches(topic, found).forEach(findings::add);
                Stream.concat(
                                Stream.of(
                                        leaders(topic, found),
                                        inSync(topic, found),
                                        attainable(topic, found),
                                        replicas(topic, found),
                                        size(topic, found, requestBytes + TopicPlan.HEADER_BYTES),
                                        retention(topic, found, actual)),
                                topic.bounds().stream().map(bound -> bound(topic, found, bound)))
                        .flatMap(Optional::stream)
                        .forEach(findings::add);
            }
        }
        return findings;
    }

    /** The largest batch that any of the topics takes that requests are written to; empty when there is none of them. */
    static OptionalLong requestBytes(TopicPlan plan, Map<String, ActualTopic> actual) {
        return plan.topics().stream()
                .filter(Topic::takesRequests)
                .map(topic -> actual.get(topic.name()))
                .filter(Objects::nonNull)
                .mapToLong(found -> found.number(TopicPlan.MAX_BYTES))
                .max();
    }

    /** How long a topic has to keep its records, in milliseconds; {@link Long#MAX_VALUE} for ever. */
    static long keep(Topic topic, Map<String, ActualTopic> actual) {
        long outlived = topic.outlives()
                .map(actual::get)
                .map(found -> found.number(TopicPlan.RETENTION))
                .orElse(0L);
        return outlived < 0 ? Long.MAX_VALUE : Math.max(topic.keep().toMillis(), outlived);
    }

    /** What makes the topic useless for what it is for, whatever else is as planned. */
    public Stream<TopicFinding> breaches(Topic topic, ActualTopic found) {
        return Stream.concat(Stream.of(partitions(topic, found)), EXACT.stream().map(name -> exact(topic, found, name)))
                .flatMap(Optional::stream);
    }

    private static Optional<TopicFinding> partitions(Topic topic, ActualTopic found) {
        return finding(
                topic.exactPartitions() && found.partitions() != topic.partitions(),
                topic,
                "has " + found.partitions() + (found.partitions() == 1 ? " partition" : " partitions")
                        + " and must have " + topic.partitions(),
                topic.config().getOrDefault(TopicPlan.CLEANUP, "").equals("compact")
                        ? "stop all instances, save the topic's records, delete it, run `media-deleter topics create`"
                                + " and write them again"
                        : "stop all instances, delete the topic and run `media-deleter topics create`");
    }

    private Optional<TopicFinding> leaders(Topic topic, ActualTopic found) {
        return partitions(
                topic,
                found.leaderless(),
                "no leader: nothing is read from there or written to it",
                "bring back a broker that has a replica",
                "--unavailable-partitions");
    }

    private Optional<TopicFinding> inSync(Topic topic, ActualTopic found) {
        return partitions(
                topic,
                found.outOfSync(),
                "fewer replicas in sync than " + TopicPlan.IN_SYNC + ": nothing is written to it",
                "bring back the brokers that have the others",
                "--under-min-isr-partitions");
    }

    /** Brokers since 3.7 ask for no more replicas in sync than there are. Where the plan has more, {@link #replicas} says so. */
    private Optional<TopicFinding> attainable(Topic topic, ActualTopic found) {
        int replicas = found.replicas();
        return finding(
                replicas < found.number(TopicPlan.IN_SYNC) && replicas >= planned(topic),
                topic,
                TopicPlan.IN_SYNC + " is " + found.number(TopicPlan.IN_SYNC) + " and there "
                        + (replicas == 1 ? "is 1 replica" : "are " + replicas + " replicas")
                        + ": brokers before 3.7 write nothing to it",
                alter(topic, TopicPlan.IN_SYNC, String.valueOf(replicas)));
    }

    private Optional<TopicFinding> partitions(
            Topic topic, List<Integer> partitions, String lack, String remedy, String option) {
        boolean isOne = partitions.size() == 1;
        return finding(
                !partitions.isEmpty(),
                topic,
                (isOne ? "partition " : "partitions ")
                        + partitions.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + (isOne ? " has " : " have ")
                        + lack,
                remedy + "; `kafka-topics.sh --bootstrap-server " + bootstrapServers + " --describe " + option
                        + "` names them");
    }

    private static Optional<TopicFinding> replicas(Topic topic, ActualTopic found) {
        int wanted = planned(topic);
        return finding(
                found.replicas() < wanted,
                topic,
                "has " + found.replicas() + (found.replicas() == 1 ? " replica" : " replicas") + " and should have "
                        + wanted,
                "add replicas with kafka-reassign-partitions.sh or lower media-deleter.topics.replication-factor");
    }

    private static int planned(Topic topic) {
        return topic.replicas().map(Short::intValue).orElse(0);
    }

    private Optional<TopicFinding> exact(Topic topic, ActualTopic found, String name) {
        String wanted = topic.config().get(name);
        String is = found.config().getOrDefault(name, "unknown");
        return wanted == null
                ? Optional.empty()
                : finding(
                        !is.equals(wanted),
                        topic,
                        name + " is " + is + " and must be " + wanted,
                        alter(topic, name, wanted));
    }

    private Optional<TopicFinding> size(Topic topic, ActualTopic found, long carried) {
        if (topic.bound(TopicPlan.MAX_BYTES).isPresent()) {
            return Optional.empty();
        }
        long is = found.number(TopicPlan.MAX_BYTES);
        long least = topic.carries() ? carried : TopicPlan.ORDINARY_BYTES;
        String harm = is < TopicPlan.ORDINARY_BYTES
                ? "or hardly any record fits, and all that would be written with one waits"
                : "or the largest requests with their headers do not fit";
        return finding(
                is < least,
                topic,
                TopicPlan.MAX_BYTES + " is " + is + " and must be " + least + " or more, " + harm,
                alter(
                        topic,
                        TopicPlan.MAX_BYTES,
                        String.valueOf(Math.max(least, topic.carries() ? 0 : TopicPlan.REQUEST_BYTES))));
    }

    private Optional<TopicFinding> retention(Topic topic, ActualTopic found, Map<String, ActualTopic> actual) {
        long is = found.number(TopicPlan.RETENTION);
        long least = keep(topic, actual);
        String wanted = retention(least);
        return finding(
                is >= 0 && is < least,
                topic,
                TopicPlan.RETENTION + " is " + is + " and must be "
                        + (least == Long.MAX_VALUE ? wanted + " (no limit)" : wanted + " or more")
                        + topic.outlives()
                                .map(requests ->
                                        ", no less than " + requests + " and 7 days more than requests.grace-period")
                                .orElse("")
                        + ", or records are gone before they are read",
                alter(topic, TopicPlan.RETENTION, wanted));
    }

    /** As Kafka writes it. */
    static String retention(long millis) {
        return millis == Long.MAX_VALUE ? "-1" : String.valueOf(millis);
    }

    private Optional<TopicFinding> bound(Topic topic, ActualTopic found, Bound bound) {
        String name = bound.name();
        boolean applies = !name.equals(TopicPlan.IN_SYNC) || found.replicas() >= bound.least();
        long is = found.number(name);
        String wanted = is < bound.least() ? bound.least() + " or more, " : bound.most() + " or less, ";
        return finding(
                applies && (is < bound.least() || is > bound.most()),
                topic,
                name + " is " + is + " and must be " + wanted + bound.harm(),
                alter(topic, name, topic.config().getOrDefault(name, String.valueOf(bound.least()))));
    }

    private String alter(Topic topic, String name, String value) {
        return "run `" + alter(bootstrapServers, topic.name(), name + "=" + value) + "`";
    }

    /** The command that gives a topic a setting. */
    public static String alter(String bootstrapServers, String topic, String setting) {
        return "kafka-configs.sh --bootstrap-server " + bootstrapServers
                + " --alter --entity-type topics --entity-name " + topic + " --add-config " + setting;
    }

    private static Optional<TopicFinding> finding(boolean isWrong, Topic topic, String what, String remedy) {
        return isWrong ? Optional.of(new TopicFinding(topic.name(), what, remedy)) : Optional.empty();
    }

    /**
     * Something that a topic lacks.
     *
     * @param what is wrong
     * @param remedy the command or setting that mends it
     */
    public record TopicFinding(String topic, String what, String remedy) {

        /** One line. */
        @Override
        public String toString() {
            return topic + ": " + what + "; " + remedy;
        }
    }
}
