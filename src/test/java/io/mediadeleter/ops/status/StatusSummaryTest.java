package io.mediadeleter.ops.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.Hold;
import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.control.InstanceReport.Level;
import io.mediadeleter.control.Selector;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Partition;
import io.mediadeleter.pipeline.status.ConsumerLag;
import io.mediadeleter.pipeline.status.InGrace;
import io.mediadeleter.pipeline.status.OffsetlessPartition;
import io.mediadeleter.pipeline.status.OffsetlessStatus;
import io.mediadeleter.pipeline.status.OldestDue;
import io.mediadeleter.pipeline.status.PipelineStatus;
import io.mediadeleter.pipeline.status.PipelineStatus.Braking;
import io.mediadeleter.pipeline.status.PipelineStatus.Calling;
import io.mediadeleter.pipeline.status.PipelineStatus.Control;
import io.mediadeleter.pipeline.status.PipelineStatus.LoopStatus;
import io.mediadeleter.pipeline.status.PipelineStatus.Phase;
import io.mediadeleter.quota.QuotaSnapshot;
import io.mediadeleter.quota.QuotaTerms;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractStringAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusSummaryTest {

    private static final Instant SINCE = Instant.parse("2026-03-01T09:14:03.123Z");
    private static final Partition PARTITION = new Partition("requests", 0);
    private static final Calling CALLING = new Calling(Calling.State.CALLING, SINCE, null);
    private static final Calling STOPPED = new Calling(
            Calling.State.STOPPED,
            SINCE,
            new Fault(FaultKind.SYSTEMIC, "AuthFailure.SecretIdNotFound", "check the key", null));
    private static final Braking HELD = new Braking(500, 500, SINCE, SINCE.plusSeconds(3_600), Map.of());

    private Phase phase = Phase.RUNNING;
    private Duration silence = Duration.ZERO;
    private Calling calling = CALLING;
    private @Nullable Throwable failure;
    private @Nullable Braking brake;
    private @Nullable QuotaSnapshot share;
    private boolean isQuotaShared;
    private Duration unleased = Duration.ZERO;
    private PipelineStatus.Obstacles obstacles = PipelineStatus.Obstacles.NONE;
    private int waiting;
    private int inFlight;
    private int notDue;
    private InGrace inGrace = InGrace.NONE;
    private ConsumerLag lag = new ConsumerLag(Map.of(PARTITION, 0L), Map.of());
    private RecentResults recent = RecentResults.NOTHING;
    private Map<Lane, OldestDue> oldestDue = Map.of();

    private Map<String, QuotaTerms> differing = Map.of();
    private Control control = new Control(true, List.of(), 0, false);

    private StatusSummary situation() {
        PipelineStatus status = new PipelineStatus(
                phase,
                failure,
                silence,
                new LoopStatus(true, Map.of(PARTITION, 3), Set.of(), Map.of(PARTITION, notDue), inGrace, oldestDue, 7),
                Map.of(Lane.LIVE, waiting),
                inFlight,
                Map.of(),
                calling,
                brake,
                share,
                control,
                obstacles,
                SINCE.plusSeconds(20));
        return StatusSummary.of(
                status, new InstanceStatus.Limits(100, isQuotaShared, 64, Duration.ofMinutes(15)), lag, recent);
    }

    /** What is said, once it is found that grave. */
    private AbstractStringAssert<?> assertThatText(Level level) {
        assertThat(situation().level()).isEqualTo(level);
        return assertThat(situation().text());
    }

    private QuotaSnapshot share(int rate) {
        return new QuotaSnapshot(
                "a",
                80,
                rate,
                rate,
                rate,
                SINCE,
                unleased,
                Map.of("a", rate, "b", 60),
                Map.of("a", 80, "b", 60),
                100,
                differing);
    }

    @Test
    void whatNobodyReads_isTheSentenceWhereAllElseIsWell() {
        ConsumerLag.LeftBehind drained = new ConsumerLag.LeftBehind("r.retry.15s", 6, true, "r.retry.15s is read");
        ConsumerLag.LeftBehind old =
                new ConsumerLag.LeftBehind("old", 2, false, "old has at most 2 records; name it again");
        lag = lag.leaving(List.of(drained));
        assertThat(situation().and(StatusSummary.leftBehind(lag)).level()).isEqualTo(Level.WELL);

        lag = lag.leaving(List.of(drained, old, old));
        StatusSummary shown = situation().and(StatusSummary.leftBehind(lag));
        assertThat(shown.level()).isEqualTo(Level.BUSY);
        assertThat(shown.text())
                .isEqualTo("Left behind by earlier settings: old has at most 2 records; name it again."
                        + " 1 more below.");
    }

    @Test
    void differentQuotas_areToldWithWhatEachIsSetTo() {
        differing =
                Map.of("a", new QuotaTerms(60, Duration.ofSeconds(5)), "b", new QuotaTerms(10, Duration.ofSeconds(5)));
        share = share(10);

        assertThatText(Level.BUSY).contains("10 a second, lease 5s", "60 a second", "the lowest applies");
    }

    @Test
    void nothingThatWaits_isWell() {
        assertThatText(Level.WELL).isEqualTo("Healthy: no requests are waiting.");
    }

    @Test
    void requestsInTheirGracePeriod_areNoBacklogAndToldWithTheNextDueTime() {
        inGrace = new InGrace(Map.of(PARTITION, 3), SINCE.plusSeconds(60));
        lag = new ConsumerLag(Map.of(PARTITION, 40L), Map.of());

        assertThatText(Level.WELL)
                .isEqualTo(
                        "Healthy: no requests are waiting. 43 requests wait for their grace period to end; the next is"
                                + " due at 2026-03-01T09:15:03Z.");
    }

    @Test
    void requestsBehindOthersWithALongerGracePeriod_areToldToWaitAsLong() {
        inGrace = new InGrace(Map.of(PARTITION, 3), SINCE.plusSeconds(60), Map.of(PARTITION, 2));
        lag = new ConsumerLag(Map.of(PARTITION, 40L), Map.of());

        assertThatText(Level.WELL)
                .isEqualTo(
                        "Healthy: no requests are waiting. 43 requests wait for their grace period to end; the next is"
                                + " due at 2026-03-01T09:15:03Z. Of these, 40 lie behind requests with a longer grace period than"
                                + " is set now, and may wait as long.");

        lag = new ConsumerLag(Map.of(PARTITION, 0L), Map.of());
        assertThatText(Level.WELL)
                .isEqualTo(
                        "Healthy: no requests are waiting. 3 requests wait for their grace period to end; the next is"
                                + " due at 2026-03-01T09:15:03Z.");
    }

    @Test
    void retriesThatAreNotDue_areNoReasonToWorry() {
        notDue = 4;

        assertThatText(Level.WELL).isEqualTo("Healthy: no requests are waiting. 4 retries wait until they are due.");
    }

    @Test
    void requestsBeyondTheQuota_waitForIt() {
        waiting = 1_000;
        share = share(40);

        assertThatText(Level.BUSY)
                .isEqualTo("1,000 requests in memory wait for the quota: this instance may make 40 of the group's 100"
                        + " calls a second.");
    }

    @Test
    void callsThatAreMade_areToldBesideThoseThatMayBe() {
        waiting = 1_000;
        share = share(40);
        recent =
                new RecentResults(null, null, new InstanceReport.Lately(10, 128, 90, 90, 0, 0, "RequestLimitExceeded"));

        assertThat(situation().text()).endsWith("40 of the group's 100 calls a second and makes 12.8.");
    }

    @Test
    void slowCalls_areTheReasonBeforeTheQuota_onceNoMoreMayBeInFlight() {
        waiting = 1_000;
        share = share(40);
        inFlight = 63;
        recent = new RecentResults(null, null, new InstanceReport.Lately(10, 68, 0, 0, 0, 408_000, null));

        assertThatText(Level.BUSY)
                .isEqualTo("1,000 requests in memory wait for calls to end: 63 of 64 are in flight, and a call takes"
                        + " 6.0 s.");
    }

    @Test
    void callsThatDoNotComeBack_areTheReasonBeforeTheQuota() {
        waiting = 1_000;
        share = share(40);
        inFlight = 64;

        assertThatText(Level.BUSY)
                .isEqualTo("The API does not answer: no call has ended for 10 s, and 64 are in flight. Check the"
                        + " network, the proxy and vod.endpoint with: media-deleter check.");
    }

    @Test
    void partitionThatIsNotRead_isNamedThoughOthersWaitForTheQuota() {
        waiting = 1_000;
        share = share(40);
        lag = new ConsumerLag(Map.of(PARTITION, 1_204L), Map.of()).unmoved(Map.of(PARTITION, SINCE));

        assertThatText(Level.STOPPED)
                .startsWith("Nothing has been read from requests/0 since 2026-03-01T09:14:03Z, though 1,204 records"
                        + " could be.");
    }

    @Test
    void requestThatWaitsForLongerThanTheDeadline_isTold_andOneInBulkIsNot() {
        oldestDue = Map.of(Lane.BULK, new OldestDue(PARTITION, SINCE.minusSeconds(90_000)));
        assertThat(situation().level()).isEqualTo(Level.WELL);

        oldestDue = Map.of(Lane.LIVE, new OldestDue(PARTITION, SINCE.minusSeconds(1_800)));
        assertThatText(Level.BUSY)
                .isEqualTo("The oldest live request has waited for 30 min, longer than requests.deadline (15 min); it"
                        + " is on requests/0.");
    }

    @Test
    void shareThatIsAboutToCome_isWaitedFor() {
        waiting = 96;
        share = share(0);
        recent = new RecentResults(null, null, new InstanceReport.Lately(10, 128, 0, 0, 0, 0, null));
        StatusSummary waits = new StatusSummary(
                Level.BUSY,
                "96 requests in memory wait for the quota: this instance has no share of the group's 100 calls a second"
                        + " yet.");
        assertThat(situation()).as("within a lease").isEqualTo(waits);

        unleased = Duration.ofSeconds(3);
        share = share(0);
        assertThat(situation()).as("just started").isEqualTo(waits);

        share = null;
        isQuotaShared = true;
        assertThat(situation()).as("has read nothing of the quota topic").isEqualTo(waits);
    }

    @Test
    void requestsWithoutALease_standStill() {
        waiting = 1;
        unleased = Duration.ofMillis(3_001);
        share = share(0);

        assertThatText(Level.STOPPED)
                .isEqualTo("1 request is waiting, and this instance has no share of the quota. It cannot use the"
                        + " quota topic. See: media-deleter check.");
        waiting = 0;
        assertThat(situation().level()).isEqualTo(Level.WELL);
    }

    @Test
    void quotaTopicThatIsGone_isTheReasonWhyThereIsNoShare() {
        waiting = 7;
        obstacles = new PipelineStatus.Obstacles(null, "the quota topic q no longer exists", null, null);

        assertThatText(Level.STOPPED)
                .isEqualTo("7 requests are waiting, and this instance has no share of the quota: the quota topic q no"
                        + " longer exists.");
    }

    @Test
    void pause_isToldWithWhoAndWhyAndHowToEndIt() {
        waiting = 7;
        Hold pause = new Hold(Selector.pause("x"), "legal case 12", "ops@host", SINCE, SINCE.plusSeconds(60));
        control = new Control(true, List.of(pause), 1, false);

        assertThatText(Level.STOPPED)
                .isEqualTo("Deletion has been paused since 2026-03-01T09:14:03Z until 2026-03-01T09:15:03Z by"
                        + " ops@host: legal case 12. Requests wait and none is lost. To go on: media-deleter resume.");
    }

    /** As whoever writes to the control topic without this program may leave it. */
    @Test
    void pauseOfNobody_isToldWithItsReason() {
        control =
                new Control(true, List.of(new Hold(Selector.pause("x"), "legal case 12", null, SINCE, null)), 1, false);

        assertThatText(Level.STOPPED).startsWith("Deletion has been paused since 2026-03-01T09:14:03Z: legal case 12.");
    }

    @Test
    void controlTopicThatCannotBeRead_isTheReasonWhyNothingIsCalled() {
        waiting = 7;
        control = new Control(false, List.of(), 0, false);
        obstacles = new PipelineStatus.Obstacles(null, null, "cannot read the control topic c: it is gone", null);

        assertThatText(Level.STOPPED)
                .isEqualTo("7 requests are waiting, and this instance cannot tell whether they are held: cannot read"
                        + " the control topic c: it is gone.");
    }

    @Test
    void membershipInDoubt_isTheReasonWhyNothingIsCalled_ratherThanTheQuota() {
        obstacles = inDoubtFor(Duration.ofSeconds(5));
        assertThat(situation().level()).isEqualTo(Level.WELL);

        waiting = 7;
        String text =
                "7 requests are waiting, and this instance stood still. That takes about 3 s. If it takes longer, run"
                        + " media-deleter check, and look at the log.";
        assertThatText(Level.BUSY).isEqualTo(text);

        obstacles = inDoubtFor(Duration.ofMillis(5_001));
        assertThatText(Level.STOPPED).isEqualTo(text);
        calling = STOPPED;
        obstacles = inDoubtFor(Duration.ofSeconds(1));
        assertThat(situation().text()).startsWith("API calls suspended");
    }

    private static PipelineStatus.Obstacles inDoubtFor(Duration time) {
        return new PipelineStatus.Obstacles(
                null, null, null, new PipelineStatus.Doubt("this instance stood still", time));
    }

    @Test
    void whatIsHeld_isWaitedForWhereAnInstanceHasJustStarted_andMissedWhereItIsNot() {
        waiting = 7;
        control = new Control(false, List.of(), 0, false, true, null);
        assertThatText(Level.BUSY)
                .isEqualTo("7 requests are waiting until this instance has read what is held or paused.");

        control = new Control(false, List.of(), 0, false);
        assertThatText(Level.STOPPED)
                .isEqualTo("7 requests are waiting, and this instance cannot tell whether they are held: it has not"
                        + " read the control topic back for 5 s.");
    }

    @Test
    void moreHoldsThanMayBe_stopCalling() {
        control = new Control(true, List.of(), 5, true);

        assertThatText(Level.STOPPED).contains("holds.max");
    }

    @Test
    void nameThatTheGroupHolds_isWhatIsWaitedFor() {
        phase = Phase.JOINING;
        obstacles = new PipelineStatus.Obstacles("The group still holds the name i1.", null, null, null);

        assertThatText(Level.BUSY).isEqualTo("The group still holds the name i1.");
    }

    @Test
    void callingThatIsStopped_saysSinceWhenAndWhy() {
        calling = STOPPED;

        assertThatText(Level.STOPPED)
                .startsWith("API calls suspended since 2026-03-01T09:14:03Z (circuit breaker open):"
                        + " AuthFailure.SecretIdNotFound, check the key.");
    }

    @Test
    void brakeThatHolds_saysUntilWhenAndHowItIsReleased() {
        brake = HELD;

        assertThatText(Level.STOPPED)
                .contains("paused until 2026-03-01T10:14:03Z", "after 500 calls within an hour", "POST /brake/release");
    }

    @Test
    void silentLoop_isGraverThanAStoppedBreaker() {
        calling = STOPPED;
        silence = Duration.ofSeconds(6);

        assertThat(situation().text()).startsWith("No calls are being made: the loop has not polled for 6 s.");
    }

    @Test
    void commitsThatFail_areGraverStill() {
        silence = Duration.ofSeconds(6);
        recent = new RecentResults(SINCE, null, InstanceReport.Lately.NOTHING);

        assertThatText(Level.STOPPED)
                .startsWith("Kafka has accepted no commit since 2026-03-01T09:14:03Z: 7 settlements are waiting.");
    }

    @Test
    void endAndItsReason_goBeforeAll() {
        failure = new IllegalStateException("heap");
        recent = new RecentResults(SINCE, null, InstanceReport.Lately.NOTHING);

        assertThat(situation().text()).startsWith("Stopped after an error: java.lang.IllegalStateException: heap.");
    }

    @Test
    void partitionsThatAreNotReadYet_areToldOf() {
        obstacles = new PipelineStatus.Obstacles("t-0: assigned, but not read yet.", null, null, null);

        assertThatText(Level.BUSY).isEqualTo("t-0: assigned, but not read yet.");
    }

    @Test
    void instanceWithoutPartitions_saysThatItWaitsForThem() {
        phase = Phase.JOINING;

        assertThatText(Level.BUSY).contains("Waiting for partition assignment");
    }

    @Test
    void commitsThatSomebodyHasToMend_sayWhatToDo() {
        recent = new RecentResults(
                SINCE, "The topic x refuses a record of only 600 bytes; raise it.", InstanceReport.Lately.NOTHING);

        assertThatText(Level.STOPPED).contains("7 settlements are waiting").endsWith("600 bytes; raise it.");
    }

    @Test
    void whatIsNotKnown_isNoZero() {
        lag = ConsumerLag.UNKNOWN;

        assertThat(situation().text())
                .isEqualTo("Healthy as far as is known: Kafka does not report the end offsets of 1 of 1 partitions.");
    }

    @Test
    void partitionsThatWaitForADecision_sayWhatLiesThereAndTheCommand() {
        lag = lag.with(
                new OffsetlessStatus(List.of(new OffsetlessPartition(PARTITION, 4_711, SINCE, 11)), List.of(), true));

        assertThatText(Level.STOPPED)
                .contains("4,711 requests lie on requests/0, the first since 2026", "11 of them are too old")
                .endsWith("media-deleter offsets set earliest|latest|TIME.");

        lag = lag.with(new OffsetlessStatus(List.of(new OffsetlessPartition(PARTITION, 1, SINCE, 1)), List.of(), true));
        assertThatText(Level.STOPPED).contains("1 request lies on requests/0", "; 1 of them is too old");
    }

    @Test
    void decisionThatMayNotHaveBeenReadYet_isWaitedForBeforeAnybodyIsAsked() {
        lag = lag.with(
                new OffsetlessStatus(List.of(new OffsetlessPartition(PARTITION, 4_711, SINCE, 0)), List.of(), false));
        control = new Control(false, List.of(), 0, false, true, null);

        assertThatText(Level.BUSY)
                .contains("4,711 requests lie on requests/0")
                .endsWith("This instance is reading whether somebody has decided.");

        control = new Control(true, List.of(), 0, false);
        assertThat(situation().level())
                .as("it knows now, and looks at the partition again within moments")
                .isEqualTo(Level.BUSY);

        control = new Control(false, List.of(), 0, false);
        assertThat(situation().level()).as("it does not get to know").isEqualTo(Level.STOPPED);
    }

    @Test
    void recordsBehindAnOpenTransaction_areNamedWithTheirPartition() {
        lag = new ConsumerLag(Map.of(PARTITION, 0L), Map.of(PARTITION, new ConsumerLag.Unreadable(1_272, SINCE)));

        assertThatText(Level.STOPPED).startsWith("1,272 records cannot be read").contains("requests/0", "09:14:03");
    }

    @Test
    void otherTrouble_isAllThatIsSaidWhereDeletionIsWell() {
        StatusSummary told = situation().and(Optional.of("Standard output has taken no log line."));

        assertThat(told).isEqualTo(new StatusSummary(Level.BUSY, "Standard output has taken no log line."));
    }

    @Test
    void otherTrouble_comesAfterWhatStopsDeletion() {
        calling = STOPPED;

        assertThat(situation().and(Optional.of("And the log.")).text())
                .startsWith("API calls suspended")
                .endsWith(" And the log.");
    }
}
