package io.mediadeleter.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.SubApp;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayRecordsTest {

    private static final String ID = "sUe6VTtdSVWZlbLB1Jd-Yw";
    private static final Instant NOW = Instant.parse("2026-11-26T05:00:00Z");
    private static final ReplayRecords RECORDS = new ReplayRecords("replay", NOW, Letters.TODAY);

    @Test
    void letterOfTheFirstTopic_isReplayedAsEver() {
        DeadLetter letter = Letters.letter("requested/0/1", "{}", "md-origin-topic-id", ID);

        ProducerRecord<byte[], byte[]> replay = RECORDS.request(letter);

        assertThat(header(replay, "md-origin")).isEqualTo("requested/0/1");
        assertThat(header(replay, "md-replay-of")).isEqualTo("requested/0/1");
        assertThat(header(replay, "md-origin-topic-id")).isNull();
    }

    @Test
    void letterOfAnotherLife_keepsItsIdentity() {
        DeadLetter letter = Letters.letter("requested/0/1@" + ID, "{}");

        ProducerRecord<byte[], byte[]> replay = RECORDS.request(letter);

        assertThat(letter.name()).isEqualTo("requested/0/1@" + ID);
        assertThat(header(replay, "md-origin")).isEqualTo("requested/0/1");
        assertThat(header(replay, "md-origin-topic-id")).isEqualTo(ID);
        assertThat(header(replay, "md-replay-of")).isEqualTo("requested/0/1@" + ID);
        assertThat(ReplayRecords.tombstone(letter).key())
                .isEqualTo(letter.message().key());
    }

    @Test
    void replay_saysWhenItIsMade_whateverTheLetterSaysOfAnEarlierOne() {
        DeadLetter letter = Letters.letter("requested/0/1", "{}", "md-replayed-at", "2020-01-01T00:00:00Z");

        assertThat(header(RECORDS.request(letter), "md-replayed-at")).isEqualTo("2026-11-26T05:00:00Z");
    }

    /** Whoever replays has seen for which one it is; the default of the instances may be another. */
    @ParameterizedTest
    @CsvSource({"7, , 7", "own, , own", ", , 5", "7, 7, 7", "7, 5, 5", "own, 5, 5", "all, , 5"})
    void replay_saysForWhichSubApplicationItIs(@Nullable String told, @Nullable String said, String written) {
        DeadLetter letter = told == null
                ? Letters.letter("requested/0/1", "{}")
                : Letters.letter("requested/0/1", "{}", "md-sub-app-id", told);
        SubApp choice = said == null ? null : SubApp.parse(said).orElseThrow();

        assertThat(header(
                        new ReplayRecords("replay", NOW, new SubAppChoice(5L, choice)).request(letter),
                        "md-sub-app-id"))
                .isEqualTo(written);
    }

    /** There, a media that is absent was never there for this request. */
    @ParameterizedTest
    @CsvSource({"7, true", "5, "})
    void callInAnotherSubApplication_isNoneOfThisOne(String said, @Nullable String told) {
        DeadLetter letter = Letters.letter(
                "requested/0/1", "{}", "md-sub-app-id", "7", "md-fault-kind", "TRANSIENT", "md-attempt", "3");
        SubAppChoice choice = new SubAppChoice(5L, SubApp.parse(said).orElseThrow());

        assertThat(header(new ReplayRecords("replay", NOW, choice).request(letter), "md-called"))
                .isEqualTo(told);
    }

    /** A command may run without the service's settings. */
    @Test
    void whereNoSubApplicationIsKnown_theServiceDecides() {
        assertThat(header(RECORDS.request(Letters.letter("requested/0/1", "{}")), "md-sub-app-id"))
                .isNull();
    }

    /** A tool may have corrected the letter and kept its headers. */
    @ParameterizedTest
    @ValueSource(strings = {"md-null-value", "md-value-dropped", "md-key-dropped"})
    void valueThatWasPutThereSince_isReplayed_whateverTheHeaderSays(String header) {
        DeadLetter letter = Letters.letter("requested/0/1", "{}", "md-fault-kind", "TRANSIENT", header, "9");

        assertThat(RECORDS.request(letter).value()).isEqualTo("{}".getBytes(UTF_8));
        assertThat(SkipReason.ofReplay(letter, DeadLetterFilter.named(Set.of()), 3, Letters.HISTORY, Letters.TODAY))
                .isEmpty();
    }

    @Test
    void requestWithoutAValue_isReplayedWithoutOne() {
        assertThat(RECORDS.request(Letters.letter("requested/0/1", "", "md-null-value", "true"))
                        .value())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "MALFORMED, InvalidJson, 0, false",
        "EXPIRED, Request.Expired, 0, false",
        "HELD, Hold.Media, 2, true",
        "TRANSIENT, InternalError, 4, true",
        "ABSENT, ResourceNotFound, 1, false",
        "PERMANENT, InvalidParameter, 1, false",
        "PERMANENT, InvalidParameter, 2, true",
        "PERMANENT, Kafka.ResultTooLarge, 1, true"
    })
    void replay_saysWhetherACallMayHaveDeletedTheMedia(String kind, String code, String attempts, boolean told) {
        DeadLetter letter = Letters.letter(
                "requested/0/1", "{}", "md-fault-kind", kind, "md-fault-code", code, "md-attempt", attempts);

        assertThat(header(RECORDS.request(letter), "md-called")).isEqualTo(told ? "true" : null);
    }

    private static @Nullable String header(ProducerRecord<byte[], byte[]> written, String name) {
        Header header = written.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }
}
