package io.mediadeleter.kafka.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Message;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.RetryDelay;
import io.mediadeleter.rule.StartPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-26T02:00:00Z");
    private static final Duration DELAY = Duration.ofMinutes(10);
    private static final TopicNames TOPICS = new TopicNames(
            "requested",
            "requested.bulk",
            "deleted",
            "dead",
            "replay",
            "quota",
            "media-deleter.control",
            List.of(new RetryDelay("10m", DELAY)),
            List.of());

    private static final Duration GRACE = Duration.ofHours(2);

    private static Attempt read(Instant written, Instant notBefore) {
        List<Header> headers = List.of(
                header("md-attempt", "1"),
                header("md-first-failed-at", written.toString()),
                header("md-not-before", Long.toString(notBefore.toEpochMilli())));
        return read("requested.retry.10m", written, headers).attempt();
    }

    private static Delivery read(String topic, Instant written, List<Header> headers) {
        return read(topic, written, headers, false);
    }

    private static Delivery read(String topic, Instant written, List<Header> headers, boolean inherited) {
        FetchedRecords.Fetched read = new FetchedRecords.Fetched(
                new TopicPartition(topic, 0), 1, new Message(new byte[0], new byte[0], headers, written));
        return new RecordReader(
                        TOPICS,
                        unused -> Optional.empty(),
                        new ReadingRules(
                                (message, settled) -> new Content.Malformed("Code", String.valueOf(settled)),
                                new GracePeriod(GRACE, Set.of("requested")),
                                StartPolicy.EARLIEST,
                                AgeLimit.NONE),
                        () -> NOW)
                .read(read, 1, inherited);
    }

    private static Header header(String name, String value) {
        return new Header(name, value.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"requested.grace, 0, PT2H", "requested.grace, 10800000, PT3H", "requested.bulk.grace, 60000, PT2H"})
    void onAGraceTopic_isDueTheLongerPeriodAfterTheBrokersStamp(String topic, String promised, Duration wait) {
        Delivery waiting = read(
                topic,
                NOW,
                List.of(
                        header("md-origin", topic.replace(".grace", "") + "/0/7"),
                        header("md-grace-period", promised),
                        header("md-attempt", "3"),
                        header("md-replays", "2"),
                        header("md-not-before", "0")));

        assertThat(waiting.attempt()).isEqualTo(Attempt.inGrace(NOW.plus(wait), false));
        assertThat(waiting.gracePeriod()).isEqualTo(wait);
        assertThat(waiting.origin()).hasToString(topic.replace(".grace", "") + "/0/7");
        assertThat(waiting.lane()).isEqualTo(topic.contains("bulk") ? Lane.BULK : Lane.LIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-5", "long", "1e9", "99999999999999", "PT5H"})
    void damagedGracePeriod_isTheOneThatIsSet(String promised) {
        Delivery waiting = read("requested.grace", NOW, List.of(header("md-grace-period", promised)));

        assertThat(waiting.attempt().notBefore()).isEqualTo(NOW.plus(GRACE));
    }

    @Test
    void requestOnTheBulkTopic_isItsOwnOriginWhateverItsHeadersSay() {
        Delivery first = read(
                "requested.bulk", NOW, List.of(header("md-origin", "requested/0/7"), header("md-grace-period", "5")));

        assertThat(first.origin()).hasToString("requested.bulk/0/1");
        assertThat(first.attempt()).isEqualTo(Attempt.FIRST);
        assertThat(first.lane()).isEqualTo(Lane.BULK);
    }

    @Test
    void rightClocks_leaveTheDueTimeAsItIs() {
        Instant due = NOW.plus(Duration.ofMinutes(4));

        assertThat(read(NOW.minus(Duration.ofMinutes(6)), due).notBefore()).isEqualTo(due);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1M", "PT30M", "PT5H", "P300D"})
    void writerWhoseClockIsAhead_holdsNothingBackForLongerThanTheDelay(Duration ahead) {
        Instant written = NOW.plus(ahead);

        Attempt attempt = read(written, written.plus(DELAY));

        assertThat(attempt.notBefore())
                .isBeforeOrEqualTo(NOW.plus(DELAY.multipliedBy(12).dividedBy(10)));
        assertThat(attempt.firstFailedAt())
                .as("nothing has failed later than now")
                .isEqualTo(NOW);
    }

    @Test
    void damagedHeader_isBoundedByTheTimeOfWriting() {
        Instant written = NOW.minus(Duration.ofMinutes(6));

        assertThat(read(written, NOW.plus(Duration.ofDays(9))).notBefore())
                .isEqualTo(written.plus(Duration.ofMinutes(12)));
    }

    @Test
    void request_agesFromItsTimestamp_whateverItsOwnHeadersSay() {
        Instant written = NOW.minus(Duration.ofDays(40));
        List<Header> headers = List.of(
                header("md-origin-timestamp", NOW.toString()),
                header("md-replayed-at", NOW.toString()),
                header("md-replays", "1"));

        assertThat(read("requested", written, headers).agesFrom()).isEqualTo(written);
    }

    @Test
    void retry_agesFromWhereItsRequestWasWritten_orFromTheEarliestTimeThatIsKnown() {
        Instant written = NOW.minus(Duration.ofDays(40));
        Header failed = header("md-first-failed-at", NOW.minusSeconds(900).toString());
        Header origin = header("md-origin-timestamp", Long.toString(written.toEpochMilli()));
        String topic = "requested.retry.10m";

        assertThat(read(topic, NOW, List.of(failed, origin)).agesFrom()).isEqualTo(written);
        assertThat(read(topic, NOW, List.of(failed)).agesFrom()).isEqualTo(NOW.minusSeconds(900));
        assertThat(read(topic, written, List.of(failed)).agesFrom()).isEqualTo(written);
        assertThat(read(topic, written, List.of(header("md-origin-timestamp", "-1")))
                        .agesFrom())
                .isEqualTo(written);
    }

    @Test
    void replay_agesFromWhenItCameBack_andSoDoItsRetries() {
        Instant replayed = NOW.minusSeconds(60);
        Header origin = header("md-origin-timestamp", "0");
        Header again = header("md-replays", "1");
        Header at = header("md-replayed-at", replayed.toString());
        Header failed = header("md-first-failed-at", NOW.minusSeconds(30).toString());

        assertThat(read("replay", NOW, List.of(origin, again, at)).agesFrom()).isEqualTo(replayed);
        assertThat(read("replay", NOW, List.of(origin, again)).agesFrom()).isEqualTo(NOW);
        assertThat(read("requested.retry.10m", NOW, List.of(origin, again, at)).agesFrom())
                .isEqualTo(replayed);
        assertThat(read("requested.retry.10m", NOW, List.of(origin, at)).agesFrom())
                .as("a record that somebody copied to the replay topic has no count of replays")
                .isEqualTo(replayed);
        assertThat(read("requested.retry.10m", NOW, List.of(origin, again, failed))
                        .agesFrom())
                .isEqualTo(NOW.minusSeconds(30));
    }

    /** The default may be another by then. */
    @ParameterizedTest
    @CsvSource({
        "requested.grace, 1500000001, 1500000001",
        "requested.retry.10m, 1500000001, 1500000001",
        "replay, 1500000001, 1500000001",
        "replay, own, own",
        "replay, 0, null",
        "replay, '', null",
        "requested, 1500000001, null",
        "requested.bulk, own, null"
    })
    void whatWasCarriedOn_isForTheSubApplicationThatWasSettledOn(String topic, String told, String settled) {
        Delivery read = read(topic, NOW, List.of(header("md-sub-app-id", told)));

        assertThat(read.content()).isEqualTo(new Content.Malformed("Code", settled));
    }

    @Test
    void whatTheFormerOwnerMayHaveSeen_mayHaveBeenCalled() {
        Header called = header("md-called", "true");

        assertThat(read("requested", NOW, List.of(), false).attempt().mayHaveCalled())
                .isFalse();
        assertThat(read("requested", NOW, List.of(called), false).attempt().mayHaveCalled())
                .isFalse();
        assertThat(read("requested", NOW, List.of(), true).attempt().mayHaveCalled())
                .isTrue();
        assertThat(read("replay", NOW, List.of(), false).attempt().mayHaveCalled())
                .isFalse();
        assertThat(read("replay", NOW, List.of(called), false).attempt().mayHaveCalled())
                .isTrue();
        assertThat(read("replay", NOW, List.of(), true).attempt().mayHaveCalled())
                .isTrue();
    }
}
