package io.mediadeleter.kafka.trace;

import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.inbox.FetchedRecords;
import io.mediadeleter.kafka.scan.PartitionExtent;
import io.mediadeleter.kafka.scan.RecordPrefilter;
import io.mediadeleter.kafka.scan.ScanExtent;
import io.mediadeleter.kafka.scan.ScanObserver;
import io.mediadeleter.kafka.scan.TopicScan;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.trace.TopicLook;
import io.mediadeleter.trace.TraceEntry;
import io.mediadeleter.trace.TraceEvent.Done;
import io.mediadeleter.trace.TraceFindings;
import io.mediadeleter.trace.TraceLog;
import io.mediadeleter.trace.TraceQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records of a request on the topics, in one pass over what there is when it begins. Confined to one thread.
 *
 * <p>How does it miss nothing in one pass? A request's value goes with it to each topic but the result's, which repeats its ids.
 * What has no value, as a dead letter that was too large or its tombstone, is known by its origin, and dead letters come after all
 * topics that a request can come from. The first record of a request that is found elsewhere is looked up where its origin says.
 *
 * <p>How far the group is is asked before the ends of the topics: what it has settled by then is on one of them, or no longer.
 */
public final class KafkaTraceLog implements TraceLog {

    private static final int MOST_LOOKED_UP = 1_000;

    /** More are not named. */
    private static final int MOST_SHARING = 100;

    private final KafkaSettings settings;
    private final TopicNames names;
    private final GracePeriod grace;
    private final @Nullable Long defaultSubAppId;

    /** @param defaultSubAppId of requests that say none; null when they have none */
    public KafkaTraceLog(KafkaSettings settings, TopicNames names, GracePeriod grace, @Nullable Long defaultSubAppId) {
        this.settings = settings;
        this.names = names;
        this.grace = grace;
        this.defaultSubAppId = defaultSubAppId;
    }

    @Override
    public TraceFindings find(TraceQuery query, @Nullable Instant since, TraceObserver observer) {
        try (AdminSession session = AdminSession.open(settings);
                TopicScan scan = new TopicScan(settings);
                TopicScan all = TopicScan.ofAll(settings)) {
            Map<Partition, CommitPoint> commits = CommittedOffsets.of(session).orElse(null);
            TraceTopics topics = new TraceTopics(
                    names,
                    session.answer(
                            "list the topics", session.admin().listTopics().names()),
                    CommittedOffsets.topicIds(session, names.requests()));
            ScanExtent extent = ScanExtent.of(session, topics.all(), since, observer::isWaitedFor);
            ScanExtent control = ScanExtent.ofAll(session, names.control());
            observer.expect(extent.length() + control.length());
            Search search = new Search(scan, topics, query, observer, extent);
            search.run(control, all);
            return search.findings(control, commits);
        }
    }

    /** One look at all of it. */
    private final class Search {

        private final TopicScan scan;
        private final TraceTopics topics;
        private final TraceQuery query;
        private final TraceObserver observer;
        private final ScanExtent extent;
        private final TraceMatches matches;
        private final TraceEntryReader reader;
        private final StandingHolds holds = new StandingHolds();
        private final List<TraceEntry> sharing = new ArrayList<>();
        private final Map<String, String> unread = new HashMap<>();
        private final Map<String, String> missed = new HashMap<>();
        private boolean isCounted = true;
        private TraceFindings.End end = TraceFindings.End.WHOLE;

        Search(TopicScan scan, TraceTopics topics, TraceQuery query, TraceObserver observer, ScanExtent extent) {
            this.scan = scan;
            this.topics = topics;
            this.query = query;
            this.observer = observer;
            this.extent = extent;
            this.matches = new TraceMatches(topics.topicIds());
            this.reader = new TraceEntryReader(topics, query, grace, defaultSubAppId, matches);
            if (query.by() == TraceQuery.By.ORIGIN) {
                Origin.parse(query.text()).ifPresent(matches::know);
            }
        }

        /** @param all reads what the group obeys on its control topic, which no transaction holds up */
        void run(ScanExtent control, TopicScan all) {
            unread.putAll(extent.unread());
            RecordPrefilter requests = TracePrefilter.atRequests(query, matches);
            RecordPrefilter results = TracePrefilter.atResults(query, matches);
            for (PartitionExtent part : extent.partitions()) {
                String topic = part.partition().topic();
                if (query.by() == TraceQuery.By.ORIGIN && topics.isRequests(topic)) {
                    goOn(part.length()); // it is looked up
                } else {
                    read(List.of(part), topics.isResult(topic) ? results : requests, reader::read);
                }
            }
            lookUpFirsts();
            findSharing();
            holds.of(matches.asked(), query);
            unread.putAll(control.unread());
            isCounted = true;
            read(
                    all,
                    control.partitions(),
                    RecordPrefilter.ALL,
                    read -> holds.read(read).ifPresent(matches::add));
        }

        private void lookUpFirsts() {
            isCounted = false;
            for (Origin origin :
                    matches.withoutFirst().stream().limit(MOST_LOOKED_UP).toList()) {
                extent.partitions().stream()
                        .filter(part -> part.partition().equals(new Partition(origin.topic(), origin.partition()))
                                && origin.offset() >= part.first()
                                && origin.offset() < part.end())
                        .map(part -> new PartitionExtent(
                                part.partition(), part.first(), null, origin.offset(), origin.offset() + 1, 0))
                        .forEach(part -> read(List.of(part), RecordPrefilter.ALL, read -> {
                            if (read.offset() == origin.offset()) {
                                reader.read(read);
                            }
                        }));
            }
        }

        /** All results of a media are found anyhow, and only they share calls. */
        private void findSharing() {
            Set<String> calls = matches.entries().stream()
                    .filter(entry -> entry.event() instanceof Done done && done.shared() && done.requestId() != null)
                    .map(entry -> Objects.requireNonNull(((Done) entry.event()).requestId()))
                    .collect(Collectors.toSet());
            if (calls.isEmpty() || query.by() == TraceQuery.By.FILE_ID) {
                return;
            }
            JsonTextMatcher matcher = new JsonTextMatcher(calls);
            RecordPrefilter prefilter = (key, value, headers) -> value != null && matcher.mayBeIn(value)
                    ? RecordPrefilter.Wanted.ALL
                    : RecordPrefilter.Wanted.NOTHING;
            List<PartitionExtent> results = extent.partitions().stream()
                    .filter(part -> topics.isResult(part.partition().topic()))
                    .toList();
            read(
                    results,
                    prefilter,
                    read -> reader.asResult(read)
                            .filter(entry -> calls.contains(((Done) entry.event()).requestId())
                                    && !matches.knows(Objects.requireNonNull(entry.origin()))
                                    && sharing.size() < MOST_SHARING)
                            .ifPresent(sharing::add));
        }

        private void read(
                List<PartitionExtent> parts, RecordPrefilter prefilter, Consumer<FetchedRecords.Fetched> each) {
            read(scan, parts, prefilter, each);
        }

        private void read(
                TopicScan from,
                List<PartitionExtent> parts,
                RecordPrefilter prefilter,
                Consumer<FetchedRecords.Fetched> each) {
            if (end != TraceFindings.End.WHOLE) {
                return;
            }
            ScanExtent some = new ScanExtent(parts, unread, List.of());
            TopicScan.Outcome outcome = from.read(some, prefilter, new ScanObserver() {
                @Override
                public boolean record(FetchedRecords.Fetched read) {
                    each.accept(read);
                    return !isFull();
                }

                @Override
                public boolean passed(long offsets) {
                    return goOn(isCounted ? offsets : 0);
                }
            });
            unread.putAll(outcome.unread());
            outcome.missed().forEach(missed::putIfAbsent);
        }

        private boolean isFull() {
            end = matches.isFull() ? TraceFindings.End.TOO_MANY : end;
            return matches.isFull();
        }

        private boolean goOn(long offsets) {
            boolean goesOn = observer.passed(offsets);
            end = goesOn ? end : TraceFindings.End.STOPPED;
            return goesOn;
        }

        TraceFindings findings(ScanExtent control, @Nullable Map<Partition, CommitPoint> commits) {
            List<TopicLook> looks = new ArrayList<>();
            topics.all().forEach(topic -> looks.add(look(topic, extent)));
            looks.add(look(names.control(), control));
            return new TraceFindings(
                    matches.entries(), sharing, holds.standing(), looks, commits, matches.unknown(), end);
        }

        private TopicLook look(String topic, ScanExtent in) {
            List<PartitionExtent> parts = in.partitions().stream()
                    .filter(part -> part.partition().topic().equals(topic))
                    .toList();
            return new TopicLook(
                    topic,
                    parts.stream()
                            .map(PartitionExtent::earliest)
                            .filter(Objects::nonNull)
                            .min(Comparator.naturalOrder())
                            .orElse(null),
                    parts.stream().mapToLong(PartitionExtent::length).sum(),
                    parts.stream().mapToLong(PartitionExtent::undecided).sum(),
                    Optional.ofNullable(unread.get(topic))
                            .or(() -> in.gap(topic))
                            .orElse(missed.get(topic)));
        }
    }
}
