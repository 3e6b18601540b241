package io.mediadeleter.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.SubApp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterFilterTest {

    private static final DeadLetterFilter ALL =
            new DeadLetterFilter(Set.of(), Set.of(), Set.of(), null, null, Set.of(), Set.of());
    private final MediaExtractor extractor = new MediaExtractor(1500000001L);

    @ParameterizedTest
    @CsvSource({
        "PERMANENT, true",
        "permanent, true",
        "AuthFailure.Expired, true",
        "authfailure.expired, true",
        "AuthFailure.*, true",
        "AuthFailure.Expired.*, true",
        "AuthFailure, false",
        "Auth.*, false",
        "TRANSIENT, false"
    })
    void fault_isAKindACodeOrAFamily(String fault, boolean fits) {
        DeadLetterFilter filter =
                new DeadLetterFilter(Set.of(fault), Set.of(), Set.of(), null, null, Set.of(), Set.of());

        assertThat(filter.matches(Letters.of("PERMANENT", "AuthFailure.Expired"), extractor))
                .isEqualTo(fits);
    }

    @Test
    void sinceIsIncluded_untilIsNot_andTheRecordsTimeStandsInForASenselessHeader() {
        DeadLetter letter = Letters.letter("requested/0/1", "{}", "md-failed-at", "yesterday");

        assertThat(between(Letters.WRITTEN, null).matches(letter, extractor)).isTrue();
        assertThat(between(null, Letters.WRITTEN).matches(letter, extractor)).isFalse();
        assertThat(between(Letters.WRITTEN.plusMillis(1), null).matches(letter, extractor))
                .isFalse();
    }

    @Test
    void media_isReadFromPlainRequestsAndEvents_numbersAndDefaultsToo() {
        DeadLetterFilter file = new DeadLetterFilter(Set.of(), Set.of("17"), Set.of(), null, null, Set.of(), Set.of());
        DeadLetterFilter subApp =
                new DeadLetterFilter(Set.of(), Set.of(), Set.of(1500000001L), null, null, Set.of(), Set.of());

        for (String value : Set.of(
                "{\"fileId\":\"17\"}",
                "{\"fileId\":17}",
                "{\"data\":{\"fileId\":\"17\"}}",
                "{\"data_base64\":\"eyJmaWxlSWQiOiIxNyJ9\"}")) {
            assertThat(file.matches(Letters.letter("requested/0/1", value), extractor))
                    .as(value)
                    .isTrue();
        }
        for (String value : Set.of("", "{", "[]", "17", "{\"fileId\":null}", "{\"fileId\":{}}", "{\"fileId\":\"1\"}")) {
            assertThat(file.matches(Letters.letter("requested/0/1", value), extractor))
                    .as(value)
                    .isFalse();
        }
        assertThat(subApp.matches(Letters.letter("requested/0/1", "{}"), extractor))
                .isTrue();
        assertThat(subApp.matches(Letters.letter("requested/0/1", "{\"subAppId\":5}"), extractor))
                .isFalse();
    }

    @Test
    void subApplication_isThatOfTheLettersHeaderBeforeTheDefault_andNoneOfWhatIsNoObject() {
        for (String value : Set.of("{}", "no JSON", "")) {
            assertThat(extractor
                            .at(Letters.letter("requested/0/1", value, "md-sub-app-id", "5"))
                            .subAppId())
                    .as(value)
                    .isEqualTo(5);
        }
        for (String value : Set.of("no JSON", "", "[]", "17", "{\"fileId\":")) {
            assertThat(extractor.at(Letters.letter("requested/0/1", value)).subAppId())
                    .as(value)
                    .isNull();
        }
        assertThat(extractor
                        .at(Letters.letter("requested/0/1", "{\"subAppId\":7}", "md-sub-app-id", "5"))
                        .subAppId())
                .isEqualTo(7);
        assertThat(extractor
                        .at(Letters.letter("requested/0/1", "{}", "md-sub-app-id", "own"))
                        .subAppId())
                .isNull();
        assertThat(extractor
                        .at(Letters.letter("requested/0/1", "{}", "md-sub-app-id", "all"))
                        .subAppId())
                .isEqualTo(1500000001L);
    }

    @Test
    void name_isTheOriginOrThePlace() {
        DeadLetter foreign = Letters.letter("order 5", "{}");

        assertThat(ALL.isEmpty()).isTrue();
        assertThat(foreign.name()).isEqualTo("requested.dead-letter/0/7");
        assertThat(named("requested.dead-letter/0/7").matches(foreign, extractor))
                .isTrue();
        assertThat(named("requested.dead-letter/0/7").matches(Letters.of("X", "Y"), extractor))
                .isTrue();
        assertThat(named("requested/0/1").matches(Letters.of("X", "Y"), extractor))
                .isTrue();
        assertThat(named("requested/0/2").matches(Letters.of("X", "Y"), extractor))
                .isFalse();
    }

    @Test
    void malformedAndWornLetters_areLeftOutOfAReplayUnlessMeant() {
        DeadLetter malformed = Letters.of("MALFORMED", "InvalidJson");
        DeadLetterFilter byCode =
                new DeadLetterFilter(Set.of("InvalidJson"), Set.of(), Set.of(), null, null, Set.of(), Set.of());
        DeadLetter worn = Letters.letter("requested/0/1", "{}", "md-fault-kind", "TRANSIENT", "md-replays", "3");

        assertThat(SkipReason.ofReplay(malformed, ALL, 3, Letters.HISTORY, Letters.TODAY))
                .contains(SkipReason.MALFORMED);
        assertThat(SkipReason.ofReplay(malformed, byCode, 3, Letters.HISTORY, Letters.TODAY))
                .isEmpty();
        assertThat(SkipReason.ofReplay(malformed, named("requested/0/1"), 3, Letters.HISTORY, Letters.TODAY))
                .isEmpty();
        assertThat(SkipReason.ofReplay(worn, named("requested/0/1"), 3, Letters.HISTORY, Letters.TODAY))
                .contains(SkipReason.WORN);
        assertThat(SkipReason.ofReplay(worn, ALL, 4, Letters.HISTORY, Letters.TODAY))
                .isEmpty();
    }

    @Test
    void heldAndExpiredLetters_areLeftOutOfAReplayUnlessMeant() {
        DeadLetter held = Letters.letter(
                "requested/0/1", "{}", "md-fault-kind", "HELD", "md-fault-code", "Hold.Media", "md-hold", "media:17");
        DeadLetter expired = Letters.of("EXPIRED", "Request.Expired");
        DeadLetterFilter byKind =
                new DeadLetterFilter(Set.of("HELD", "EXPIRED"), Set.of(), Set.of(), null, null, Set.of(), Set.of());

        assertThat(SkipReason.ofReplay(held, ALL, 3, Letters.HISTORY, Letters.TODAY))
                .contains(SkipReason.HELD);
        assertThat(SkipReason.ofReplay(expired, ALL, 3, Letters.HISTORY, Letters.TODAY))
                .contains(SkipReason.EXPIRED);
        assertThat(SkipReason.ofReplay(expired, between(Letters.WRITTEN, null), 3, Letters.HISTORY, Letters.TODAY))
                .contains(SkipReason.EXPIRED);
        assertThat(SkipReason.ofReplay(held, byKind, 3, Letters.HISTORY, Letters.TODAY))
                .isEmpty();
        assertThat(SkipReason.ofReplay(held, byHold("media:17"), 3, Letters.HISTORY, Letters.TODAY))
                .isEmpty();
        assertThat(SkipReason.ofReplay(held, named("requested/0/1"), 3, Letters.HISTORY, Letters.TODAY))
                .isEmpty();
        assertThat(SkipReason.ofReplay(expired, byKind, 3, Letters.HISTORY, Letters.TODAY))
                .isEmpty();
        assertThat(SkipReason.ofReplay(expired, named("requested/0/1"), 3, Letters.HISTORY, Letters.TODAY))
                .isEmpty();
        assertThat(SkipReason.ofDiscard(expired, ALL, 3)).isEmpty();
    }

    /** As after a grace topic was mended: their kind is that of others, and a replay leaves no time to withdraw. */
    @ParameterizedTest
    @ValueSource(strings = {"Kafka.GraceRefused", "Kafka.GraceTooLarge"})
    void lettersWhoseGracePeriodNeverBegan_areLeftOutOfAReplayUnlessMeant(String code) {
        DeadLetter letter = Letters.letter("requested/0/1", "{}", "md-fault-kind", "PERMANENT", "md-fault-code", code);

        assertThat(SkipReason.ofReplay(letter, ALL, 3, Letters.HISTORY, Letters.TODAY))
                .map(SkipReason::remedy)
                .hasValueSatisfying(remedy -> assertThat(remedy).contains("--fault", "at once"));
        assertThat(SkipReason.ofReplay(letter, faults("PERMANENT"), 3, Letters.HISTORY, Letters.TODAY))
                .isPresent();
        assertThat(SkipReason.ofReplay(letter, faults(code), 3, Letters.HISTORY, Letters.TODAY))
                .isEmpty();
        assertThat(SkipReason.ofReplay(letter, faults("kafka.*"), 3, Letters.HISTORY, Letters.TODAY))
                .isEmpty();
        assertThat(SkipReason.ofReplay(letter, named("requested/0/1"), 3, Letters.HISTORY, Letters.TODAY))
                .isEmpty();
        assertThat(SkipReason.ofDiscard(letter, ALL, 3)).isEmpty();
    }

    /** A tool may have lost or changed the header, and a later version may have a kind more. */
    @ParameterizedTest
    @ValueSource(strings = {"held", "Expired", "QUARANTINED", "TRANSIENT ", ""})
    void letterOfNoKindThatIsKnown_isLeftOutOfAReplayUnlessMeant(String kind) {
        DeadLetter letter = Letters.of(kind, "InternalError");

        for (DeadLetterFilter filter : List.of(ALL, between(Letters.WRITTEN, null), faults("InternalError"))) {
            assertThat(SkipReason.ofReplay(letter, filter, 3, Letters.HISTORY, Letters.TODAY))
                    .isNotEmpty();
        }
        for (DeadLetterFilter filter : List.of(named("requested/0/1"), faults("unknown"), faults(kind))) {
            assertThat(filter.matches(letter, extractor)).isTrue();
            assertThat(SkipReason.ofReplay(letter, filter, 3, Letters.HISTORY, Letters.TODAY))
                    .isEmpty();
        }
        assertThat(SkipReason.ofDiscard(letter, ALL, 3)).isEmpty();
    }

    @Test
    void letterWithoutAKind_isLeftOutOfAReplayUnlessMeant() {
        DeadLetter letter = Letters.letter("requested/0/1", "{}");

        assertThat(SkipReason.ofReplay(letter, ALL, 3, Letters.HISTORY, Letters.TODAY))
                .isNotEmpty();
        assertThat(SkipReason.ofReplay(letter, faults("UNKNOWN"), 3, Letters.HISTORY, Letters.TODAY))
                .isEmpty();
        assertThat(faults("UNKNOWN").matches(Letters.of("TRANSIENT", "InternalError"), extractor))
                .isFalse();
    }

    /** The default was another when it was given up: in which one it is called, only somebody can say. */
    @ParameterizedTest
    @CsvSource({
        "{}, 7, 5, , true",
        "{}, own, 5, , true",
        "{}, 7, , , true",
        "{}, 5, 5, , false",
        "{}, own, , , false",
        "{}, , 5, , false",
        "{}, 7, 5, 7, false",
        "{}, 7, 5, 5, false",
        "{}, 7, , own, false",
        "{}, 7, 5, 6, true",
        "{}, 5, 5, 6, true",
        "{}, , 5, 6, true",
        "{\"subAppId\":9}, 7, 5, , false"
    })
    void letterOfAnotherDefault_isReplayedOnlyWhereItIsSaidInWhichSubApplication(
            String value, @Nullable String told, @Nullable Long today, @Nullable String said, boolean isSkipped) {
        DeadLetter letter = Letters.letter(
                "requested/0/1", value, "md-fault-kind", "ABSENT", "md-sub-app-id", told == null ? "" : told);
        SubAppChoice choice =
                new SubAppChoice(today, said == null ? null : SubApp.parse(said).orElseThrow());

        for (DeadLetterFilter filter : List.of(ALL, named("requested/0/1"))) {
            assertThat(SkipReason.ofReplay(letter, filter, 3, Letters.HISTORY, choice))
                    .isEqualTo(isSkipped ? Optional.of(SkipReason.OTHER_SUB_APP) : Optional.empty());
        }
        assertThat(SkipReason.ofDiscard(letter, ALL, 3)).isEmpty();
    }

    @Test
    void hold_isTheKeyAsItIsWritten() {
        DeadLetter held = Letters.letter("requested/0/1", "{}", "md-hold", "media:17");

        assertThat(byHold("media:17").isEmpty()).isFalse();
        assertThat(byHold("media:17").matches(held, extractor)).isTrue();
        assertThat(byHold("media:1").matches(held, extractor)).isFalse();
        assertThat(byHold("media:17").matches(Letters.of("HELD", "Hold.Media"), extractor))
                .isFalse();
    }

    @Test
    void letterWithoutItsValue_isNeverReplayed() {
        DeadLetter cut = Letters.letter("requested/0/1", "", "md-value-dropped", "2000000");

        assertThat(SkipReason.ofReplay(cut, ALL, 3, Letters.HISTORY, Letters.TODAY))
                .contains(SkipReason.CUT);
        assertThat(SkipReason.ofReplay(cut, named("requested/0/1"), 3, Letters.HISTORY, Letters.TODAY))
                .contains(SkipReason.CUT);
        assertThat(SkipReason.ofDiscard(cut, ALL, 3)).isEmpty();
    }

    @Test
    void groups_areCountedLargestFirstAndBounded() {
        FaultGroups groups = new FaultGroups();
        for (int i = 0; i < 5_000; i++) {
            groups.add(Letters.of("PERMANENT", "code " + i));
            groups.add(Letters.of("TRANSIENT", "InternalError"));
        }

        assertThat(groups.count()).isEqualTo(10_000);
        assertThat(groups.largestFirst()).hasSizeLessThanOrEqualTo(1_001);
        assertThat(groups.largestFirst().get(0).count()).isEqualTo(5_000);
        assertThat(groups.largestFirst().stream()
                        .mapToLong(FaultGroups.Group::count)
                        .sum())
                .isEqualTo(10_000);
    }

    private static DeadLetterFilter faults(String fault) {
        return new DeadLetterFilter(Set.of(fault), Set.of(), Set.of(), null, null, Set.of(), Set.of());
    }

    private static DeadLetterFilter between(@Nullable Instant since, @Nullable Instant until) {
        return new DeadLetterFilter(Set.of(), Set.of(), Set.of(), since, until, Set.of(), Set.of());
    }

    private static DeadLetterFilter byHold(String key) {
        return new DeadLetterFilter(Set.of(), Set.of(), Set.of(), null, null, Set.of(), Set.of(key));
    }

    private static DeadLetterFilter named(String name) {
        return new DeadLetterFilter(Set.of(), Set.of(), Set.of(), null, null, Set.of(name), Set.of());
    }
}
