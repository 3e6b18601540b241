package io.mediadeleter.kafka.topics;

import io.mediadeleter.kafka.topics.TopicPlan.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
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
     * @param plan its topics that take requests have records that must fit on those that carry them on
     * @param actual by name; a missing topic has no entry
     */
    List<TopicFinding> findings(TopicPlan plan, Map<String, Actual> actual) {
        long requestBytes = requestBytes(plan, actual).orElse(TopicPlan.REQUEST_BYTES);
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
                                retention(topic, found, actual))
                        .flatMap(Optional::stream)
                        .forEach(findings::add);
            }
        }
        return findings;
    }

    /** The largest batch that any of the topics takes that requests are written to; empty when there is none of them. */
    static OptionalLong requestBytes(TopicPlan plan, Map<String, Actual> actual) {
        return plan.topics().stream()
                .filter(Topic::takesRequests)
                .map(topic -> actual.get(topic.name()))
                .filter(Objects::nonNull)
                .mapToLong(found -> found.number(TopicPlan.MAX_BYTES))
                .max();
    }

    /** How long a topic has to keep its records, in milliseconds; {@link Long#MAX_VALUE} for ever. */
    static long keep(Topic topic, Map<String, Actual> actual) {
        long outlived = topic.outlives()
                .map(actual::get)
                .map(found -> found.number(TopicPlan.RETENTION))
                .orElse(0L);
        return outlived < 0 ? Long.MAX_VALUE : Math.max(topic.keep().toMillis(), outlived);
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

    private Optional<TopicFinding> retention(Topic topic, Actual found, Map<String, Actual> actual) {
        long is = found.number(TopicPlan.RETENTION);
        long least = keep(topic, actual);
        String wanted = retention(least);
        return finding(
                is >= 0 && is < least,
                topic,
                TopicPlan.RETENTION + " is " + is + " and must be "
                        + (least == Long.MAX_VALUE ? wanted + " (no limit)" : wanted + " or more")
                        + (topic.outlives().isPresent()
                                ? ", as long as " + topic.outlives().get() + " and 7 days"
                                : "")
                        + ", or records are gone before they are read",
                alter(topic, TopicPlan.RETENTION, wanted));
    }

    /** As Kafka writes it. */
    static String retention(long millis) {
        return millis == Long.MAX_VALUE ? "-1" : String.valueOf(millis);
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
