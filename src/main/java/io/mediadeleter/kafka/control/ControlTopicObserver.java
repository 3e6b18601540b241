package io.mediadeleter.kafka.control;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Forgotten;
import io.mediadeleter.control.ControlEntry.Reported;
import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Namesake;
import io.mediadeleter.control.holds.ControlReader;
import io.mediadeleter.control.holds.ControlView;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.client.Leadership;
import io.mediadeleter.kafka.client.LogClientConfigs;
import io.mediadeleter.kafka.client.SmallBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the control topic for somebody who only looks: it writes nothing, not even a mark. So it may read from a leader that was
 * cut off; then no probe is new, and it says so. Bounded, whatever stands on the topic. Confined to one thread.
 */
public final class ControlTopicObserver implements AutoCloseable {

    /** As many holds are kept, some 24 MB, long ones counted as several; it is a count that they are for. */
    static final int MOST_HOLDS = 100_000;

    private static final int MOST_INSTANCES = 10_000;
    private static final Duration POLL = Duration.ofMillis(100);

    /** Instances write a probe a second at least, older versions too: whoever listens for a little longer has heard of each that lives. */
    private static final Duration LISTENING = Duration.ofMillis(1_400);

    /** Somebody who has probed within this time before the last record may be alive. */
    private static final Duration RECENTLY = ControlReader.LEASE.plus(ControlReader.MARGIN);

    /**
     * What an instance has shown of itself.
     *
     * @param seen the broker's stamp of its last probe
     * @param namesake another process that writes probes under its name, or did lately; null for none
     */
    public record Sighting(
            Instant seen,
            @Nullable Namesake namesake,
            @Nullable InstanceReport report) {}

    /**
     * What stands on the topic.
     *
     * @param now what time it is for the brokers, as far as it is known: null when nobody writes to the topic just now
     * @param pauses what stops all calling
     * @param holds how many others are in force, or as many as are counted
     * @param isAllCounted whether there are no more of them
     * @param limit the least limit on calls in an hour that a living instance is set to; null for none
     * @param instances by name, those that are gone included
     */
    public record Heard(
            @Nullable Instant now,
            List<Hold> pauses,
            int holds,
            boolean isAllCounted,
            @Nullable Integer limit,
            Map<String, Sighting> instances) {}

    private final TopicPartition partition;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, ProcessTrack> tracks = new HashMap<>();
    private ControlView view = new ControlView(hold -> true);
    private boolean isAllCounted = true;
    private boolean isStarted;
    private Instant last = Instant.EPOCH;

    /**
     * Connects on first use.
     *
     * @throws KafkaFailure when the client's settings are impossible
     */
    public ControlTopicObserver(KafkaSettings settings, String topic) {
        partition = new TopicPartition(topic, 0);
        SmallBytes small = new SmallBytes(ControlRecords.MOST_BYTES);
        consumer = KafkaFailure.connecting(
                settings, () -> new KafkaConsumer<>(LogClientConfigs.controlConsumer(settings), small, small));
    }

    /**
     * Reads on to where the topic ends now, and then for a moment, to hear who lives. A topic that is cut or recreated meanwhile may end
     * before that: nothing comes of it then, and its end is asked for anew.
     */
    public Heard listen(Instant wall) {
        start();
        requireLeader();
        long end = end();
        long began = System.nanoTime();
        Set<String> heard = new LinkedHashSet<>();
        boolean isCurrent = false;
        while (consumer.position(partition) < end
                || (System.nanoTime() - began < LISTENING.toNanos() && !(isCurrent && heard.containsAll(recent())))) {
            ConsumerRecords<byte[], byte[]> records = poll();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                ControlEntry entry = read(record);
                if (record.offset() >= end) {
                    isCurrent = true;
                    if (entry instanceof Seen seen) {
                        heard.add(seen.probe().instance());
                    }
                }
            }
            if (records.isEmpty() && consumer.position(partition) < end) {
                end = end();
            }
        }
        Instant now = isCurrent ? last : null;
        return heard(now, now == null ? wall : now);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }

    /** Without one there is no more than a time-out. */
    private void requireLeader() {
        Leadership.ofInfos(consumer.partitionsFor(partition.topic())).gap().ifPresent(gap -> {
            throw new LeaderNotAvailableException(gap);
        });
    }

    private void start() {
        if (isStarted) {
            return;
        }
        List<PartitionInfo> partitions = consumer.partitionsFor(partition.topic());
        if (partitions == null || partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException("There is no topic " + partition.topic()
                    + ", so no instance can start. Create it: media-deleter topics create");
        }
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        isStarted = true;
    }

    /** The consumer finds out by itself that a topic ends before what was read of it, but perhaps only after this look. */
    private long end() {
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        if (consumer.position(partition) > end) {
            startOver();
        }
        return end;
    }

    /** The topic was cut or recreated: what was read says nothing. */
    private void startOver() {
        tracks.clear();
        view = new ControlView(hold -> true);
        isAllCounted = true;
        consumer.seekToBeginning(List.of(partition));
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (OffsetOutOfRangeException made) {
            startOver();
            return ConsumerRecords.empty();
        }
    }

    private ControlEntry read(ConsumerRecord<byte[], byte[]> record) {
        ControlEntry entry = ControlRecords.read(record.key(), record.value());
        Instant stamp = Instant.ofEpochMilli(record.timestamp());
        last = stamp;
        if (entry instanceof Seen seen) {
            track(seen.probe().instance()).ifPresent(track -> track.see(seen, stamp));
        } else if (entry instanceof Reported reported) {
            track(reported.report().instance())
                    .ifPresent(track -> track.limit(reported.report().limit()));
        } else if (entry instanceof Forgotten gone) {
            tracks.remove(gone.instance());
        } else if (entry instanceof ControlEntry.Put put
                && !put.selector().isPause()
                && view.weight() >= MOST_HOLDS
                && view.hold(put.selector()).isEmpty()) {
            isAllCounted = false;
        } else {
            view.read(new LoggedEntry(record.offset(), stamp, entry));
        }
        return entry;
    }

    private Optional<ProcessTrack> track(String instance) {
        return tracks.size() < MOST_INSTANCES || tracks.containsKey(instance)
                ? Optional.of(tracks.computeIfAbsent(instance, unused -> new ProcessTrack()))
                : Optional.empty();
    }

    private List<String> recent() {
        List<String> recent = new ArrayList<>();
        tracks.forEach((name, track) -> {
            if (!track.seen().isBefore(last.minus(RECENTLY))) {
                recent.add(name);
            }
        });
        return recent;
    }

    private Heard heard(@Nullable Instant now, Instant at) {
        Map<String, Sighting> sightings = new HashMap<>();
        Integer limit = null;
        for (Map.Entry<String, ProcessTrack> entry : tracks.entrySet()) {
            ProcessTrack track = entry.getValue();
            boolean lives = !track.seen().isBefore(at.minus(RECENTLY));
            Integer own = track.limit();
            if (lives && own != null && (limit == null || own < limit)) {
                limit = own;
            }
            if (track.isSeen()) {
                sightings.put(entry.getKey(), new Sighting(track.seen(), track.namesake(at), track.report()));
            }
        }
        List<Hold> pauses =
                view.pauses().stream().filter(pause -> pause.isInForce(at)).toList();
        int others = (int) view.count(hold -> !hold.selector().isPause() && hold.isInForce(at));
        return new Heard(now, pauses, others, isAllCounted, limit, sightings);
    }
}
