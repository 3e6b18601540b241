package io.mediadeleter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.MediaDeleted;
import io.mediadeleter.event.MediaDeleted.Disposition;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.Scope;
import io.mediadeleter.pipeline.Deliveries;
import io.mediadeleter.rule.Settlement.Completed;
import io.mediadeleter.rule.Settlement.DeadLettered;
import io.mediadeleter.rule.Settlement.Deferred;
import io.mediadeleter.rule.Settlement.Retried;
import io.mediadeleter.rule.SettlementPolicy.AbsentMedia;
import io.mediadeleter.rule.SettlementPolicy.Circumstances;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettlementPolicyTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant BEFORE = NOW.minusSeconds(60);
    private static final Circumstances CALM = new Circumstances(null, false, NOW);
    private static final RetryDelay FIRST = new RetryDelay("5s", Duration.ofSeconds(5));
    private static final RetryDelay SECOND = new RetryDelay("1m", Duration.ofMinutes(1));

    private final SettlementPolicy policy =
            new SettlementPolicy(new RetrySchedule(List.of(FIRST, SECOND)), AbsentMedia.RESULT, GracePeriod.NONE);

    private static Delivery after(int attempts) {
        return after(attempts == 0 ? Attempt.FIRST : new Attempt(attempts, BEFORE, null, 0, null));
    }

    private static Delivery after(Attempt attempt) {
        DeleteRequest request = new DeleteRequest("e-1", new MediaId(null, "1"), new Scope.Whole(), null, null);
        return Deliveries.at(new Partition("t", 0), 7, BEFORE, attempt, new Content.Valid(request));
    }

    private static Outcome failed(FaultKind kind) {
        return new Outcome.Failed(new Fault(kind, "Code", "message", "r-1"));
    }

    private Settlement settled(Delivery delivery, Outcome outcome) {
        return policy.judge(delivery, outcome, CALM).orElseThrow();
    }

    @Test
    void requestThatArrives_isDeferredFromTheTopicsWhoseRequestsWait() {
        Delivery arrived = after(0);
        Duration period = Duration.ofHours(1);
        SettlementPolicy patient = new SettlementPolicy(
                new RetrySchedule(List.of()), AbsentMedia.RESULT, new GracePeriod(period, Set.of("t")));
        SettlementPolicy elsewhere = new SettlementPolicy(
                new RetrySchedule(List.of()), AbsentMedia.RESULT, new GracePeriod(period, Set.of("other")));

        assertThat(patient.onArrival(arrived, NOW)).contains(new Deferred(period, NOW));
        assertThat(elsewhere.onArrival(arrived, NOW)).isEmpty();
        assertThat(policy.onArrival(arrived, NOW)).isEmpty();
    }

    @Test
    void malformedRequest_isRefusedAtOnceAlsoWhereRequestsWait() {
        Delivery malformed = new Deliveries().holding(new Partition("t", 0));
        SettlementPolicy patient = new SettlementPolicy(
                new RetrySchedule(List.of()), AbsentMedia.RESULT, new GracePeriod(Duration.ofHours(1), Set.of("t")));

        assertThat(patient.onArrival(malformed, NOW)).get().isInstanceOf(DeadLettered.class);
    }

    @Test
    void deleted_isAResultOfThisAttempt() {
        MediaDeleted result = ((Completed) settled(after(1), new Outcome.Deleted("r-9"))).result();

        assertThat(result.disposition()).isEqualTo(Disposition.DELETED);
        assertThat(result.requestId()).isEqualTo("r-9");
        assertThat(result.errorCode()).isNull();
        assertThat(result.attempts()).isEqualTo(2);
        assertThat(result.deletedAt()).isEqualTo(NOW);
    }

    @Test
    void absent_isAResultThatSaysSo() {
        MediaDeleted result = ((Completed) settled(after(0), failed(FaultKind.ABSENT))).result();

        assertThat(result.disposition()).isEqualTo(Disposition.ALREADY_ABSENT);
        assertThat(result.errorCode()).isEqualTo("Code");
        assertThat(result.requestId()).isEqualTo("r-1");
    }

    @Test
    void absentThatNoEarlierCallCanHaveDeleted_isADeadLetterWhereThatIsAskedFor() {
        SettlementPolicy strict =
                new SettlementPolicy(new RetrySchedule(List.of(FIRST)), AbsentMedia.DEAD_LETTER, GracePeriod.NONE);
        Outcome absent = failed(FaultKind.ABSENT);

        DeadLettered dead = (DeadLettered) strict.judge(after(0), absent, CALM).orElseThrow();

        assertThat(dead.fault().kind()).isEqualTo(FaultKind.ABSENT);
        assertThat(dead.attempts()).isEqualTo(1);
        assertThat(strict.judge(after(1), absent, CALM)).containsInstanceOf(Completed.class);
        assertThat(strict.judge(after(0), absent, CALM.afterAnUncountedCall())).containsInstanceOf(Completed.class);
    }

    @Test
    void dryRun_countsNoAttempt() {
        MediaDeleted result = ((Completed) settled(after(0), new Outcome.NotCalled())).result();

        assertThat(result.disposition()).isEqualTo(Disposition.DRY_RUN);
        assertThat(result.attempts()).isZero();
        assertThat(result.requestId()).isNull();
    }

    @Test
    void throttled_isCalledAgainAndCountsNothing() {
        assertThat(policy.judge(after(0), failed(FaultKind.THROTTLED), CALM)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"TRANSIENT", "SYSTEMIC"})
    void firstFailure_getsTheFirstDelay(FaultKind kind) {
        Retried retried = (Retried) settled(after(0), failed(kind));

        assertThat(retried.delay()).isEqualTo(FIRST);
        assertThat(retried.attempts()).isEqualTo(1);
        assertThat(retried.firstFailedAt()).isEqualTo(NOW);
        assertThat(retried.notBefore()).isBetween(NOW.plusSeconds(5), NOW.plusMillis(5_500));
    }

    @Test
    void systemicFailureInAnOutage_isCalledAgainAndCountsNothing() {
        Circumstances outage = new Circumstances(null, true, NOW);

        assertThat(policy.judge(after(2), failed(FaultKind.SYSTEMIC), outage)).isEmpty();
        assertThat(policy.judge(after(0), failed(FaultKind.TRANSIENT), outage)).isPresent();
    }

    @Test
    void silenceInAnOutage_isCalledAgainAndCountsNothing() {
        Circumstances outage = new Circumstances(null, true, NOW);
        Outcome silence = new Outcome.Failed(new Fault(FaultKind.TRANSIENT, FaultTable.TIMEOUT, "message", null));

        assertThat(policy.judge(after(2), silence, outage)).isEmpty();
        assertThat(settled(after(2), silence)).isInstanceOf(DeadLettered.class);
    }

    @Test
    void silenceThatAnOperatorCallsPermanent_isADeadLetterAtOnceInAnOutageToo() {
        Circumstances outage = new Circumstances(null, true, NOW);
        Outcome silence = new Outcome.Failed(new Fault(FaultKind.PERMANENT, FaultTable.TIMEOUT, "message", null));

        assertThat(policy.judge(after(0), silence, outage)).containsInstanceOf(DeadLettered.class);
    }

    @Test
    void secondFailure_getsTheSecondDelayAndRemembersTheFirst() {
        Retried retried = (Retried) settled(after(1), failed(FaultKind.TRANSIENT));

        assertThat(retried.delay()).isEqualTo(SECOND);
        assertThat(retried.attempts()).isEqualTo(2);
        assertThat(retried.firstFailedAt()).isEqualTo(BEFORE);
    }

    @Test
    void failureAfterTheLastDelay_isADeadLetter() {
        DeadLettered dead = (DeadLettered) settled(after(2), failed(FaultKind.TRANSIENT));

        assertThat(dead.attempts()).isEqualTo(3);
        assertThat(dead.firstFailedAt()).isEqualTo(BEFORE);
        assertThat(dead.failedAt()).isEqualTo(NOW);
    }

    @Test
    void permanent_isADeadLetterAtOnce() {
        DeadLettered dead = (DeadLettered) settled(after(0), failed(FaultKind.PERMANENT));

        assertThat(dead.attempts()).isEqualTo(1);
        assertThat(dead.fault().kind()).isEqualTo(FaultKind.PERMANENT);
    }

    @Test
    void malformed_isADeadLetterWithoutAnAttempt() {
        DeadLettered dead = (DeadLettered)
                SettlementPolicy.refuse(after(0), new Content.Malformed("InvalidJson", "at $: no JSON"), NOW);

        assertThat(dead.attempts()).isZero();
        assertThat(dead.fault()).isEqualTo(new Fault(FaultKind.MALFORMED, "InvalidJson", "at $: no JSON", null));
    }

    @Test
    void withheld_isADeadLetterWithTheAttemptsMadeBefore() {
        DeadLettered first = (DeadLettered) settled(after(0), new Outcome.Failed(Fault.expired("old")));
        DeadLettered third =
                (DeadLettered) settled(after(2), new Outcome.Failed(Fault.held("Hold.Event", "event:e-1", "kept")));

        assertThat(first.attempts()).isZero();
        assertThat(first.firstFailedAt()).isEqualTo(NOW);
        assertThat(first.fault()).isEqualTo(new Fault(FaultKind.EXPIRED, "Request.Expired", "old", null));
        assertThat(third.attempts()).isEqualTo(2);
        assertThat(third.firstFailedAt()).isEqualTo(BEFORE);
        assertThat(third.fault().code()).isEqualTo("Hold.Event");
    }

    @Test
    void withheldRequest_thatMayHaveBeenCalled_saysSo() {
        Fault held = Fault.held("Hold.Correlation", "correlation:c", "x".repeat(2_000));
        Delivery first = after(0);

        assertThat(messageOf(after(Attempt.INHERITED), held, CALM))
                .startsWith("xxx")
                .endsWith("x…. A call for it may have been made before, and may have deleted the media")
                .hasSizeLessThanOrEqualTo(Fault.MAX_MESSAGE);
        assertThat(messageOf(first, Fault.expired("old"), CALM.afterAnUncountedCall()))
                .startsWith("old. A call for it may have been made before");
        assertThat(messageOf(first, Fault.expired("old"), CALM)).isEqualTo("old");
    }

    /** A call that was not answered may have deleted the media, and counts as an attempt. */
    @Test
    void withheldRequest_thatFailedBefore_saysThatItMayBeDeleted() {
        assertThat(messageOf(after(1), Fault.held("Hold.Event", "event:e-1", "kept"), CALM))
                .isEqualTo("kept. A call for it may have been made before, and may have deleted the media");
        assertThat(messageOf(after(2), Fault.expired("old"), CALM)).endsWith("may have deleted the media");
    }

    /** Its dead letter has to say so where programs look, too: a replay goes by that. */
    @ParameterizedTest
    @EnumSource(
            value = FaultKind.class,
            names = {"HELD", "PERMANENT"})
    void deadLetter_saysWhetherACallWasMadeThatCountsForNothing(FaultKind kind) {
        Fault fault = kind == FaultKind.HELD
                ? Fault.held("Hold.Event", "event:e-1", "kept")
                : new Fault(kind, "Code", "message", "r-1");
        Outcome outcome = new Outcome.Failed(fault);

        assertThat(((DeadLettered) settled(after(0), outcome)).calledUncounted())
                .isFalse();
        assertThat(policy.judge(after(0), outcome, CALM.afterAnUncountedCall()))
                .get()
                .satisfies(settlement -> assertThat(((DeadLettered) settlement).calledUncounted())
                        .isTrue());
    }

    /** It was a valid request when it was called; the rules for requests have changed since. */
    @Test
    void malformed_thatFailedBefore_keepsItsAttempts() {
        Content.Malformed malformed = new Content.Malformed("SubAppIdNotAllowed", "2 is not allowed");
        DeadLettered dead = (DeadLettered) SettlementPolicy.refuse(after(2), malformed, NOW);

        assertThat(dead.attempts()).isEqualTo(2);
        assertThat(dead.firstFailedAt()).isEqualTo(BEFORE);
    }

    private String messageOf(Delivery delivery, Fault fault, Circumstances circumstances) {
        return policy.judge(delivery, new Outcome.Failed(fault), circumstances)
                .map(settlement -> ((DeadLettered) settlement).fault().message())
                .orElseThrow();
    }

    @Test
    void aLongMessage_isCut() {
        Fault fault = new Fault(FaultKind.TRANSIENT, "Code", "x".repeat(5_000), null);

        assertThat(fault.message()).hasSize(Fault.MAX_MESSAGE).endsWith("…");
    }
}
