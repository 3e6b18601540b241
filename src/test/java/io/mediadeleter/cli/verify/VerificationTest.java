package io.mediadeleter.cli.verify;

import static io.mediadeleter.cli.verify.PlantedResults.parts;
import static io.mediadeleter.cli.verify.PlantedResults.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Part;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.time.CancellationToken;
import io.mediadeleter.vod.MediaInquiry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against an API that is a function, in a time that stands still. */
class VerificationTest {

    private static final FaultTable TABLE = new FaultTable(Map.of());
    private static final Part HD = new Part("TranscodeFiles", 100230L);

    private final StoppedTime time = new StoppedTime();
    private final CancellationToken stop = new CancellationToken();
    private final List<MediaInquiry.Question> questions = new ArrayList<>();
    private final List<Duration> askedAt = new ArrayList<>();
    private final List<CheckedDeletion> checked = new ArrayList<>();
    private final List<Fault> waitedFor = new ArrayList<>();
    private final Set<String> there = new HashSet<>();
    private Function<MediaInquiry.Question, @Nullable String> faults = question -> null;
    private final Verification verification =
            new Verification(new Api(), 10, new Verification.ProcessTime(time, stop), checked::add, waitedFor::add);

    @Test
    void results_areAskedAboutTwentyAtATime() {
        take(45, null);
        assertThat(questions).hasSize(2);
        verification.finish();
        assertThat(questions).extracting(asked -> asked.fileIds().size()).containsExactly(20, 20, 5);
        assertThat(checked).hasSize(45).allMatch(one -> one.presence() == Presence.GONE);
        assertThat(verification.calls()).isEqualTo(3);
    }

    @Test
    void whatIsStillThere_isFoundAndNothingElse() {
        there.addAll(Set.of("3", "44"));
        take(45, null);
        verification.finish();
        assertThat(ids(Presence.STILL_THERE)).containsExactlyInAnyOrder("3", "44");
        assertThat(ids(Presence.GONE)).hasSize(43);
    }

    @Test
    void subApplications_areNeverMixedInOneCall() {
        for (int i = 1; i <= 30; i++) {
            verification.take(whole(i % 2 == 0 ? null : 7L, String.valueOf(i)));
        }
        verification.finish();
        assertThat(questions)
                .allSatisfy(asked -> assertThat(asked.fileIds())
                        .allMatch(id -> (Integer.parseInt(id) % 2 == 0) == (asked.subAppId() == null)));
        assertThat(checked).hasSize(30);
    }

    @Test
    void sameMedia_isAskedAboutOnce() {
        assertThat(verification.take(whole("1"))).isTrue();
        assertThat(verification.take(whole("1"))).isFalse();
        assertThat(verification.take(parts("1", HD))).isTrue();
        assertThat(verification.take(parts("1", HD))).isFalse();
        verification.finish();
        assertThat(verification.take(whole("1"))).isFalse();
        verification.finish();
        assertThat(questions).singleElement().returns(true, MediaInquiry.Question::withParts);
        assertThat(checked).hasSize(2);
    }

    @Test
    void calls_areNoMoreThanTheRate() {
        take(100, null);
        verification.finish();
        assertThat(askedAt).hasSize(5);
        for (int i = 1; i < askedAt.size(); i++) {
            assertThat(askedAt.get(i).minus(askedAt.get(i - 1))).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        }
    }

    @Test
    void throttling_isWaitedForAndChangesNoAnswer() {
        faults = question -> questions.size() % 3 == 0 ? null : "RequestLimitExceeded";
        take(60, null);
        verification.finish();
        assertThat(checked).hasSize(60).allMatch(one -> one.presence() == Presence.GONE);
        assertThat(verification.ended()).isEmpty();
        assertThat(waitedFor).isNotEmpty();
    }

    @Test
    void mediaThatTheApiCannotAnswerFor_isFoundAmongTheOthers() {
        faults = question -> question.fileIds().contains("7") ? "InternalError" : null;
        take(20, null);
        verification.finish();
        assertThat(ids(Presence.UNKNOWN)).containsExactly("7");
        assertThat(ids(Presence.GONE)).hasSize(19);
        assertThat(checked.stream()
                        .filter(one -> one.presence() == Presence.UNKNOWN)
                        .findFirst())
                .get()
                .satisfies(one -> assertThat(one.detail()).startsWith("InternalError"));
    }

    @Test
    void refusedFileId_costsNoWait() {
        faults = question -> question.fileIds().contains("7") ? "InvalidParameterValue.FileIds" : null;
        take(20, null);
        verification.finish();
        assertThat(ids(Presence.UNKNOWN)).containsExactly("7");
        assertThat(Duration.ofNanos(time.nanoTime())).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void answerThatWouldBeTooLong_isAskedForInParts() {
        faults = question -> question.fileIds().size() > 5 ? "ResponseSizeLimitExceeded" : null;
        take(20, null);
        verification.finish();
        assertThat(ids(Presence.GONE)).hasSize(20);
    }

    @Test
    void absentByACode_isNotTheApisWordOnTheMedia() {
        faults = question -> "ResourceNotFound";
        take(2, null);
        verification.finish();
        assertThat(ids(Presence.UNKNOWN)).containsExactlyInAnyOrder("1", "2");
        assertThat(verification.goesOn()).isTrue();
    }

    @Test
    void wrongSubApplication_isNotAskedAboutMediaByMedia() {
        faults = question -> question.subAppId() == null ? null : "InvalidParameterValue.SubAppId";
        take(20, 9L);
        take(20, null);
        assertThat(questions).hasSize(2);
        assertThat(ids(Presence.UNKNOWN)).hasSize(20);
        assertThat(ids(Presence.GONE)).hasSize(20);
    }

    @Test
    void missingRight_endsItAfterAFewSeconds() {
        faults = question -> "UnauthorizedOperation";
        take(60, null);
        verification.finish();
        assertThat(questions).hasSize(3);
        assertThat(checked).isEmpty();
        assertThat(verification.goesOn()).isFalse();
        assertThat(verification.ended()).map(Fault::code).contains("UnauthorizedOperation");
        assertThat(verification.unasked()).isEqualTo(60);
        assertThat(Duration.ofNanos(time.nanoTime())).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void outage_isWaitedForWhileItIsShorterThanThePatience() {
        faults = question -> time.nanoTime() < Duration.ofMinutes(4).toNanos() ? FaultTable.CONNECTION_REFUSED : null;
        take(20, null);
        assertThat(checked).hasSize(20).allMatch(one -> one.presence() == Presence.GONE);
        assertThat(waitedFor).hasSize(1);
    }

    @Test
    void outageThatDoesNotEnd_endsItWithAReason() {
        faults = question -> FaultTable.CONNECTION_REFUSED;
        take(40, null);
        assertThat(verification.goesOn()).isFalse();
        assertThat(verification.ended()).map(Fault::code).contains(FaultTable.CONNECTION_REFUSED);
        assertThat(verification.unasked()).isEqualTo(40);
        assertThat(Duration.ofNanos(time.nanoTime()))
                .isBetween(InquiryPolicy.PATIENCE, InquiryPolicy.PATIENCE.multipliedBy(2));
    }

    /** Each question is asked in halves until it is for one media; that must not go on for ever. */
    @Test
    void apiThatFailsForEveryMedia_isAskedNoMoreInTheEnd() {
        for (String code : List.of(FaultTable.TIMEOUT, FaultTable.INVALID_RESPONSE, "InternalError")) {
            faults = question -> code;
            take(100, null);
        }
        verification.finish();
        assertThat(verification.ended()).map(Fault::code).contains(FaultTable.TIMEOUT);
        assertThat(verification.unasked() + checked.size()).isEqualTo(100);
        assertThat(Duration.ofNanos(time.nanoTime())).isLessThan(InquiryPolicy.PATIENCE.multipliedBy(2));
    }

    @Test
    void stopped_asksNothingMore() {
        take(20, null);
        stop.ask();
        take(20, 7L);
        verification.finish();
        assertThat(questions).hasSize(1);
        assertThat(verification.goesOn()).isFalse();
        assertThat(verification.unasked()).isEqualTo(20);
    }

    @Test
    void mediaThatTheAnswerDoesNotName_isUnknown() {
        there.add("1");
        faults = question -> null;
        verification.take(whole(5L, "1"));
        verification.finish();
        assertThat(ids(Presence.UNKNOWN)).containsExactly("1");
    }

    @Test
    void manySubApplications_waitWithinABound() {
        for (long subApp = 1; subApp <= 5_000; subApp++) {
            verification.take(whole(subApp, String.valueOf(subApp)));
            assertThat(verification.unasked()).isLessThanOrEqualTo(2_000);
        }
        verification.finish();
        assertThat(verification.unasked()).isZero();
        assertThat(checked).hasSize(5_000);
    }

    /** A pause without questions, such as while dry runs are read, is no silence of the API. */
    @Test
    void longTimeWithoutQuestions_isNoSilence() {
        take(20, null);
        time.pass(InquiryPolicy.PATIENCE.multipliedBy(2));
        faults = question -> questions.size() == 2 ? FaultTable.CONNECTION_REFUSED : null;
        take(20, 7L);
        assertThat(verification.ended()).isEmpty();
        assertThat(checked).hasSize(40);
    }

    private void take(int count, @Nullable Long subAppId) {
        IntStream.rangeClosed(1, count).forEach(id -> verification.take(whole(subAppId, String.valueOf(id))));
    }

    private List<String> ids(Presence presence) {
        return checked.stream()
                .filter(one -> one.presence() == presence)
                .map(one -> one.result().media().fileId())
                .toList();
    }

    /** In sub-application 5 it names nothing. */
    private final class Api implements MediaInquiry {

        @Override
        public Answer ask(Question question) {
            questions.add(question);
            askedAt.add(Duration.ofNanos(time.nanoTime()));
            time.pass(Duration.ofMillis(20));
            String code = faults.apply(question);
            if (code != null) {
                return Answer.failed(new Fault(TABLE.kindOf(code), code, "scripted", "id"));
            }
            Map<String, MediaState> media = new HashMap<>();
            for (String id :
                    question.subAppId() != null && question.subAppId() == 5 ? Set.<String>of() : question.fileIds()) {
                media.put(id, there.contains(id) ? new MediaState(true, List.of(HD)) : MediaState.ABSENT);
            }
            return new Answer(Optional.of(new Told(media, "id")), Optional.empty());
        }

        @Override
        public void close() {}
    }
}
