package io.mediadeleter.kafka.topics;

import io.mediadeleter.kafka.topics.TopicPlan.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares the topics there are with the plan. */
public final class TopicInspection {

    /** A topic as it is: its configuration with the brokers' defaults filled in. */
    record Actual(int partitions, int replicas, Map<String, String> config) {

        long number(String name) {
            return Long.parseLong(config.getOrDefault(name, "0"));
        }
    }

    private final String bootstrapServers;

    TopicInspection(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * What is missing or wrong.
     *
     * @param plan its first topic is the request topic, whose records must fit on those that carry them on
     * @param actual by name; a missing topic has no entry
     */
    List<TopicFinding> findings(TopicPlan plan, Map<String, Actual> actual) {
        Actual requested = actual.get(plan.topics().get(0).name());
        long requestBytes = requested == null ? TopicPlan.REQUEST_BYTES : requested.number(TopicPlan.MAX_BYTES);
        List<TopicFinding> findings = new ArrayList<>();
        for (Topic topic : plan.topics()) {
            Actual found = actual.get(topic.name());
            if (found == null) {
                findings.add(new TopicFinding(topic.name(), "is missing", "run `media-deleter topics create`"));
            } else {
                Stream.of(
                                partitions(topic, found),
                                replicas(topic, found),
                                exact(topic, found, TopicPlan.CLEANUP),
                                exact(topic, found, TopicPlan.TIMESTAMPS),
                                size(topic, found, requestBytes + TopicPlan.HEADER_BYTES),
                                retention(topic, found))
                        .flatMap(Optional::stream)
                        .forEach(findings::add);
            }
        }
        return findings;
    }

    private static Optional<TopicFinding> partitions(Topic topic, Actual found) {
        return finding(
                topic.exactPartitions() && found.partitions() != topic.partitions(),
                topic,
                "has " + found.partitions() + " partitions and must have " + topic.partitions(),
                "stop all instances, delete the topic and run `media-deleter topics create`");
    }

    private static Optional<TopicFinding> replicas(Topic topic, Actual found) {
        int wanted = topic.replicas().map(Short::intValue).orElse(0);
        return finding(
                found.replicas() < wanted,
                topic,
                "has " + found.replicas() + " replicas and should have " + wanted,
                "add replicas with kafka-reassign-partitions.sh or lower media-deleter.topics.replication-factor");
    }

    private Optional<TopicFinding> exact(Topic topic, Actual found, String name) {
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

    private Optional<TopicFinding> size(Topic topic, Actual found, long carried) {
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

    private Optional<TopicFinding> retention(Topic topic, Actual found) {
        long is = found.number(TopicPlan.RETENTION);
        long least = topic.keep().toMillis();
        return finding(
                is >= 0 && is < least,
                topic,
                TopicPlan.RETENTION + " is " + is + " and must be " + least
                        + " or more, or records are gone before they are read",
                alter(topic, TopicPlan.RETENTION, String.valueOf(least)));
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
}
