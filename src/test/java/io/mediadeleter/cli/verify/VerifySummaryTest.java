package io.mediadeleter.cli.verify;

import static io.mediadeleter.cli.verify.PlantedResults.parts;
import static io.mediadeleter.cli.verify.PlantedResults.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Part;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.kafka.scan.HiddenRecords;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.text.TransactionAdvice;
import io.mediadeleter.time.CancellationToken;
import io.mediadeleter.vod.MediaInquiry;
import io.mediadeleter.vod.MediaInquiry.MediaState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerifySummaryTest {

    private static final MediaState THERE = new MediaState(true, List.of());
    private static final Part WECHAT = new Part("WechatPublishFiles", null);

    private final CancellationToken stop = new CancellationToken();
    private Optional<VerifySummary.Hidden> hidden = Optional.empty();
    private Optional<Instant> oldest = Optional.empty();
    private URI endpoint = URI.create("https://vod.ap-guangzhou.tencentcloudapi.com");
    private @Nullable Fault refusal;
    private final VerifyCounts tally = new VerifyCounts();
    private final Verification verification = new Verification(
            new Refusing(), 1, new Verification.ProcessTime(new StoppedTime(), stop), tally::add, fault -> {});

    @Test
    void whatIsStillThere_isTheFirstSentence() {
        check(whole("1"), MediaState.ABSENT);
        check(whole(7L, "2"), THERE);
        assertThat(text(Optional.empty()))
                .startsWith(
                        "1 of 2 that were reported deleted is still there. The API may be late: verify again in an hour")
                .contains(
                        "1  gone", "still there: 2 of sub-application 7, deleted 2026-11-25T10:00:00Z, RequestId id-2");
        assertThat(summary(Optional.empty()).isProven()).isFalse();
    }

    @Test
    void answersOfSomebodyElse_areNoProofOfRealMedia_andThatIsSaid() {
        check(whole("1"), MediaState.ABSENT);
        assertThat(text(Optional.empty())).doesNotContain("Asked");

        endpoint = URI.create("http://127.0.0.1:8085");
        assertThat(text(Optional.empty()))
                .startsWith("All is gone.")
                .contains("Asked http://127.0.0.1:8085, which is no host of Tencent Cloud's API");
        assertThat(text(Optional.empty(), true)).contains("\"endpoint\":\"http://127.0.0.1:8085\"");
    }

    @Test
    void unknown_isNoProof() {
        check(whole("1"), null);
        assertThat(text(Optional.empty()))
                .startsWith("None is still there, as far as is known. Of some it is not known: verify again.");
        assertThat(summary(Optional.empty()).isProven()).isFalse();
    }

    @Test
    void whatTheApiDoesNotDescribe_isSaidAndChangesNoExitCode() {
        check(parts("1", WECHAT), THERE);
        assertThat(text(Optional.empty()))
                .startsWith("All that the API describes is gone.")
                .contains("not described");
        assertThat(summary(Optional.empty()).isProven()).isTrue();
    }

    @Test
    void resultsThatWereNotRead_areTheFirstThingSaid() {
        check(whole("1"), MediaState.ABSENT);
        Optional<String> unread =
                Optional.of("Cannot read the topic media-deleted at localhost:9092: no answer in time");
        assertThat(text(unread)).startsWith("Not all results were read. Cannot read the topic media-deleted");
        assertThat(summary(unread).isProven()).isFalse();
    }

    @Test
    void resultsThatNobodyCanRead_areTheFirstThingSaid_andNoProof() {
        Instant now = Instant.parse("2026-11-25T12:00:00Z");
        check(whole("1"), MediaState.ABSENT);
        hidden = Optional.of(new VerifySummary.Hidden(
                new HiddenRecords(2, "media-deleted/0", 1, now.minus(Duration.ofMinutes(7))), now));

        assertThat(text(Optional.empty()).lines())
                .startsWith(
                        "Not all results were verified: 2 records on media-deleted/0 cannot be read: they lie behind a"
                                + " transaction that has been open since 2026-11-25T11:53:00Z (7 min) or longer. "
                                + TransactionAdvice.OWN + ". Then verify again.",
                        "Of what could be read: All is gone.");
        assertThat(text(Optional.empty(), true))
                .contains(
                        "\"complete\":false",
                        "\"openSince\":\"2026-11-25T11:53:00Z\"",
                        "\"ended\":\"Not all results were");
        assertThat(summary(Optional.empty()).isProven()).isFalse();
    }

    /** "All is gone" is true of what is there. */
    @Test
    void resultsThatTheTopicKeepsNoLonger_areSaidToBeUnverified() {
        check(whole("1"), MediaState.ABSENT);
        oldest = Optional.of(Instant.parse("2026-11-20T12:00:00Z"));

        assertThat(text(Optional.empty()))
                .contains("The topic has removed results, and may have removed some from before ")
                .contains("those were not verified.");
        assertThat(text(Optional.empty(), true)).contains("\"oldest\":\"2026-11-20T12:00:00Z\"");
        assertThat(summary(Optional.empty()).isProven()).isTrue();
    }

    /** Whoever reads that it does not answer looks at the network. */
    @Test
    void refusal_isNotCalledSilence() {
        refusal = new Fault(FaultKind.SYSTEMIC, "IpNotInWhitelist", "said by the API", "r-1");
        verification.take(whole("1"));
        verification.finish();
        assertThat(text(Optional.empty()))
                .startsWith("Stopped: the API refuses: IpNotInWhitelist, said by the API (RequestId r-1).");
    }

    @Test
    void outageThatTheApiTellsOf_isNeither() {
        refusal = new Fault(FaultKind.SYSTEMIC, "ServiceUnavailable", "said by the API", "r-1");
        verification.take(whole("1"));
        verification.finish();
        assertThat(text(Optional.empty())).startsWith("Stopped: the API tells nothing: ServiceUnavailable");
    }

    @Test
    void silence_isCalledSo() {
        refusal = new Fault(FaultKind.SYSTEMIC, "Network.Timeout", "no answer in time", null);
        verification.take(whole("1"));
        verification.finish();
        assertThat(text(Optional.empty())).startsWith("Stopped: the API does not answer: Network.Timeout");
    }

    @Test
    void stopped_isNoProof() {
        check(whole("1"), MediaState.ABSENT);
        stop.ask();
        assertThat(text(Optional.empty())).startsWith("Stopped. Verified before: 1; read and not asked about: 0.");
        assertThat(text(Optional.empty(), true)).contains("\"complete\":false", "\"ended\":\"Stopped\"");
        assertThat(summary(Optional.empty()).isProven()).isFalse();
    }

    @Test
    void moreThanAreShown_areCounted() {
        for (int id = 1; id <= 60; id++) {
            check(whole(String.valueOf(id)), THERE);
        }
        assertThat(text(Optional.empty()).lines().filter(line -> line.startsWith("  still there: ")))
                .hasSize(VerifyCounts.MOST_SHOWN);
        assertThat(text(Optional.empty())).contains("and 10 more: --report FILE lists all.");
    }

    @Test
    void numbers_areWrittenAlikeEverywhere() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            for (int id = 1; id <= 1_000; id++) {
                check(whole(String.valueOf(id)), MediaState.ABSENT);
            }
            assertThat(text(Optional.empty())).contains("1,000  gone");
        } finally {
            Locale.setDefault(before);
        }
    }

    private void check(DeletionResult result, @Nullable MediaState state) {
        tally.addResult();
        tally.add(CheckedDeletion.of(result, state, PlantedResults.DELETED_AT.plus(Duration.ofHours(1)), "check"));
    }

    private VerifySummary summary(Optional<String> unread) {
        return new VerifySummary(tally, verification, unread, hidden, oldest, endpoint);
    }

    private String text(Optional<String> unread) {
        return text(unread, false);
    }

    private String text(Optional<String> unread, boolean isJson) {
        StringWriter text = new StringWriter();
        summary(unread).print(new PrintWriter(text, true), new PrintWriter(text, true), isJson);
        return text.toString();
    }

    /** Answers nothing but this; unless a test sets it, nobody asks. */
    private final class Refusing implements MediaInquiry {

        @Override
        public Answer ask(Question question) {
            return Answer.failed(Objects.requireNonNull(refusal, "nothing is asked"));
        }

        @Override
        public void close() {}
    }
}
