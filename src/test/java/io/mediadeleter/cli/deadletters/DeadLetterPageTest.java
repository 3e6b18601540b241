package io.mediadeleter.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.deadletter.DeadLetter;
import io.mediadeleter.deadletter.Letters;
import io.mediadeleter.deadletter.MediaExtractor;
import io.mediadeleter.rule.FaultKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterPageTest {

    private static final String EVIL = "\u001b[2J\u202e\u0007";

    @Test
    void textFromOutside_neverMovesTheCursorOrTurnsTheLine() {
        DeadLetter letter = Letters.letter(
                EVIL, "no JSON " + EVIL + "\nnext", "x" + EVIL, EVIL, "md-fault-kind", EVIL, "md-fault-code", EVIL);

        String page = page(letter);
        Listing listing = new Listing(new MediaExtractor(null), Letters.HISTORY, 5);
        listing.add(letter);
        StringWriter list = new StringWriter();
        listing.print(new PrintWriter(list, true));

        assertThat(page + list).doesNotContain("\u001b", "\u202e", "\u0007").contains("\\u001b[2J\\u202e\\u0007");
        assertThat(page.lines()).contains("next");
        assertThat(list.toString()).contains("1 of them not written by this service");
    }

    @Test
    void jsonThatNamesAPropertyTwice_isShownAsItIs() {
        String twice = "{\"fileId\":\"1\",\"fileId\":\"2\"}";

        assertThat(page(Letters.letter("requested/0/1", twice))).contains("text:", twice);
        assertThat(page(Letters.letter("requested/0/1", "{\"fileId\":\"1\"}")))
                .contains("JSON:", "  \"fileId\" : \"1\"");
    }

    @Test
    void jsonWithAVeryLongName_isShownAsJson() {
        String name = "n".repeat(60_000);

        assertThat(page(Letters.letter("requested/0/1", "{\"" + name + "\":1,\"fileId\":\"1\"}")))
                .contains("JSON:", "  \"fileId\" : \"1\"");
    }

    @Test
    void damagedHeaders_areShownAndBreakNothing() {
        String page = page(Letters.letter(
                "requested/0/1", "", "md-origin-key", "%", "md-failed-at", "soon", "md-null-value", "true"));

        assertThat(page).contains("(damaged) %", "2026-11-25T09:14:00Z", "The request had no value.", "do not say why");
    }

    @Test
    void kindThatIsNotKnown_isSaidToBeUnclear_andHowItIsReplayedAllTheSame() {
        assertThat(page(Letters.of("QUARANTINED", "Code")).replaceAll("\\s+", " "))
                .contains("in a word that this version does not know", "`dead-letters replay requested/0/1`");
    }

    @Test
    void valueThatIsMissing_isSaidToBeTooLarge() {
        String page = page(Letters.letter("requested/0/1", "", "md-value-dropped", "2000000"));

        assertThat(page).contains("2000000 bytes, was too large", "It cannot be replayed");
    }

    @Test
    void keyThatIsMissing_isSaidToBeTooLarge_besideTheValue() {
        assertThat(page(Letters.letter("requested/0/1", "", "md-key-dropped", "3000000", "md-value-dropped", "99")))
                .contains("The key, 3000000 bytes, and the value, 99 bytes, were together too large");
        assertThat(page(Letters.letter("requested/0/1", "", "md-key-dropped", "3000000", "md-null-value", "true")))
                .contains("The key, 3000000 bytes, and the value, 0 bytes, were", "It cannot be replayed");
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void everyKind_hasAnAdviceOfItsOwn(FaultKind kind) {
        assertThat(page(Letters.of(kind.name(), "Code"))).doesNotContain("do not say why");
    }

    @Test
    void invalidRequestWithoutItsValue_isForItsPublisherAndNotToBeSentAgain() {
        DeadLetter tooLarge = Letters.letter(
                "requested/0/1",
                "",
                "md-fault-kind",
                "MALFORMED",
                "md-fault-code",
                "TooLarge",
                "md-value-dropped",
                "2000000");

        assertThat(page(tooLarge))
                .contains("cannot be replayed", "Have upstream send a valid one")
                .doesNotContain("from the request topic", "A replay helps");
    }

    /** With each line indented by its depth it would be five hundred times as long. */
    @Test
    void valueThatIsDeep_isShownAsItCame() {
        String deep = "[".repeat(990) + "1,".repeat(2_000) + "2" + "]".repeat(990);

        assertThat(page(Letters.letter("requested/0/1", deep, "md-fault-kind", "MALFORMED")))
                .contains("bytes, text:", "[".repeat(100))
                .hasSizeLessThan(100_000);
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void letterThatIsNeverReplayed_isNotAdvisedToBe(FaultKind kind) {
        DeadLetter cut =
                Letters.letter("requested/0/1", "", "md-fault-kind", kind.name(), "md-value-dropped", "2000000");
        DeadLetter damaged = Letters.letter("requested/0/1", "{}", "md-fault-kind", kind.name(), "md-origin-key", "%");

        assertThat(page(cut)).contains("cannot be replayed").doesNotContain("eplay it", "dead-letters replay");
        assertThat(page(damaged))
                .contains("its md-origin-key is damaged", "cannot be replayed")
                .doesNotContain("eplay it", "dead-letters replay", "A replay helps", "selected by origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Kafka.ResultTooLarge", "Kafka.GraceRefused"})
    void recordThatKafkaRefused_isNotSaidToBeTheApis(String code) {
        assertThat(page(Letters.of("PERMANENT", code)))
                .contains("Kafka rejected a record", "max.message.bytes", "replay it")
                .doesNotContain("The API will not accept");
    }

    @Test
    void held_namesTheHoldAndWhatLiftsIt() {
        DeadLetter letter = Letters.letter("requested/0/1", "{}", "md-fault-kind", "HELD", "md-hold", "media:17");

        assertThat(page(letter))
                .contains("hold          media:17", "`holds remove media:17`", "replay --hold media:17`")
                .doesNotContain("earlier call");
        assertThat(page(Letters.letter("requested/0/1", "{}", "md-fault-kind", "HELD", "md-called", "true"))
                        .replaceAll("\\s+", " "))
                .contains("it was not called again, though an earlier call may have deleted the media");
    }

    /** It was a valid request when it was called; the rules for requests have changed since. */
    @Test
    void malformedAfterACall_isNotSaidToBeUncalled() {
        assertThat(page(Letters.letter("requested/0/1", "{}", "md-fault-kind", "MALFORMED", "md-attempt", "0"))
                        .replaceAll("\\s+", " "))
                .contains("No call was made: the record is not a valid request");
        assertThat(page(Letters.letter("requested/0/1", "{}", "md-fault-kind", "MALFORMED", "md-attempt", "1"))
                        .replaceAll("\\s+", " "))
                .contains("No call was made this time, though an earlier one may have deleted the media: the record");
    }

    @Test
    void holdsKeyThatAShellMayReadOtherwise_isNotPutIntoACommand() {
        DeadLetter letter =
                Letters.letter("requested/0/1", "{}", "md-fault-kind", "HELD", "md-hold", "event:$(reboot)");

        assertThat(page(letter)).contains("`holds remove KEY`").doesNotContain("--hold event:");
    }

    @Test
    void expired_saysHowItIsReplayed() {
        assertThat(page(Letters.of("EXPIRED", "Request.Expired")))
                .contains("`dead-letters replay requested/0/1`", "requests.max-age");
    }

    @Test
    void originThatTheHistoryDisproves_isSaidEverywhere() {
        DeadLetter letter = Letters.letter("requested/0/100", "{}", "md-fault-kind", "TRANSIENT");
        Listing listing = new Listing(new MediaExtractor(null), Letters.HISTORY, 5);
        listing.add(letter);
        listing.add(Letters.of("TRANSIENT", "InternalError"));
        StringWriter list = new StringWriter();
        listing.print(new PrintWriter(list, true));

        assertThat(page(letter))
                .contains("disproved     requested/0 ends at offset 100")
                .contains("forged, or comes from another cluster", "dead-letters discard requested/0/100");
        assertThat(list.toString()).contains("1 of them forged, or from another cluster");
        assertThat(new DeadLetterJson(new MediaExtractor(null), Letters.HISTORY)
                        .summary(letter)
                        .path("disproved")
                        .asText())
                .isEqualTo("requested/0 ends at offset 100");
        assertThat(page(Letters.of("TRANSIENT", "InternalError"))).doesNotContain("disproved");
    }

    private static String page(DeadLetter letter) {
        StringWriter page = new StringWriter();
        new DeadLetterPage(new MediaExtractor(null), Letters.HISTORY).print(letter, new PrintWriter(page, true));
        return page.toString();
    }
}
