package io.mediadeleter.kafka.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Selector;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Omitted;
import io.mediadeleter.event.Origin;
import io.mediadeleter.kafka.codec.ResultEncoder;
import io.mediadeleter.kafka.inbox.FetchedRecords;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.RetryDelay;
import io.mediadeleter.trace.RequestSummary;
import io.mediadeleter.trace.RequestTrace;
import io.mediadeleter.trace.TraceEntry;
import io.mediadeleter.trace.TraceEvent;
import io.mediadeleter.trace.TraceEvent.Queued;
import io.mediadeleter.trace.TraceFindings;
import io.mediadeleter.trace.TraceQuery;
import io.mediadeleter.trace.TraceQuery.By;
import io.mediadeleter.trace.TraceReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What belongs to a request, on whichever topic. */
class TraceEntryReaderTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final String TOPIC_ID = "@AAAAAAAAAAAAAAAAAAAAAQ";
    private static final String PRESENT = "AAAAAAAAAAAAAAAAAAAAAg";
    private static final String REQUEST = "{\"eventId\":\"e1\",\"fileId\":\"52\"}";
    private static final TraceTopics TOPICS = new TraceTopics(
            new TopicNames(
                    "requested",
                    "requested.bulk",
                    "deleted",
                    "dead",
                    "replay",
                    "quota",
                    "media-deleter.control",
                    List.of(new RetryDelay("10m", Duration.ofMinutes(10))),
                    List.of()),
            Set.of("requested.retry.7s", "requested.retry.x", "other"),
            Map.of("requested", PRESENT));

    private final TraceMatches matches = new TraceMatches(TOPICS.topicIds());

    @Test
    void topics_areInTheOrderOfAWay_withOldRetryDelays() {
        assertThat(TOPICS.all())
                .containsExactly(
                        "requested",
                        "requested.bulk",
                        "requested.grace",
                        "requested.bulk.grace",
                        "requested.retry.10m",
                        "requested.retry.7s",
                        "replay",
                        "dead",
                        "deleted");
    }

    @Test
    void deadLetterWithoutItsValue_andItsTombstone_belongToTheOrigin() {
        TraceEntryReader reader = reader(By.EVENT_ID, "e1");
        reader.read(at("requested", 7, null, REQUEST, Map.of()));
        reader.read(
                at("dead", 1, "requested/0/7", "", Map.of("md-value-dropped", "900", "md-fault-kind", "MALFORMED")));
        reader.read(at("dead", 2, "requested/0/8", "", Map.of("md-value-dropped", "900")));
        reader.read(at("dead", 3, "requested/0/7", null, Map.of()));
        reader.read(at("dead", 4, "requested/0/8", null, Map.of()));

        assertThat(matches.entries().stream().map(TraceEntry::place))
                .containsExactlyInAnyOrder("requested/0/7", "dead/0/1", "dead/0/3");
    }

    @Test
    void retry_isDueNoLaterThanItsTopicAllows_andBelongsToItsOrigin() {
        TraceEntryReader reader = reader(By.ORIGIN, "requested/0/7");
        reader.read(at(
                "requested.retry.10m",
                1,
                null,
                REQUEST,
                Map.of("md-origin", "requested/0/7", "md-not-before", "9999999999999")));
        reader.read(at("requested.retry.10m", 2, null, REQUEST, Map.of("md-origin", "requested/0/70")));

        assertThat(matches.entries())
                .singleElement()
                .satisfies(entry ->
                        assertThat(((Queued) entry.event()).due()).isEqualTo(NOON.plus(Duration.ofMinutes(12))));
    }

    /** The default may have changed since: that of today is a guess, and what was carried on says it. */
    @ParameterizedTest
    @CsvSource({"1, 1", "own, "})
    void subApplication_isThatWhichWasSettledOn(String header, @Nullable Long settledOn) {
        TraceEntryReader reader =
                new TraceEntryReader(TOPICS, new TraceQuery(By.EVENT_ID, "e1"), GracePeriod.NONE, 2L, matches);
        reader.read(at("requested", 7, null, REQUEST, Map.of("md-sub-app-id", "9")));
        reader.read(at(
                "requested.retry.10m",
                1,
                null,
                REQUEST,
                Map.of("md-origin", "requested/0/7", "md-attempt", "1", "md-sub-app-id", header)));

        assertThat(matches.entries().stream().map(entry -> entry.asked().subAppId()))
                .containsExactly(2L, settledOn);
        assertThat(RequestTrace.of(matches.entries()))
                .singleElement()
                .satisfies(request -> assertThat(request.asked().subAppId()).isEqualTo(settledOn));
    }

    @Test
    void requestOfThePresentLife_isFoundByIt_thoughItsRecordIsAllThereIs() {
        Origin present = Origin.parse("requested/0/7@" + PRESENT).orElseThrow();
        matches.know(present);
        reader(By.ORIGIN, present.toString()).read(at("requested", 7, null, REQUEST, Map.of()));

        assertThat(matches.entries())
                .singleElement()
                .extracting(TraceEntry::origin)
                .isEqualTo(present);
    }

    /** A recreated topic has other requests at the same places. */
    @Test
    void requestOfAnotherLifeOfTheTopic_isAnother() {
        TraceEntryReader reader = reader(By.EVENT_ID, "e1");
        reader.read(at("requested", 7, null, REQUEST, Map.of()));
        reader.read(at("dead", 1, "requested/0/7" + TOPIC_ID, REQUEST, Map.of()));
        Origin later = Origin.parse("requested/0/7" + TOPIC_ID).orElseThrow();
        reader.read(result(1, later));

        assertThat(matches.entries().stream().map(TraceEntry::origin))
                .containsOnly(later)
                .hasSize(3);

        reader.read(result(2, new Origin("requested", 0, 7)));
        reader.read(at("requested.retry.10m", 1, null, REQUEST, Map.of("md-origin", "requested/0/7")));
        assertThat(matches.entries().stream().filter(entry -> later.equals(entry.origin())))
                .hasSize(2);
    }

    /** As an id may stand in any value by chance, a result of the earlier topic comes to be read. */
    @Test
    void resultOfAnotherEventAtTheSamePlace_isOfTheEarlierTopic() {
        TraceEntryReader reader = reader(By.EVENT_ID, "e1");
        reader.read(at("requested", 7, null, REQUEST, Map.of()));
        reader.read(at("dead", 1, "requested/0/7", REQUEST.replace("e1", "e0"), Map.of()));
        reader.read(result(1, new Origin("requested", 0, 7), "e0"));

        assertThat(matches.entries().stream().map(TraceEntry::place)).containsExactly("requested/0/7");
    }

    @Test
    void originWithoutALife_isThatOfEachTopicOfTheName() {
        TraceEntryReader reader = reader(By.ORIGIN, "requested/0/7");
        Origin first = new Origin("requested", 0, 7);
        matches.know(first);
        reader.read(result(1, first, "e0"));
        reader.read(at("requested", 7, null, REQUEST, Map.of()));

        TraceFindings found = new TraceFindings(
                matches.entries(), List.of(), List.of(), List.of(), Map.of(), 0, TraceFindings.End.WHOLE);
        TraceReport report = TraceReport.of(new TraceQuery(By.ORIGIN, first.toString()), null, found, NOON);
        assertThat(report.sentence()).isEqualTo("2 requests: 1 done, 1 waiting.");
        assertThat(report.requests().stream().map(located -> located.request().origin()))
                .containsExactlyInAnyOrder(first, first.in(PRESENT));
    }

    @Test
    void resultOfThePresentTopic_isKnownByItsId() {
        TraceEntryReader reader = reader(By.EVENT_ID, "e1");
        Origin present = new Origin("requested", 0, 7, PRESENT);
        reader.read(at("requested", 7, null, REQUEST, Map.of()));
        reader.read(result(1, present, "e1"));

        assertThat(matches.entries().stream().map(TraceEntry::origin))
                .containsOnly(present)
                .hasSize(2);
    }

    @Test
    void recordThatIsTooLargeToBeRead_isCounted() {
        TraceEntryReader reader = reader(By.EVENT_ID, "e1");
        Message cut = new Message(null, null, List.of(), NOON, new Omitted(5_000_000, 0, 0));
        reader.read(new FetchedRecords.Fetched(new TopicPartition("requested", 0), 1, cut));
        reader.read(at("deleted", 1, null, "x".repeat(600_000), Map.of()));

        assertThat(matches.unknown()).isEqualTo(2);
        assertThat(matches.entries()).isEmpty();
    }

    @Test
    void tooManyRecords_orTooMuchText_isFull() {
        TraceEntryReader reader = reader(By.FILE_ID, "52");
        String long2000 = "x".repeat(2_000);
        for (int i = 0; i < 1_500; i++) {
            reader.read(at(
                    "requested",
                    i,
                    null,
                    "{\"fileId\":\"52\",\"eventId\":\"" + long2000 + "\",\"requestedBy\":\"" + long2000 + "\"}",
                    Map.of()));
        }

        assertThat(matches.isFull()).isTrue();
    }

    @Test
    void holds_areThoseThatNameIt_andPauses() {
        StandingHolds holds = new StandingHolds();
        holds.of(
                Set.of(new RequestSummary("e1", "52", null, List.of(), null, "alice", null)),
                new TraceQuery(By.EVENT_ID, "e1"));
        int offset = 0;
        for (String key :
                List.of("media:52", "media:7/52", "media:53", "sub-app:9", "requested-by:alice", "event:e2", "all:x")) {
            holds.read(control(offset++, key, "{\"reason\":\"r\"}"));
        }
        holds.read(control(offset++, "media:52", null));
        holds.read(control(offset, "media:7/52", "x".repeat(20_000)));

        assertThat(holds.standing().stream().map(Hold::selector).map(Selector::toString))
                .containsExactlyInAnyOrder("all:x", "media:7/52", "sub-app:9", "requested-by:alice");
        assertThat(holds.read(control(99, "sub-app:4", "{\"reason\":\"r\"}")).map(TraceEntry::event))
                .get()
                .isInstanceOf(TraceEvent.HoldAdded.class);
        assertThat(holds.read(control(99, "sub-app:4", null)).map(TraceEntry::event))
                .get()
                .isInstanceOf(TraceEvent.HoldLifted.class);
    }

    private TraceEntryReader reader(By by, String text) {
        TraceQuery query = new TraceQuery(by, text);
        if (by == By.ORIGIN) {
            matches.know(Origin.parse(text).orElseThrow());
        }
        return new TraceEntryReader(TOPICS, query, GracePeriod.NONE, null, matches);
    }

    private static FetchedRecords.Fetched result(long offset, Origin origin) {
        return result(offset, origin, "e1");
    }

    private static FetchedRecords.Fetched result(long offset, Origin origin, String eventId) {
        String json = "{\"eventId\":\"" + new ResultEncoder("g").eventId(origin)
                + "\",\"requestEventId\":\"" + eventId
                + "\",\"fileId\":\"52\",\"outcome\":\"DELETED\",\"source\":{\"topic\":\""
                + origin.topic() + "\",\"partition\":" + origin.partition() + ",\"offset\":" + origin.offset() + "}}";
        return at("deleted", offset, null, json, Map.of());
    }

    private static FetchedRecords.Fetched control(long offset, String key, @Nullable String value) {
        return at("control", offset, key, value, Map.of());
    }

    private static FetchedRecords.Fetched at(
            String topic, long offset, @Nullable String key, @Nullable String value, Map<String, String> headers) {
        Message message = new Message(
                key == null ? null : key.getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8),
                headers.entrySet().stream()
                        .map(header ->
                                new Header(header.getKey(), header.getValue().getBytes(UTF_8)))
                        .toList(),
                NOON);
        return new FetchedRecords.Fetched(new TopicPartition(topic, 0), offset, message);
    }
}
