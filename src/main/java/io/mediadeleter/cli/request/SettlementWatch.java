package io.mediadeleter.cli.request;

import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.client.Leadership;
import io.mediadeleter.kafka.scan.HiddenRecords;
import io.mediadeleter.kafka.scan.PartitionExtent;
import io.mediadeleter.kafka.scan.RecordPrefilter;
import io.mediadeleter.kafka.scan.ScanExtent;
import io.mediadeleter.kafka.scan.TopicScan;
import io.mediadeleter.text.CommandFailure;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Follows the topics of results and dead letters, look by look, committed records only and without a group. Confined to one thread.
 */
final class SettlementWatch implements AutoCloseable {

    /** At a look a second longer than a transaction lasts whose owner was killed. */
    private static final int MANY_LOOKS = 20;

    private final String results;
    private final String deadLetters;
    private final AdminSession session;
    private final TopicScan scan;
    private final Map<String, Long> positions = new HashMap<>();
    private final Map<Partition, Integer> looksBehind = new HashMap<>();
    private int looksLeaderless;
    private boolean isOvertaken;

    /** Connects on first use. */
    SettlementWatch(KafkaSettings settings, String results, String deadLetters) {
        this.results = results;
        this.deadLetters = deadLetters;
        this.session = AdminSession.open(settings);
        this.scan = new TopicScan(settings);
    }

    /** The cluster that it looks at. */
    String cluster() {
        return String.valueOf(session.answer(
                "ask for the cluster's id", session.admin().describeCluster().clusterId()));
    }

    /**
     * Everything that is decided from now on lies behind these.
     *
     * @throws CommandFailure when that is not known of all
     */
    Map<String, Long> ends() {
        ScanExtent extent = extent();
        Leadership.gap(extent.leaderless()).ifPresent(gap -> {
            throw new CommandFailure("Nothing was published, as it could not be seen what becomes of it: " + gap + ".");
        });
        Map<String, Long> ends = new TreeMap<>();
        extent.partitions().forEach(part -> ends.put(part.partition().toString(), part.end()));
        return ends;
    }

    /** It goes on from there. */
    void from(Map<String, Long> read) {
        positions.putAll(read);
    }

    /** How far it has read. */
    Map<String, Long> positions() {
        return Map.copyOf(positions);
    }

    /**
     * Hands on what has come since the last look.
     *
     * @param goesOn false to stop; what was seen of this look is then seen again in the next
     * @throws CommandFailure when it may not read
     * @throws KafkaFailure when Kafka cannot be reached
     */
    void look(Predicate<SettledRecord> goesOn) {
        ScanExtent extent = extent();
        extent.partitions().forEach(this::note);
        looksLeaderless = extent.leaderless().isEmpty() ? 0 : looksLeaderless + 1;
        List<PartitionExtent> news = extent.partitions().stream()
                .map(this::news)
                .filter(part -> part.length() > 0)
                .toList();
        TopicScan.Outcome outcome = scan.read(new ScanExtent(news), RecordPrefilter.ALL, read -> {
            boolean isResult = read.partition().topic().equals(results);
            return (isResult ? SettledRecord.ofResult(read.message()) : SettledRecord.ofDeadLetter(read.message()))
                    .map(goesOn::test)
                    .orElse(true);
        });
        refuse(outcome.unread());
        isOvertaken |= !outcome.missed().isEmpty();
        if (outcome.isWhole()) {
            extent.partitions().forEach(part -> positions.put(part.partition().toString(), part.end()));
        }
    }

    /**
     * What nobody can read although it has been there for many looks, a sentence or two without a stop: what becomes of requests may be
     * among it.
     */
    Optional<String> hidden(Instant now) {
        if (looksLeaderless >= MANY_LOOKS) {
            return Leadership.gap(extent().leaderless());
        }
        return looksBehind.values().stream().anyMatch(looks -> looks >= MANY_LOOKS)
                ? extent().hidden(session).map(hidden -> hidden.words(now) + ". " + HiddenRecords.REMEDY)
                : Optional.empty();
    }

    /** Whether records went unread, as they were older than their topic keeps. */
    boolean isOvertaken() {
        return isOvertaken;
    }

    private void note(PartitionExtent part) {
        Long read = positions.get(part.partition().toString());
        isOvertaken |= read != null && read < part.first();
        boolean stands = part.undecided() > 0 && Long.valueOf(part.end()).equals(read);
        looksBehind.merge(part.partition(), stands ? 1 : 0, (before, now) -> stands ? before + now : 0);
    }

    @Override
    public void close() {
        scan.close();
        session.close();
    }

    private ScanExtent extent() {
        ScanExtent extent = ScanExtent.of(session, List.of(results, deadLetters), null);
        refuse(extent.unread());
        return extent;
    }

    private PartitionExtent news(PartitionExtent whole) {
        return news(whole, positions.getOrDefault(whole.partition().toString(), 0L));
    }

    /**
     * What is new of a partition: of one that was added since, all of it, and of one that ends before what was read of it, which was
     * recreated, too.
     */
    static PartitionExtent news(PartitionExtent whole, long read) {
        Partition partition = whole.partition();
        long begin = read > whole.end() ? whole.first() : Math.max(whole.first(), read);
        return new PartitionExtent(partition, whole.first(), whole.earliest(), begin, whole.end(), whole.undecided());
    }

    private static void refuse(Map<String, String> unread) {
        unread.forEach((topic, why) -> {
            throw new CommandFailure("Cannot see what becomes of the requests, " + topic + ": " + why);
        });
    }
}
