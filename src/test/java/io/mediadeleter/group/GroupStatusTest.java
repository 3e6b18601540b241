package io.mediadeleter.group;

import static io.mediadeleter.group.GroupSituation.NOW;
import static io.mediadeleter.group.GroupSituation.busy;
import static io.mediadeleter.group.GroupSituation.calling;
import static io.mediadeleter.group.GroupSituation.dry;
import static io.mediadeleter.group.GroupSituation.due;
import static io.mediadeleter.group.GroupSituation.instance;
import static io.mediadeleter.group.GroupSituation.letters;
import static io.mediadeleter.group.GroupSituation.notDue;
import static io.mediadeleter.group.GroupSituation.on;
import static io.mediadeleter.group.GroupSituation.silent;
import static io.mediadeleter.group.GroupSituation.stopped;
import static io.mediadeleter.group.GroupSituation.twice;
import static io.mediadeleter.group.GroupSituation.well;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.Hold;
import io.mediadeleter.control.InstanceReport.Lately;
import io.mediadeleter.control.Selector;
import io.mediadeleter.event.TopicRole;
import io.mediadeleter.group.GroupFacts.Control;
import io.mediadeleter.group.GroupFacts.DeadLetters;
import io.mediadeleter.group.GroupFacts.Gap;
import io.mediadeleter.group.GroupFacts.Waiting;
import io.mediadeleter.group.GroupStatus.Level;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The situations that somebody on call may meet: the first sentence names the cause and the next step. */
class GroupStatusTest {

    private static final String BAD_KEY =
            "API calls suspended since 2026-03-01T09:14:03Z (circuit breaker open): AuthFailure.SignatureFailure, the"
                    + " signature is wrong. Check the credentials.";
    private static final Duration MINUTES = Duration.ofMinutes(3);

    private final GroupSituation group = new GroupSituation();

    private void is(Level level, String... words) {
        GroupStatus status = group.status();
        assertThat(status.level()).as(status.sentence()).isEqualTo(level);
        assertThat(status.sentence()).contains(words);
    }

    /** Where the same waits as so many seconds before. */
    private GroupStatus still(int seconds, Waiting... waiting) {
        GroupSituation earlier = new GroupSituation();
        earlier.at = NOW.minusSeconds(seconds);
        earlier.waiting = List.of(waiting);
        group.waiting = earlier.waiting;
        return GroupStatus.of(group.facts(), earlier.facts());
    }

    @Test
    void calm_isWell() {
        is(Level.WELL, "Healthy: no requests are waiting.");
        assertThat(group.status().notes()).isEmpty();
        assertThat(group.status().isGoingOn()).isTrue();
    }

    @Test
    void whatWaitsForItsTime_isWell() {
        group.waiting.add(notDue(TopicRole.RETRY, 4));
        group.waiting.add(notDue(TopicRole.GRACE, 1));

        is(
                Level.WELL,
                "Healthy: no requests are waiting. 4 retries wait until they are due. 1 request waits for its grace period"
                        + " to end.");
    }

    @Test
    void requestsThatAreCalledAtOnce_areWell() {
        group.waiting.add(due(0, 12, Duration.ofSeconds(2), "7"));

        is(Level.WELL, "Healthy: keeping up.");
    }

    @Test
    void wrongKeyOnAll_namesTheCodeOnceAndWhatToDo() {
        group.instances = List.of(
                instance("a", stopped("AuthFailure.SignatureFailure", BAD_KEY), 0, 1),
                instance("b", stopped("AuthFailure.SignatureFailure", BAD_KEY), 2, 3));

        is(Level.STOPPED, "None of the 2 instances makes calls. API calls suspended", "Check the credentials.");
        assertThat(group.status().isGoingOn()).isFalse();
    }

    @Test
    void oneOfTwoWithABadKey_isStoppedThoughTheOtherGoesOn() {
        group.instances = List.of(
                instance("a", well(), 0, 1), instance("b", stopped("AuthFailure.SignatureFailure", BAD_KEY), 2, 3));

        is(Level.STOPPED, "1 of 2 instances makes no calls, b: API calls suspended", "AuthFailure.SignatureFailure");
    }

    @Test
    void theOnlyInstance_speaksForItself() {
        group.instances = List.of(instance("b", stopped("AuthFailure.SignatureFailure", BAD_KEY), 2, 3));

        assertThat(group.status().sentence()).isEqualTo(BAD_KEY);
    }

    @Test
    void quotaTopicMissing_isWhatTheInstancesSay() {
        String text = "7 requests are waiting, and this instance has no share of the quota: the quota topic q no longer"
                + " exists.";
        group.instances =
                List.of(instance("a", stopped(null, text), 0), instance("b", stopped(null, text.replace('7', '3')), 1));

        is(Level.STOPPED, "None of the 2 instances makes calls. 7 requests are waiting", "quota topic q");
        group.instances = List.of(instance("a", stopped(null, text), 0), instance("b", well(), 1));
        is(Level.STOPPED, "1 of 2 instances makes no calls, a: 7 requests are waiting", "quota topic q");
    }

    @Test
    void pause_namesWhoWhyAndHowToGoOn_onceForAll() {
        Hold pause = new Hold(Selector.pause("1"), "wrong export", "jane", NOW.minusSeconds(60), null);
        group.paused(pause);
        String own = GroupWords.paused(List.of(pause));
        group.instances = List.of(instance("a", stopped(null, own), 0), instance("b", stopped(null, own), 1));

        is(
                Level.STOPPED,
                "Deletion has been paused since 2026-03-01T09:29:00Z by jane: wrong export.",
                "media-deleter resume");
        assertThat(group.status().notes()).isEmpty();
    }

    /** While a version is rolled out, two of them run, and each says it in its own words. */
    @Test
    void pauseInTheWordsOfTheVersionBefore_isNotToldTwice() {
        Hold pause = new Hold(Selector.pause("1"), "wrong export", "jane", NOW.minusSeconds(60), null);
        group.paused(pause);
        String before = GroupWords.paused(List.of(pause)).replace("has been paused", "is paused");
        group.instances = List.of(instance("a", stopped(null, before), 0), instance("b", well(), 1));

        is(Level.STOPPED, "Deletion has been paused since 2026-03-01T09:29:00Z by jane: wrong export.");
        assertThat(group.status().sentence()).doesNotContain("Deletion is paused");
        assertThat(group.status().notes()).isEmpty();
    }

    @Test
    void pauseThatWasLiftedAMomentAgo_isNotTakenFromTheInstances() {
        Hold pause = new Hold(Selector.pause("1"), "wrong export", "jane", NOW.minusSeconds(60), null);
        group.instances = List.of(instance("a", stopped(null, GroupWords.paused(List.of(pause))), 0));

        is(Level.WELL, "Healthy");
    }

    @Test
    void brake_saysHowItIsReleasedAndWhatToDoIfItWasNotMeant() {
        group.paused(new Hold(Selector.BRAKE, "500 calls", "a", NOW.minusSeconds(60), NOW.plusSeconds(3_540)));

        is(
                Level.STOPPED,
                "Deletion limit reached at 2026-03-01T09:29:00Z; the whole group is paused until 2026-03-01T10:29:00Z,"
                        + " after 500 calls within an hour",
                "media-deleter resume",
                "If not, run media-deleter pause --reason TEXT");
    }

    @Test
    void noInstance_saysWhatWaitsAndSinceWhenNobodyCalls() {
        group.instances = List.of();
        group.control = new Control(List.of(), 0, null, NOW.minusSeconds(600));
        group.waiting.add(due(0, 1_204, MINUTES, "7"));

        is(
                Level.STOPPED,
                "No instance of the group g is running; the last one was seen at 2026-03-01T09:20:00Z. 1,204 requests are"
                        + " due. Start one: media-deleter run.");
    }

    @Test
    void noInstance_ofWhomItIsNotKnownWhatWaits() {
        group.instances = List.of();
        group.gaps.add(new Gap(GroupFacts.WAITS + "the topics", "Kafka has not answered in time", true));
        is(Level.STOPPED, "is running", "How many requests are due is not known. Start one");

        group.waiting.add(due(0, 7, MINUTES, "7"));
        is(Level.STOPPED, "At least 7 requests are due. Start one");
    }

    @Test
    void noInstanceAndAPause_areBothTold() {
        group.paused(new Hold(Selector.pause("1"), "wrong export", "jane", NOW.minusSeconds(60), null));
        group.instances = List.of();

        is(Level.STOPPED, "No instance of the group g is running");
        assertThat(group.status().notes()).anyMatch(note -> note.contains("wrong export"));
    }

    @Test
    void membersThatCannotBeListed_areNotTakenForNone() {
        group.instances = List.of();
        group.gaps.add(new Gap(GroupFacts.MEMBERS, "Missing ACL: Describe on group g", true));

        is(
                Level.UNKNOWN,
                "Not known: the members of the group. Missing ACL: Describe on group g. See: media-deleter check.");
    }

    @Test
    void frozenInstance_isToldBeforeItsSessionEnds() {
        group.instances =
                List.of(instance("a", well(), 0, 1), silent(instance("b", well(), 2, 3), NOW.minusSeconds(8)));

        is(
                Level.STOPPED,
                "b has given no sign of life since 2026-03-01T09:29:52Z, and still owns 2 partitions",
                "frozen");
    }

    @Test
    void twoProcessesWithOneName_areToldWithWhereTheyRun() {
        group.instances = List.of(twice(instance("a", on("web-1", well()), 0, 1), NOW.minusSeconds(50)));
        is(
                Level.STOPPED,
                "Two processes run under the name a, on web-1 and on web-2: each puts the other out of the group.",
                "media-deleter.instance-id of its own");

        group.instances = List.of(twice(instance("a", on("web-2", well()), 0, 1), NOW));
        is(Level.STOPPED, "Two processes run under the name a, both on web-2: ");
    }

    @Test
    void otherProcessOfOneName_isToldOfForMinutesAfterItHasEnded_behindWhatIsGraver() {
        group.instances = List.of(twice(instance("a", on("web-1", well()), 0, 1), NOW.minusSeconds(200)));
        is(
                Level.BUSY,
                "A second process ran under the name a until 2026-03-01T09:26:40Z, on web-2; it is out of the group now.",
                "see that nothing starts it again");
        assertThat(group.status().isGoingOn()).isTrue();

        group.instances = List.of(twice(
                instance("a", stopped("AuthFailure.SignatureFailure", "API calls suspended."), 0, 1),
                NOW.minusSeconds(200)));
        is(Level.STOPPED, "API calls suspended.");
        assertThat(group.status().notes()).anyMatch(note -> note.startsWith("A second process ran under the name a"));
    }

    @Test
    void openTransaction_namesThePartitionAndTheTool() {
        group.waiting.add(new Waiting(
                GroupSituation.requested(2), TopicRole.REQUESTED, 0, 0, null, 40, NOW.minusSeconds(70), "7", true));

        is(
                Level.STOPPED,
                "40 records cannot be read, behind a transaction that has been open on requested/2 since"
                        + " 2026-03-01T09:28:50Z or earlier.",
                "kafka-transactions.sh --bootstrap-server BROKERS describe-producers --topic TOPIC --partition N");
    }

    @Test
    void partitionThatNobodyReads_isTold() {
        GroupSituation earlier = new GroupSituation();
        group.waiting.add(due(9, 7, MINUTES, "7"));

        GroupStatus status = GroupStatus.of(group.facts(), earlier.facts());

        assertThat(status.level()).isEqualTo(Level.STOPPED);
        assertThat(status.sentence()).contains("No instance reads requested/9, where 7 requests wait", "topics");
    }

    @Test
    void partitionThatMoves_isNobodysForAMoment() {
        group.waiting.add(due(3, 7, MINUTES, "7"));
        group.instances = List.of(instance("a", well(), 0, 1), instance("b", well(), 2));
        is(Level.BUSY, "7 requests are due");

        assertThat(GroupStatus.of(group.facts(), new GroupSituation().facts()).level())
                .isEqualTo(Level.BUSY);
    }

    @Test
    void partitionWithoutALeader_isNoQuestion() {
        group.gaps.add(new Gap(GroupFacts.WAITS + "requested/1", "Nobody can read or write requested/1", true, true));

        is(Level.STOPPED, "Nobody can read or write requested/1.");
    }

    @Test
    void partitionThatStandsStill_isToldWithItsOwner() {
        GroupSituation earlier = new GroupSituation();
        earlier.at = NOW.minusSeconds(2);
        earlier.waiting = List.of(due(0, 5, MINUTES, "7"), due(2, 40, MINUTES, "9"));
        group.waiting = List.of(due(0, 5, MINUTES, "8"), due(2, 40, MINUTES, "9"));

        GroupStatus status = GroupStatus.of(group.facts(), earlier.facts());

        assertThat(status.level()).isEqualTo(Level.STOPPED);
        assertThat(status.sentence())
                .isEqualTo(
                        "requested/2 stands still: 40 requests due, the oldest since 2026-03-01T09:27:00Z. Look at the log"
                                + " of b, and restart it if the log does not say why.");
    }

    @Test
    void whatNobodyCanReadForWantOfALeader_isTheCauseOfWhatStandsStill() {
        group.gaps.add(new Gap("pauses and holds", "control/0 has no leader. Bring back a broker", true, true));
        GroupStatus status = still(2, due(2, 40, MINUTES, "9"));

        assertThat(status.sentence()).isEqualTo("control/0 has no leader. Bring back a broker.");
        assertThat(status.notes()).noneMatch(note -> note.contains("stands still"));
    }

    @Test
    void instanceWhoseProbesCouldNotBeRead_isTakenForNoOtherProgram() {
        group.control = null;
        group.gaps.add(new Gap("pauses and holds", "Kafka has not answered in time", true));
        group.instances = List.of(
                new GroupFacts.Instance("b", "10.0.0.9", List.of(GroupSituation.requested(2)), null, null, null, null));
        assertThat(still(2, due(2, 40, MINUTES, "9")).sentence())
                .startsWith("requested/2 stands still: 40 requests due,")
                .endsWith("Look at the log of b, and restart it if the log does not say why.");
    }

    @Test
    void partitionOfAProgramThatIsNoInstance_isToldWithWhereItRuns() {
        group.instances = List.of(
                instance("a", well(), 0, 1),
                new GroupFacts.Instance("", "10.0.0.9", List.of(GroupSituation.requested(2)), null, null, null, null));
        GroupStatus status = still(2, due(2, 40, MINUTES, "9"));

        assertThat(status.level()).isEqualTo(Level.STOPPED);
        assertThat(status.sentence())
                .startsWith("requested/2 stands still: 40 requests due,")
                .endsWith(
                        "Whoever owns it has written nothing to the control topic: a member without a name at 10.0.0.9. If"
                                + " that is another program in the group g, such as a console consumer, stop it.");
    }

    @Test
    void partitionBehindAFullQuota_mayWaitItsTurn() {
        group.instances = List.of(instance("a", busy(20, lately(200, 0, 0)), 0, 1), instance("b", well(), 2, 3));

        assertThat(still(2, due(0, 500, MINUTES, "7")).level()).isEqualTo(Level.BUSY);
    }

    @Test
    void partitionThatIsLeftBehindByOthers_isToldThoughItsOwnerIsBusy() {
        group.instances = List.of(instance("a", busy(20, lately(200, 0, 0)), 0, 1), instance("b", well(), 2, 3));
        GroupSituation earlier = new GroupSituation();
        earlier.at = NOW.minusSeconds(2);
        earlier.waiting = List.of(due(0, 500, MINUTES, "7"), due(1, 500, Duration.ofSeconds(9), "8"));
        group.waiting = List.of(due(0, 500, MINUTES, "7"), due(1, 500, Duration.ofSeconds(8), "9"));

        GroupStatus status = GroupStatus.of(group.facts(), earlier.facts());

        assertThat(status.level()).isEqualTo(Level.STOPPED);
        assertThat(status.sentence()).startsWith("requested/0 stands still");
    }

    /** How long a record was promised to wait is in the record, which nobody reads for this. */
    @Test
    void graceThatMayBeLongerThanIsSetNow_doesNotStandStillWhileItsOwnerLives() {
        GroupStatus status = still(30, grace(2, 40, MINUTES), grace(3, 1, Duration.ofSeconds(9)));

        assertThat(status.notes()).noneMatch(note -> note.contains("stand still"));
        assertThat(status.level()).isNotEqualTo(Level.STOPPED);
    }

    @Test
    void graceOfAProgramThatIsNoInstance_standsStill() {
        group.instances = List.of(
                instance("a", well(), 0, 1),
                new GroupFacts.Instance("", "10.0.0.9", List.of(GroupSituation.requested(2)), null, null, null, null));
        assertThat(still(30, grace(2, 40, MINUTES)).sentence())
                .startsWith("requested/2 stands still: 40 requests due,");
    }

    private static Waiting grace(int partition, long due, Duration forSoLong) {
        Waiting same = due(partition, due, forSoLong, "7");
        return new Waiting(
                same.partition(), TopicRole.GRACE, due, due, same.oldestDue(), 0, null, same.progress(), true);
    }

    @Test
    void throttling_saysHowMuchTheApiTakes() {
        group.instances = List.of(instance("a", busy(30, lately(1_000, 700, 700)), 0, 1));
        group.waiting.add(due(0, 900, MINUTES, "7"));

        is(
                Level.BUSY,
                "The API throttles: it refused 700 of the last 1,000 calls, and took 30 a second; quota.per-second is 100.",
                "Lower quota.per-second");
    }

    @Test
    void slowApi_saysHowLongACallTakes() {
        group.instances = List.of(instance("a", busy(64, new Lately(10, 106, 0, 0, 106, 636_000, null)), 0, 1));

        is(Level.BUSY, "The API is slow: a call takes 6.0 s", "11 calls a second of 100", "calls.max-in-flight");
    }

    @Test
    void silentApi_saysThatNothingIsAnswered() {
        group.instances = List.of(instance("a", busy(64, Lately.NOTHING), 0, 1));

        is(
                Level.BUSY,
                "The API does not answer: no call has ended for 10 s, and 64 are in flight.",
                "media-deleter check");
    }

    @Test
    void retryStorm_namesTheCode() {
        group.instances =
                List.of(instance("a", busy(10, new Lately(10, 500, 480, 0, 480, 5_000, "InternalError")), 0, 1));

        is(Level.BUSY, "480 of the last 500 calls failed, often with InternalError", "retried", "dead-letters list");
    }

    @Test
    void deadLettersThatRise_areNotAllWell() {
        group.deadLetters = new DeadLetters(
                List.of(letters("PERMANENT", "InvalidParameterValue", 900, 390), letters("MALFORMED", "", 70, 5)), 0);

        is(
                Level.BUSY,
                "Dead letters are rising: 395 in the last 10 minutes, most PERMANENT InvalidParameterValue. See:"
                        + " media-deleter dead-letters list --since 10m.");
    }

    @Test
    void backlog_saysWhenItIsDone() {
        group.instances = List.of(
                instance("a", busy(30, lately(400, 0, 0)), 0, 1), instance("b", busy(30, lately(500, 0, 0)), 2, 3));
        group.waiting.add(due(0, 5_400, MINUTES, "7"));

        is(
                Level.BUSY,
                "5,400 requests are due, the oldest for 3 min. The group makes 90 calls a second of 100: done in about 60 s"
                        + " at this rate.");
    }

    @Test
    void missingQuotaTopic_isNamedBesideThoseThatHaveNoShare() {
        String text = GroupWords.withoutShare(219) + ". See: media-deleter check.";
        group.instances = List.of(instance("a", stopped(null, text), 0, 1, 2, 3));
        group.gaps.add(
                new Gap(GroupFacts.SHARES, "There is no topic q. Create it: media-deleter topics create", false));

        is(
                Level.STOPPED,
                "219 requests are waiting, and this instance has no share of the quota. See: media-deleter check. There is"
                        + " no topic q. Create it: media-deleter topics create.");
    }

    /** A call that fails makes a retry of its request, so nothing has become less. */
    @Test
    void callsThatFail_bringTheBacklogsEndNoNearer() {
        group.instances = List.of(instance("a", busy(30, lately(400, 200, 0)), 0, 1, 2, 3));
        group.waiting.add(due(0, 5_400, MINUTES, "7"));
        assertThat(group.status().figures().doneIn()).isEqualTo(Duration.ofSeconds(270));

        group.instances = List.of(instance("a", busy(30, lately(400, 400, 0)), 0, 1, 2, 3));
        assertThat(group.status().figures().doneIn()).isNull();
    }

    @Test
    void spareInstance_isToldWithTheNumbersThoughAllIsWell() {
        group.waiting = List.of(due(0, 0, MINUTES, "7"), due(1, 0, MINUTES, "7"));
        group.instances = List.of(instance("a", well(), 0), instance("b", well(), 1), instance("c", well()));

        is(Level.WELL, "Healthy: no requests are waiting.");
        assertThat(group.status().notes())
                .containsExactly("spare: 3 instances share 2 partitions of requested, so 1 has none of it.");

        group.isSettled = false;
        assertThat(group.status().notes()).isEmpty();
    }

    @Test
    void dryRunAndForeignHosts_areNeverAllWell() {
        group.instances = List.of(instance("a", dry(well()), 0), instance("b", dry(well()), 1));
        is(Level.BUSY, "Healthy: no requests are waiting. Dry run: nothing is deleted");
        assertThat(group.status().notes()).isEmpty();

        group.instances = List.of(instance("a", well(), 0), instance("b", dry(well()), 1));
        is(Level.BUSY, "Dry run on b alone");

        group.instances =
                List.of(instance("a", calling("127.0.0.1:8085"), 0), instance("b", calling("127.0.0.1:8085"), 1));
        is(
                Level.BUSY,
                "Healthy: no requests are waiting. Calls go to 127.0.0.1:8085, which is no host of Tencent Cloud's API");

        group.instances = List.of(instance("a", well(), 0), instance("b", calling("127.0.0.1:8085"), 1));
        is(Level.BUSY, "The instances call different hosts: 127.0.0.1:8085 (b), vod.tencentcloudapi.com (a)");

        group.waiting.add(due(0, 900, MINUTES, "7"));
        assertThat(group.status().sentence()).startsWith("900 requests are due").doesNotContain("hosts");
        assertThat(group.status().notes().get(0)).startsWith("The instances call");
    }

    @Test
    void instancesThatTellNothing_areNoReasonForAlarm() {
        group.instances = List.of(instance("a", null, 0, 1));
        group.waiting.add(due(0, 900, MINUTES, "7"));

        is(Level.BUSY, "900 requests are due, the oldest for 3 min. No instance tells how many calls it makes.");
    }

    @Test
    void gap_isToldBelowWhatIsStopped() {
        group.paused(new Hold(Selector.pause("1"), "wrong export", null, NOW.minusSeconds(60), null));
        group.gaps.add(new Gap("the unresolved dead letters", "No answer within 2 s", false));

        is(Level.STOPPED, "Deletion has been paused");
        assertThat(group.status().notes())
                .containsExactly("Not known: the unresolved dead letters. No answer within 2 s.");
    }

    private static Lately lately(int ended, int failed, int throttled) {
        return new Lately(
                10, ended, failed, throttled, ended, ended * 100L, failed > 0 ? "RequestLimitExceeded" : null);
    }
}
