package io.mediadeleter.kafka.topics;

import io.mediadeleter.rule.RetryDelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The topics as they should be.
 *
 * @param topics in the order of a request's way
 */
public record TopicPlan(List<Topic> topics) {

    static final String CLEANUP = "cleanup.policy";
    public static final String MAX_BYTES = "max.message.bytes";
    static final String TIMESTAMPS = "message.timestamp.type";
    static final String RETENTION = "retention.ms";
    static final String IN_SYNC = "min.insync.replicas";
    static final String UNCLEAN = "unclean.leader.election.enable";

    private static final String COMPRESSION = "compression.type";

    /** A batch of this many bytes fits on the request topic: Kafka's own default. */
    static final int REQUEST_BYTES = 1_048_588;

    /** What the headers of a retry or a dead letter may add to a request. */
    static final int HEADER_BYTES = 64 * 1_024;

    /** A topic that rejects a record of this size rejects nearly all: the topic has to change, not the record. */
    public static final int ORDINARY_BYTES = 4_096;

    /** A grace topic keeps its records at least so long once they are due: an outage may come in between. */
    public static final Duration GRACE_KEEP = Duration.ofDays(7);

    /** What {@code topics create} gives the topics that requests are carried on to. */
    public static final int CARRIED_BYTES = 2 * 1_024 * 1_024;

    private static final Duration QUOTA_RETENTION = Duration.ofHours(1);
    private static final Duration SHORT_SEGMENT = Duration.ofMinutes(10);

    /** A reader that was away for less sees that a hold was lifted. It reads all anew after an hour. */
    private static final Duration TOMBSTONES_KEPT = Duration.ofDays(1);

    /** Who reads what was written moments ago finds all that stood before it: what replaces it is younger, and removes nothing. */
    private static final Duration COMPACTION_LAG = Duration.ofMinutes(1);

    /**
     * For topics that are read whole. The brokers store their records uncompressed, so the uncompressed size counts against
     * {@code max.message.bytes}, and no small record can grow to more than the heap. Existing topics are not checked for it.
     */
    private static final Map.Entry<String, String> UNPACKED = Map.entry(COMPRESSION, "uncompressed");

    /**
     * For dead letters, which stay until somebody decides. A batch of the request topic counts there as it is compressed, so a
     * small one may hold a thousand records that are too large for a request, and each becomes a dead letter of its full size.
     * The brokers compress these again, as every reader can undo. Existing topics are not checked for it.
     */
    private static final String PACKED = "gzip";

    private static final String RETENTION_BYTES = "retention.bytes";

    /** Brokers may limit all topics by bytes, whatever waits on them. */
    private static final List<Bound> WAITING_BOUNDS =
            List.of(Bound.atMost(RETENTION_BYTES, -1, "or requests that wait are gone before they are due"));

    private static final String LAG = "min.compaction.lag.ms";

    /** Holds that are as long as they may be fit, a batch of them too. */
    private static final int HOLD_BYTES = 64 * 1_024;

    private static final List<Bound> CONTROL_BOUNDS = List.of(
            Bound.atLeast(
                    "delete.retention.ms",
                    TOMBSTONES_KEPT.toMillis(),
                    "or an instance that was cut off misses that a hold was lifted"),
            Bound.atMost(
                    "segment.ms",
                    Duration.ofHours(1).toMillis(),
                    "or it is not compacted, and each start reads a long past"),
            Bound.atLeast(
                    LAG,
                    Duration.ofSeconds(10).toMillis(),
                    "or an instance may miss what was replaced while it was reading"),
            Bound.atLeast(MAX_BYTES, HOLD_BYTES, "or long holds do not fit"),
            Bound.atLeast(IN_SYNC, 2, "or a hold may be on one broker alone"));

    /**
     * One topic.
     *
     * @param partitions to create it with; an existing topic may have another number, unless {@code exactPartitions}
     * @param replicas to create it with; empty for the brokers' default
     * @param config to create it with
     * @param carries whether what a request holds is carried on to it, so that it must take more bytes than the request topic
     * @param keep how long its records are needed at least
     * @param outlives the topic whose records are not kept for longer than this one's; empty for none
     * @param bounds of settings; that of {@code min.insync.replicas} is for a topic with so many replicas alone
     */
    public record Topic(
            String name,
            int partitions,
            boolean exactPartitions,
            Optional<Short> replicas,
            Map<String, String> config,
            boolean carries,
            Duration keep,
            Optional<String> outlives,
            List<Bound> bounds) {

        public Topic {
            config = Map.copyOf(config);
            bounds = List.copyOf(bounds);
        }

        /** What bounds this setting. */
        Optional<Bound> bound(String setting) {
            return bounds.stream().filter(bound -> bound.name().equals(setting)).findFirst();
        }

        private Topic keeping(Duration longer) {
            Map<String, String> changed = new HashMap<>(config);
            changed.put(RETENTION, String.valueOf(longer.toMillis()));
            return new Topic(name, partitions, exactPartitions, replicas, changed, carries, longer, outlives, bounds);
        }

        /** Whether others write requests to it, as large as they may be. */
        boolean takesRequests() {
            return !carries && !exactPartitions;
        }
    }

    public TopicPlan {
        topics = List.copyOf(topics);
    }

    /** The plan for these names. */
    public static TopicPlan of(TopicNames names, int partitions, Optional<Short> replicas) {
        Map<String, String> carried = Map.of(CLEANUP, "delete", MAX_BYTES, String.valueOf(CARRIED_BYTES));
        Map<String, String> waiting = new HashMap<>(carried);
        waiting.put(RETENTION_BYTES, "-1");
        List<Topic> topics = new ArrayList<>();
        for (String requests : names.requests()) {
            topics.add(topic(
                    requests,
                    partitions,
                    replicas,
                    Map.of(CLEANUP, "delete", MAX_BYTES, String.valueOf(REQUEST_BYTES)),
                    false));
            topics.add(grace(names.graceOf(requests), partitions, replicas, requests));
        }
        for (RetryDelay delay : names.retryDelays()) {
            Duration keep = delay.duration().multipliedBy(2);
            topics.add(new Topic(
                    names.retry(delay),
                    partitions,
                    false,
                    replicas,
                    waiting,
                    true,
                    keep,
                    Optional.empty(),
                    WAITING_BOUNDS));
        }
        topics.add(topic(names.replay(), partitions, replicas, carried, true));
        topics.add(topic(names.deleted(), partitions, replicas, carried, true));
        topics.add(topic(
                names.deadLetter(),
                partitions,
                replicas,
                Map.of(CLEANUP, "compact", MAX_BYTES, String.valueOf(CARRIED_BYTES), COMPRESSION, PACKED),
                true));
        topics.add(quota(names.quota(), replicas));
        topics.add(control(names.control(), replicas));
        return new TopicPlan(topics);
    }

    /** The plan where requests wait so long on the grace topics, and are kept for as long as before once they are due. */
    public TopicPlan inGrace(Duration period) {
        return new TopicPlan(topics.stream()
                .map(topic -> topic.outlives().isPresent() ? topic.keeping(GRACE_KEEP.plus(period)) : topic)
                .toList());
    }

    /** The plan of an instance that does not use this topic. */
    public TopicPlan without(String name) {
        return new TopicPlan(
                topics.stream().filter(topic -> !topic.name().equals(name)).toList());
    }

    /** One of any number of partitions, that neither outlives another nor has bounds of its own. */
    static Topic topic(
            String name, int partitions, Optional<Short> replicas, Map<String, String> config, boolean carries) {
        return new Topic(
                name, partitions, false, replicas, config, carries, Duration.ZERO, Optional.empty(), List.of());
    }

    /** Stamped by the brokers, so that order is order of due time and no publisher's clock makes a request due. */
    private static Topic grace(String name, int partitions, Optional<Short> replicas, String requests) {
        Map<String, String> config = Map.of(
                CLEANUP,
                "delete",
                TIMESTAMPS,
                "LogAppendTime",
                MAX_BYTES,
                String.valueOf(CARRIED_BYTES),
                RETENTION,
                String.valueOf(GRACE_KEEP.toMillis()),
                RETENTION_BYTES,
                "-1");
        return new Topic(
                name, partitions, false, replicas, config, true, GRACE_KEEP, Optional.of(requests), WAITING_BOUNDS);
    }

    /**
     * One partition, so that all members read the same claims in the same order, stamped by one clock. A leader that was behind
     * would take away claims that members have read, and others would claim what is in use.
     */
    static Topic quota(String name, Optional<Short> replicas) {
        Map<String, String> config = Map.ofEntries(
                Map.entry(CLEANUP, "delete"),
                Map.entry(TIMESTAMPS, "LogAppendTime"),
                Map.entry(UNCLEAN, "false"),
                UNPACKED,
                Map.entry(RETENTION, String.valueOf(QUOTA_RETENTION.toMillis())),
                Map.entry("segment.ms", String.valueOf(SHORT_SEGMENT.toMillis())));
        return new Topic(name, 1, true, replicas, config, false, Duration.ofMinutes(5), Optional.empty(), List.of());
    }

    /**
     * The control topic as it should be. One partition, so that all members read the same holds in the same order, stamped by
     * one clock. Compacted soon: each instance writes a probe twice a second, and whoever starts reads what is left of them.
     */
    public static Topic control(String name, Optional<Short> replicas) {
        Map<String, String> config = Map.ofEntries(
                Map.entry(CLEANUP, "compact"),
                Map.entry(TIMESTAMPS, "LogAppendTime"),
                Map.entry(UNCLEAN, "false"),
                UNPACKED,
                Map.entry(MAX_BYTES, String.valueOf(REQUEST_BYTES)),
                Map.entry("segment.ms", String.valueOf(SHORT_SEGMENT.toMillis())),
                Map.entry("delete.retention.ms", String.valueOf(TOMBSTONES_KEPT.toMillis())),
                Map.entry(LAG, String.valueOf(COMPACTION_LAG.toMillis())),
                Map.entry("max.compaction.lag.ms", String.valueOf(SHORT_SEGMENT.toMillis())),
                Map.entry("min.cleanable.dirty.ratio", "0.1"));
        return new Topic(name, 1, true, replicas, config, false, Duration.ZERO, Optional.empty(), CONTROL_BOUNDS);
    }
}
