package io.mediadeleter.rule;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content.Malformed;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.MediaDeleted;
import io.mediadeleter.event.MediaDeleted.Disposition;
import io.mediadeleter.rule.Settlement.Completed;
import io.mediadeleter.rule.Settlement.DeadLettered;
import io.mediadeleter.rule.Settlement.Retried;
import io.mediadeleter.rule.Verdict.CallAgain;
import io.mediadeleter.rule.Verdict.Settle;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the end of a call into what is written for the delivery. Pure; safe for any thread. */
public final class SettlementPolicy {

    private final RetryLadder ladder;

    public SettlementPolicy(RetryLadder ladder) {
        this.ladder = ladder;
    }

    /** Bytes that are no request: a dead letter with no attempt made. */
    public static Settlement refuse(Malformed malformed, Instant now) {
        return new DeadLettered(
                0, now, now, new Fault(FaultKind.MALFORMED, malformed.code(), malformed.reason(), null));
    }

    /**
     * What is to be done with a delivery whose call ended like this.
     *
     * @param coalesced the call was shared with other deliveries
     */
    public Verdict judge(Delivery delivery, Outcome outcome, boolean coalesced, Instant now) {
        return outcome.match(
                deleted -> complete(delivery, Disposition.DELETED, deleted.requestId(), null, coalesced, now),
                () -> complete(delivery, Disposition.DRY_RUN, null, null, coalesced, now),
                fault -> judgeFault(delivery, fault, coalesced, now));
    }

    private Verdict judgeFault(Delivery delivery, Fault fault, boolean coalesced, Instant now) {
        return switch (fault.kind()) {
            case THROTTLED -> new CallAgain();
            case ABSENT ->
                complete(delivery, Disposition.ALREADY_ABSENT, fault.requestId(), fault.code(), coalesced, now);
            case PERMANENT, MALFORMED -> new Settle(deadLetter(delivery, fault, now));
            case TRANSIENT, SYSTEMIC -> new Settle(retry(delivery, fault, now));
        };
    }

    private static Verdict complete(
            Delivery delivery,
            Disposition disposition,
            @Nullable String requestId,
            @Nullable String errorCode,
            boolean coalesced,
            Instant now) {
        int attempts = delivery.attempt().made() + (disposition == Disposition.DRY_RUN ? 0 : 1);
        return new Settle(new Completed(new MediaDeleted(
                delivery.origin(), delivery.request(), disposition, requestId, errorCode, now, attempts, coalesced)));
    }

    private Settlement retry(Delivery delivery, Fault fault, Instant now) {
        int attempts = delivery.attempt().made() + 1;
        Optional<Rung> next = ladder.rungAfter(attempts);
        if (next.isEmpty()) {
            return deadLetter(delivery, fault, now);
        }
        Rung rung = next.get();
        Instant notBefore = RetryLadder.dueAt(rung, delivery.origin(), attempts, now);
        return new Retried(rung, attempts, firstFailure(delivery.attempt(), now), now, notBefore, fault);
    }

    private static Settlement deadLetter(Delivery delivery, Fault fault, Instant now) {
        return new DeadLettered(delivery.attempt().made() + 1, firstFailure(delivery.attempt(), now), now, fault);
    }

    private static Instant firstFailure(Attempt attempt, Instant now) {
        return attempt.firstFailedAt() == null ? now : attempt.firstFailedAt();
    }
}
