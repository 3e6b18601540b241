package io.mediadeleter.trace;

import static io.mediadeleter.trace.Traces.NOON;
import static io.mediadeleter.trace.Traces.ORIGIN;
import static io.mediadeleter.trace.Traces.commits;
import static io.mediadeleter.trace.Traces.done;
import static io.mediadeleter.trace.Traces.found;
import static io.mediadeleter.trace.Traces.letter;
import static io.mediadeleter.trace.Traces.rehearsed;
import static io.mediadeleter.trace.Traces.replay;
import static io.mediadeleter.trace.Traces.requested;
import static io.mediadeleter.trace.Traces.resolved;
import static io.mediadeleter.trace.Traces.retry;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Selector;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Scope;
import io.mediadeleter.trace.TraceQuery.By;
import io.mediadeleter.trace.TraceState.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The state in one sentence. */
class TraceReportTest {

    private static final TraceQuery QUERY = new TraceQuery(By.EVENT_ID, "e1");

    @Test
    void done_tellsWhenByWhichCallAndWhoAsked() {
        TraceReport report = report(found(commits(18, 0, 0), List.of(), requested(), done(5, false)));

        assertKind(report, Kind.DONE);
        assertThat(report.sentence())
                .isEqualTo("Done: DELETED at 2026-11-25T12:00:05Z, RequestId r2, asked for by alice.");
    }

    /** Who must prove it reads the sentence: DELETED of some parts is no deletion of the media. */
    @Test
    void done_tellsWhyAndThatItWasOfPartsAlone() {
        TraceEntry done =
                asking(done(5, false), List.of(new Part("TranscodeFiles", 100010L), new Part("OriginalFiles", null)));

        assertThat(report(found(commits(18, 0, 0), List.of(), requested(), done))
                        .sentence())
                .isEqualTo("Done: DELETED at 2026-11-25T12:00:05Z, RequestId r2, asked for by alice,"
                        + " these parts alone: TranscodeFiles:100010 OriginalFiles. Reason: The licence has ended.");
    }

    /** A result knows best: what another record says of the request may be forged. */
    @Test
    void partsThatTheResultDoesNotName_areNotTold() {
        TraceEntry asked = asking(requested(), List.of(new Part("OriginalFiles", null)));

        TraceReport report = report(found(commits(18, 0, 0), List.of(), asked, done(5, false)));
        assertThat(report.sentence()).doesNotContain("parts");
        assertThat(report.requests().get(0).request().asked().parts()).isEmpty();
    }

    @Test
    void sharedCallThatDeletedMore_saysWhat() {
        List<Part> parts = List.of(new Part("OriginalFiles", null));
        TraceEntry whole = asking(done(5, new Scope.Whole()), parts);
        TraceEntry some = asking(done(5, new Scope.Parts(parts)), parts);

        assertThat(report(found(commits(18, 0, 0), List.of(), requested(), whole))
                        .sentence())
                .contains(
                        "these parts alone: OriginalFiles, in a call that it shared with others that are no longer kept"
                                + " and that deleted the whole media. ");
        assertThat(report(found(commits(18, 0, 0), List.of(), requested(), some))
                        .sentence())
                .contains("and that deleted the parts OriginalFiles. ");
    }

    private static TraceEntry asking(TraceEntry entry, List<Part> parts) {
        return new TraceEntry(
                entry.partition(),
                entry.offset(),
                entry.time(),
                entry.origin(),
                new RequestSummary("e1", "52", 7L, parts, "c1", "alice", "The licence has ended"),
                entry.event());
    }

    /** A group that rehearses may write to the same topic. */
    @Test
    void dryRunAfterTheDeletion_hidesNothing() {
        assertThat(report(found(commits(18, 0, 0), List.of(), requested(), done(4, false), rehearsed()))
                        .sentence())
                .startsWith("Done: DELETED at 2026-11-25T12:00:04Z, RequestId r2");
    }

    @Test
    void dryRunOfAnotherGroup_hidesNeitherWhatWaitsNorWhatWasGivenUp() {
        assertKind(report(found(commits(17, 0, 0), List.of(), requested(), rehearsed())), Kind.WAITING);
        assertKind(
                report(found(commits(18, 0, 0), List.of(), requested(), rehearsed(), letter(1, 4, null))),
                Kind.DEAD_LETTER);
        assertKind(report(found(null, List.of(), requested(), rehearsed())), Kind.DONE);
    }

    /** Somebody reads it to be told whether the media is gone. */
    @Test
    void dryRun_isNotToldAsADeletion() {
        Origin other = new Origin("requested", 0, 18);

        assertThat(report(found(commits(18, 0, 0), List.of(), requested(), rehearsed()))
                        .sentence())
                .startsWith("Done: DRY_RUN, which deleted nothing, at 2026-11-25T12:00:05Z, without a RequestId");
        assertThat(report(found(
                                commits(19, 0, 0),
                                List.of(),
                                requested(),
                                rehearsed(),
                                requested().of(other),
                                rehearsed().of(other)))
                        .sentence())
                .isEqualTo("2 requests: 2 done in a dry run, which deleted nothing.");
    }

    @Test
    void sharedCall_namesTheOthers() {
        TraceEntry other = done(5, true).of(new Origin("requested", 0, 18));
        TraceFindings found = new TraceFindings(
                List.of(requested(), done(5, true)),
                List.of(other),
                List.of(),
                List.of(),
                Map.of(),
                0,
                TraceFindings.End.WHOLE);

        assertThat(report(found).sentence()).contains("in a call that it shared with requested/0/18.");
    }

    @Test
    void openTransactions_areNamedWithWhatFindsThem() {
        TraceFindings found = new TraceFindings(
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        new TopicLook("requested", null, 0, 1, null),
                        new TopicLook("deleted", null, 0, 2, null),
                        new TopicLook("requested.bulk", null, 0, 0, "no answer")),
                Map.of(),
                0,
                TraceFindings.End.WHOLE);

        assertThat(report(found).sentence())
                .endsWith(" This is incomplete: behind an open transaction on requested: 1 record; behind an open"
                        + " transaction on deleted: 2 records; not read: requested.bulk. The producer must end its"
                        + " transaction; `kafka-transactions.sh --bootstrap-server BROKERS describe-producers --topic"
                        + " TOPIC --partition N` names it, and `abort` with the same options and --start-offset OFFSET"
                        + " ends it; do not abort one of this service's own (its transactional id begins with the"
                        + " group's id): that may lose results.");
    }

    @Test
    void retry_tellsWhereDueWhenAndBehindHowMany() {
        TraceReport report = report(found(commits(18, 3, 0), List.of(), requested(), retry(7, 10)));

        assertKind(report, Kind.WAITING);
        assertThat(report.sentence())
                .isEqualTo(
                        "Waiting at requested.retry.1m/0/7, due at 2026-11-25T12:01:10Z (in 70 s), behind at most 4 others.");
    }

    @Test
    void standingHoldAndPause_areToldOfWhatWaits() {
        TraceFindings found = found(
                commits(3, 0, 0), List.of(hold("all:x", "wrong export"), hold("media:52", "case 12")), requested());

        assertThat(report(found).sentence())
                .contains(
                        "behind at most 14 others",
                        "Deletion has been paused since ",
                        "wrong export",
                        "The hold media:52, by ops: case 12 names it");
    }

    @Test
    void deadLetter_tellsWhyAndWhatToDo_andNothingThatATerminalActsOn() {
        TraceReport report = report(found(commits(18, 0, 0), List.of(), requested(), letter(1, 9, null)));

        assertKind(report, Kind.DEAD_LETTER);
        assertThat(report.sentence())
                .startsWith(
                        "Dead letter since 2026-11-25T12:00:09Z, after 2 attempts: PERMANENT FailedOperation, no\\u001b[31m. ")
                .contains("media-deleter dead-letters show " + ORIGIN);
    }

    @Test
    void deadLetterWhoseMessageIsASentence_endsItOnce() {
        TraceEntry letter = letter(1, 9, null, "Scripted by the simulator.");

        assertThat(report(found(commits(18, 0, 0), List.of(), requested(), letter))
                        .sentence())
                .contains("FailedOperation, Scripted by the simulator. See what to do: ");
    }

    @Test
    void held_tellsByWhatAndWhetherThatStillStands() {
        TraceFindings stands =
                found(commits(18, 0, 0), List.of(hold("media:52", "case 12")), requested(), letter(1, 9, "media:52"));
        TraceFindings lifted = found(commits(18, 0, 0), List.of(), requested(), letter(1, 9, "media:52"));

        assertKind(report(stands), Kind.HELD);
        assertThat(report(stands).sentence())
                .contains(
                        "the hold media:52 named it",
                        "still names it: lift it first, with media-deleter holds remove media:52.");
        assertThat(report(lifted).sentence())
                .contains("No hold names it any more. To have it deleted: media-deleter dead-letters replay " + ORIGIN);
    }

    /** The command is copied: one of another key lifts nothing, or another hold. */
    @Test
    void commandThatLiftsAHold_hasItsKeyWhole() {
        String id = "c".repeat(1_000);

        assertThat(heldBy(id))
                .contains(" lift it first, with media-deleter holds remove correlation:" + id + ". To have it");
    }

    @Test
    void keyThatCannotBeSeen_isAJsonStringInTheCommand() {
        assertThat(heldBy("a\nb"))
                .contains(" lift it first, with media-deleter holds remove '\"correlation:a\\u000ab\"'. To have it");
    }

    @Test
    void keyWithTheReplacementCharacter_isLiftedExactly() {
        assertThat(heldBy("a\uFFFD"))
                .contains(
                        " lift it first, with media-deleter holds remove --exactly 'correlation:a\uFFFD'. To have it");
    }

    private static String heldBy(String correlationId) {
        String key = "correlation:" + correlationId;
        RequestSummary asked = new RequestSummary("e1", "52", 7L, List.of(), correlationId, "alice", null);
        TraceEntry[] entries = Stream.of(requested(), letter(1, 9, key))
                .map(entry -> new TraceEntry(
                        entry.partition(), entry.offset(), entry.time(), entry.origin(), asked, entry.event()))
                .toArray(TraceEntry[]::new);
        return report(found(commits(18, 0, 0), List.of(hold(key, "r")), entries))
                .sentence();
    }

    /** Whoever reads it takes a media that was not called for one that is still there. */
    @Test
    void heldAfterACall_isNotSaidToBeUncalled() {
        TraceEntry uncalled = letter(1, 9, "media:52", "kept", 0);
        TraceEntry called = letter(1, 9, "media:52", "kept", 1);

        assertThat(report(found(commits(18, 0, 0), List.of(), requested(), uncalled))
                        .sentence())
                .contains("so it was not called. No hold");
        assertThat(report(found(commits(18, 0, 0), List.of(), requested(), called))
                        .sentence())
                .contains("so it was not called again, though an earlier call may have deleted the media. No hold");
    }

    @Test
    void replayed_waitsAgain_andIsDoneAgain() {
        TraceEntry[] before = {requested(), letter(1, 9, null), resolved(2, 20), replay(20)};

        assertKind(report(found(commits(18, 0, 3), List.of(), before)), Kind.WAITING);
        assertKind(report(found(null, List.of(), before)), Kind.WAITING);
        assertKind(report(found(commits(18, 0, 4), List.of(), before)), Kind.RESOLVED);
        List<TraceEntry> after = new ArrayList<>(List.of(before));
        after.add(done(30, false));
        assertKind(report(found(commits(18, 0, 4), List.of(), after.toArray(TraceEntry[]::new))), Kind.DONE);
    }

    @Test
    void discarded_isResolved() {
        assertKind(
                report(found(commits(18, 0, 0), List.of(), requested(), letter(1, 9, null), resolved(2, 20))),
                Kind.RESOLVED);
        assertKind(report(found(null, List.of(), requested(), letter(1, 9, null), resolved(2, 20))), Kind.RESOLVED);
    }

    @Test
    void settledWithoutATrace_isGone() {
        TraceReport report = report(found(commits(18, 0, 0), List.of(), requested()));

        assertKind(report, Kind.GONE);
        assertThat(report.sentence()).contains("the topics do not hold how");
    }

    @Test
    void settledWhereResultsWereNotRead_isNotTakenForForgotten() {
        TopicLook refused = new TopicLook("deleted", null, 0, 0, "missing ACL: Read on topic deleted");
        TraceFindings part = new TraceFindings(
                List.of(requested()),
                List.of(),
                List.of(),
                List.of(refused),
                commits(18, 0, 0),
                0,
                TraceFindings.End.WHOLE);

        assertThat(report(part).sentence()).contains("but how is not known: not everything could be read.");
    }

    @Test
    void nothing_isNoProof_whereSomethingWasNotRead() {
        TopicLook refused = new TopicLook("deleted", null, 0, 0, "missing ACL: Read on topic deleted");
        TraceFindings part = new TraceFindings(
                List.of(), List.of(), List.of(), List.of(refused), Map.of(), 0, TraceFindings.End.WHOLE);

        assertThat(report(found(Map.of(), List.of())).sentence())
                .isEqualTo(
                        "No record of eventId e1 is on the topics. What was there before their earliest records is not known.");
        assertThat(report(part).sentence()).contains("this is no proof");
        assertThat(report(part).isFound()).isFalse();
        assertThat(TraceReport.of(QUERY, NOON, part, NOON).sentence()).contains(" since 2026-11-25T12:00:00Z");
    }

    @Test
    void originOnATopicThatIsNoneOfTheGroups_isToldSo() {
        TopicLook deleted = new TopicLook("deleted", NOON, 5, 0, null);
        TraceFindings whole = new TraceFindings(
                List.of(), List.of(), List.of(), List.of(deleted), Map.of(), 0, TraceFindings.End.WHOLE);

        assertThat(TraceReport.of(new TraceQuery(By.ORIGIN, "nope/0/1"), null, whole, NOON)
                        .sentence())
                .isEqualTo(
                        "No record of origin nope/0/1: by these settings the group neither reads nor writes that topic.");
        assertThat(TraceReport.of(new TraceQuery(By.ORIGIN, "deleted/0/1"), null, whole, NOON)
                        .sentence())
                .endsWith("What was there before their earliest records is not known.");
    }

    @Test
    void subApplication_leavesOutOthers_andKeepsWhatIsNotKnown() {
        TraceFindings found = found(commits(0, 0, 0), List.of(), requested());

        assertThat(TraceReport.of(new TraceQuery(By.FILE_ID, "52", 8L), null, found, NOON)
                        .isFound())
                .isFalse();
        assertThat(TraceReport.of(new TraceQuery(By.FILE_ID, "52", 7L), null, found, NOON)
                        .isFound())
                .isTrue();
    }

    /** Whatever is found in whatever order, a result is the end of it, and a dead letter before what waits. */
    @Property
    void state_doesNotDependOnTheOrderOfWhatWasRead(
            @ForAll boolean isDone,
            @ForAll boolean isDead,
            @ForAll boolean isResolved,
            @ForAll boolean isKnown,
            @ForAll long seed) {
        List<TraceEntry> entries = new ArrayList<>(List.of(requested(), retry(7, 10), letter(1, 9, null)));
        if (isResolved || !isDead) {
            entries.add(resolved(2, 5)); // stamped by another clock, before what it resolves
        }
        if (isDone) {
            entries.add(done(1, false));
        }
        java.util.Collections.shuffle(entries, new Random(seed));
        TraceFindings found = found(isKnown ? commits(18, 7, 0) : null, List.of(), entries.toArray(TraceEntry[]::new));

        Kind expected =
                isDone ? Kind.DONE : isDead && !isResolved ? Kind.DEAD_LETTER : isKnown ? Kind.WAITING : Kind.RESOLVED;
        assertKind(report(found), expected);
    }

    @Test
    void several_areCounted() {
        TraceEntry other = requested().of(new Origin("requested", 0, 99));
        TraceFindings found = found(commits(0, 0, 0), List.of(), requested(), done(5, false), other);

        assertThat(report(found).sentence()).isEqualTo("2 requests: 1 done, 1 waiting.");
    }

    private static Hold hold(String selector, String reason) {
        return new Hold(Selector.parse(selector).orElseThrow(), reason, "ops", NOON, null);
    }

    private static TraceReport report(TraceFindings found) {
        return TraceReport.of(QUERY, null, found, NOON);
    }

    private static void assertKind(TraceReport report, Kind kind) {
        assertThat(Stream.of(report)
                        .flatMap(one -> one.requests().stream())
                        .map(located -> located.state().kind()))
                .as(report.sentence())
                .containsExactly(kind);
    }
}
