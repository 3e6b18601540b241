package io.mediadeleter.rule;

import io.mediadeleter.event.Content.Malformed;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.MediaDeleted;
import io.mediadeleter.event.MediaDeleted.Disposition;
import io.mediadeleter.event.Scope;
import io.mediadeleter.rule.Settlement.Completed;
import io.mediadeleter.rule.Settlement.DeadLettered;
import io.mediadeleter.rule.Settlement.Deferred;
import io.mediadeleter.rule.Settlement.Retried;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the end of a call into what is written for the delivery. Pure; thread-safe. */
public record SettlementPolicy(RetrySchedule retrySchedule, AbsentMedia absent, GracePeriod grace) {

    /**
     * What else counts.
     *
     * @param shared the scope of the call, where it was shared with other deliveries; null where it was this one's alone
     * @param outage calling has stopped because every call fails in a way that may be an outage: such a failure is
     *     no attempt
     * @param calledBefore a call of the same delivery counted for nothing, though it may have deleted the media
     */
    public record Circumstances(@Nullable Scope shared, boolean outage, Instant now, boolean calledBefore) {

        /** Those of a delivery's first call by this instance. */
        public Circumstances(@Nullable Scope shared, boolean outage, Instant now) {
            this(shared, outage, now, false);
        }

        /** The same for a delivery whose last call counted for nothing. */
        public Circumstances afterAnUncountedCall() {
            return new Circumstances(shared, outage, now, true);
        }
    }

    /** What is to be written for a delivery that has just been read; empty when it is to be called. */
    public Optional<Settlement> onArrival(Delivery delivery, Instant now) {
        return delivery.content()
                .match(
                        request -> grace.beginsFor(delivery)
                                ? Optional.of(new Deferred(grace.length(), now))
                                : Optional.empty(),
                        malformed -> Optional.of(refuse(delivery, malformed, now)));
    }

    /** Bytes that are no request. They may have been one, and called, before the rules for requests changed. */
    public static Settlement refuse(Delivery delivery, Malformed malformed, Instant now) {
        Fault fault = new Fault(FaultKind.MALFORMED, malformed.code(), malformed.reason(), null);
        return new EndedDelivery(delivery, new Circumstances(null, false, now)).withheld(fault);
    }

    /**
     * What is to be written for a delivery whose call ended like this; empty when nothing counts and it has to be called
     * again.
     *
     * @param circumstances under which it ended
     */
    public Optional<Settlement> judge(Delivery delivery, Outcome outcome, Circumstances circumstances) {
        EndedDelivery ended = new EndedDelivery(delivery, circumstances);
        return outcome.match(
                deleted -> Optional.of(ended.completed(Disposition.DELETED, deleted.requestId(), null)),
                () -> Optional.of(ended.completed(Disposition.DRY_RUN, null, null)),
                fault -> fault.mayBeOutage() && circumstances.outage() ? Optional.empty() : judge(ended, fault));
    }

    private Optional<Settlement> judge(EndedDelivery ended, Fault fault) {
        return switch (fault.kind()) {
            case THROTTLED -> Optional.empty();
            case ABSENT -> Optional.of(absent(ended, fault));
            case PERMANENT, MALFORMED -> Optional.of(ended.deadLettered(fault));
            case HELD, EXPIRED -> Optional.of(ended.withheld(ended.mayHaveBeenCalled() ? fault.afterACall() : fault));
            case TRANSIENT, SYSTEMIC ->
                Optional.of(retrySchedule
                        .delayAfter(ended.attempts())
                        .map(delay -> ended.retried(delay, fault))
                        .orElseGet(() -> ended.deadLettered(fault)));
        };
    }

    private Settlement absent(EndedDelivery ended, Fault fault) {
        return switch (ended.mayHaveBeenCalled() ? AbsentMedia.RESULT : absent) {
            case RESULT -> ended.completed(Disposition.ALREADY_ABSENT, fault.requestId(), fault.code());
            case DEAD_LETTER -> ended.deadLettered(fault);
        };
    }

    /** A delivery whose call has ended just now, or is not made. */
    private record EndedDelivery(Delivery delivery, Circumstances circumstances) {

        /** Before that. */
        boolean mayHaveBeenCalled() {
            return circumstances.calledBefore() || delivery.attempt().mayHaveCalled();
        }

        private Instant now() {
            return circumstances.now();
        }

        int attempts() {
            return delivery.attempt().made() + 1;
        }

        Settlement completed(Disposition disposition, @Nullable String requestId, @Nullable String errorCode) {
            Scope shared = circumstances.shared();
            int calls = disposition == Disposition.DRY_RUN ? delivery.attempt().made() : attempts();
            return new Completed(new MediaDeleted(
                    delivery.origin(),
                    delivery.request(),
                    disposition,
                    requestId,
                    errorCode,
                    now(),
                    calls,
                    shared != null,
                    shared == null ? delivery.request().scope() : shared));
        }

        Settlement retried(RetryDelay delay, Fault fault) {
            Instant dueAt = RetrySchedule.dueAt(delay, delivery.origin(), attempts(), now());
            return new Retried(delay, attempts(), firstFailedAt(), now(), dueAt, fault);
        }

        Settlement deadLettered(Fault fault) {
            return new DeadLettered(attempts(), firstFailedAt(), now(), fault, circumstances.calledBefore());
        }

        /** No call was made, nor will be: with the attempts that were made before. */
        Settlement withheld(Fault fault) {
            return new DeadLettered(
                    delivery.attempt().made(), firstFailedAt(), now(), fault, circumstances.calledBefore());
        }

        private Instant firstFailedAt() {
            Instant before = delivery.attempt().firstFailedAt();
            return before == null ? now() : before;
        }
    }

    /** What it means that there is no such media, where no earlier call of the request can have deleted it. */
    public enum AbsentMedia {
        /** The wanted state holds: a result. */
        RESULT,
        /** The request may name another sub-application than it means, which reads the same: a dead letter. */
        DEAD_LETTER
    }
}
