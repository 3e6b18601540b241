package io.mediadeleter.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginHistoryTest {

    private static final String PRESENT = "n5PIPVLcQkOuPtzkKPWEjA";
    private static final String OTHER = "sUe6VTtdSVWZlbLB1Jd-Yw";
    private static final DeadLetterFilter ALL =
            new DeadLetterFilter(Set.of(), Set.of(), Set.of(), null, null, Set.of(), Set.of());
    private static final DeadLetterFilter NAMED =
            new DeadLetterFilter(Set.of(), Set.of(), Set.of(), null, null, Set.of("requested/1/7"), Set.of());

    private final OriginHistory history = new OriginHistory(
            Map.of(
                    "requested", new OriginHistory.TopicHistory(PRESENT, Map.of(0, 10L, 1, 7L)),
                    "requested.retry.5s", new OriginHistory.TopicHistory(OTHER, Map.of(0, 3L))),
            Map.of());

    @ParameterizedTest
    @CsvSource({
        "requested/0/10, requested/0 ends at offset 10",
        "requested/1/7, requested/1 ends at offset 7",
        "requested/1/999999999999999999, requested/1 ends at offset 7",
        "requested/2/0, 'requested has no partition 2; its last is 1'",
        "requested/1/7@n5PIPVLcQkOuPtzkKPWEjA, requested/1 ends at offset 7",
        "requested/2/0@n5PIPVLcQkOuPtzkKPWEjA, 'requested has no partition 2; its last is 1'",
        "requested.retry.5s/0/3, requested.retry.5s/0 ends at offset 3",
        "requested.retry.7s/0/0, there is no topic requested.retry.7s",
        "requested/0/1@AAAAAAAAAAAAAAAAAAAAAA, no topic can have the id that it names",
        "requested/0/1@AAAAAAAAAAAAAAAAAAAAAQ, no topic can have the id that it names",
        "requested/0/1@sUe6VTtdSVWZlbLB1Jd-Yx, no topic can have the id that it names"
    })
    void placeThatNeverWas_isDisproved(String key, String why) {
        DeadLetter letter = letter(key);

        assertThat(history.disproof(letter)).contains(why);
        assertThat(SkipReason.ofReplay(letter, ALL, 3, history, Letters.TODAY)).contains(SkipReason.DISPROVED);
        assertThat(SkipReason.ofDiscard(letter, ALL, 3)).isEmpty();
    }

    @Test
    void disprovedLetter_isNotReplayedWhenItIsNamedEither() {
        assertThat(SkipReason.ofReplay(letter("requested/1/7"), NAMED, 3, history, Letters.TODAY))
                .contains(SkipReason.DISPROVED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "requested/0/9",
                "requested/1/0",
                "requested/0/9@n5PIPVLcQkOuPtzkKPWEjA",
                "requested/40/4711@sUe6VTtdSVWZlbLB1Jd-Yw",
                "requested.retry.5s/0/2"
            })
    void placeThatMayHaveBeen_isNotDisproved(String key) {
        assertThat(history.disproof(letter(key))).isEmpty();
        assertThat(SkipReason.ofReplay(letter(key), ALL, 3, history, Letters.TODAY))
                .isEmpty();
    }

    /** A bare key is of the first topic of its name; the letter's header says which that was. */
    @Test
    void letterOfTheFirstTopic_isComparedWithThatTopicAlone() {
        assertThat(history.disproof(letter("requested/0/4711", "md-origin-topic-id", OTHER)))
                .isEmpty();
        assertThat(history.disproof(letter("requested/0/4711", "md-origin-topic-id", PRESENT)))
                .contains("requested/0 ends at offset 10");
        assertThat(history.disproof(letter("requested/0/9", "md-origin-topic-id", PRESENT)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "requested/0/1, md-origin, requested/0/2, its header md-origin names another request",
        "requested/0/1, md-origin, nonsense, its header md-origin names another request",
        "requested/0/1@sUe6VTtdSVWZlbLB1Jd-Yw, md-origin-topic-id, n5PIPVLcQkOuPtzkKPWEjA,"
                + " its header md-origin-topic-id names another topic",
        "requested/0/1, md-origin-topic-id, AAAAAAAAAAAAAAAAAAAAAA, no topic can have the id that it names",
        "requested/0/1, md-origin-topic-id, x, no topic can have the id that it names"
    })
    void headerThatContradictsTheKey_isForged(String key, String header, String text, String why) {
        assertThat(history.disproof(letter(key, header, text))).contains(why);
    }

    @Test
    void headersAsTheServiceWritesThem_contradictNothing() {
        assertThat(history.disproof(
                        letter("requested/0/1@" + OTHER, "md-origin", "requested/0/1", "md-origin-topic-id", OTHER)))
                .isEmpty();
    }

    @Test
    void brokersThatTellNoIds_areComparedByPlace() {
        OriginHistory old =
                new OriginHistory(Map.of("requested", new OriginHistory.TopicHistory(null, Map.of(0, 10L))), Map.of());

        assertThat(old.disproof(letter("requested/0/10"))).isPresent();
        assertThat(old.disproof(letter("requested/0/9"))).isEmpty();
        assertThat(old.disproof(letter("requested/0/10@" + OTHER))).isEmpty();
    }

    @Test
    void historyThatCouldNotBeRead_disprovesOnlyWhatContradictsItself() {
        OriginHistory unread = OriginHistory.unread("requested", "this client may not describe them");

        assertThat(unread.disproof(letter("requested/7/4711"))).isEmpty();
        assertThat(unread.disproof(letter("requested.retry.7s/0/0"))).isEmpty();
        assertThat(unread.disproof(letter("requested/0/1", "md-origin", "requested/0/2")))
                .isPresent();
        assertThat(unread.gap())
                .hasValueSatisfying(said -> assertThat(said)
                        .hasLineCount(1)
                        .contains("Origins on requested were not compared", "It takes Describe on these topics."));
        assertThat(history.gap()).isEmpty();
    }

    private static DeadLetter letter(String key, String... headers) {
        return Letters.letter(
                key,
                "{}",
                Stream.concat(Stream.of("md-fault-kind", "TRANSIENT"), Stream.of(headers))
                        .toArray(String[]::new));
    }
}
