package io.mediadeleter.pipeline;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Scope;
import io.mediadeleter.offset.OffsetLedger;
import io.mediadeleter.pipeline.gate.Breaker;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.pipeline.queue.Backlog;
import io.mediadeleter.pipeline.queue.DeleteCall;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.Settlement;
import io.mediadeleter.rule.Settlement.DeadLettered;
import io.mediadeleter.rule.SettlementPolicy;
import io.mediadeleter.rule.SettlementPolicy.Circumstances;
import io.mediadeleter.time.Instants;
import io.mediadeleter.time.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Decides what becomes of the deliveries of a call that has ended: they are settled, or called again.
 *
 * <p>A delivery whose partition went in the meantime does not count any more: its next owner calls it. Confined to the loop thread.
 */
final class OutcomeResolver {

    /** A request keeps its place this often when the quota was spent. After that the request itself may be the reason. */
    private static final int MOST_THROTTLED = 10;

    private final SettlementPolicy policy;
    private final Time time;
    private final OffsetLedger ledger;
    private final Backlog backlog;
    private final Breaker breaker;
    private final Committer committer;

    /** When a delivery was first kept from being given up, for as long as it is open. */
    private final Map<Delivery, Instant> failingSince = new WeakHashMap<>();

    /** Those whose call counted for nothing, though it may have deleted the media, for as long as they are open. */
    private final Set<Delivery> uncounted = Collections.newSetFromMap(new WeakHashMap<>());

    /** How often a delivery was put back because it was throttled or withheld, for as long as it is open. */
    private final Map<Delivery, Integer> throttled = new WeakHashMap<>();

    OutcomeResolver(PipelineParts parts, OffsetLedger ledger, Backlog backlog, Breaker breaker, Committer committer) {
        this.policy = parts.policy();
        this.time = parts.time();
        this.ledger = ledger;
        this.backlog = backlog;
        this.breaker = breaker;
        this.committer = committer;
    }

    void resolve(DeleteCall call, Outcome outcome) {
        backlog.inFlight().resolved(call);
        Optional<DeleteCall> counting = call.onlyFor(ledger::isOpen);
        if (outcome.failedBy(FaultKind.THROTTLED)) {
            counting.ifPresent(again -> note(again, outcome));
            counting.ifPresent(this::callAgain);
        } else if (call.isCoalesced() && outcome.failedBy(FaultKind.PERMANENT)) {
            counting.ifPresent(again -> note(again, outcome));
            counting.ifPresent(shared -> shared.oneByOne().forEach(backlog::putBack));
        } else {
            Scope shared = call.isCoalesced() ? call.scope() : null;
            Circumstances circumstances = new Circumstances(shared, breaker.isOpen(), time.now());
            counting.ifPresent(counts -> settle(counts.deliveries(), outcome, circumstances));
        }
    }

    /** A setting may have a call made again that is no refusal. */
    private void note(DeleteCall call, Outcome outcome) {
        if (!outcome.hasDeletedNothing()) {
            uncounted.addAll(call.deliveries());
        }
    }

    /**
     * Puts the call back in its place, which is before all others. After {@value #MOST_THROTTLED} refusals it goes to the end: if a setting
     * such as {@code faults.X=THROTTLED} makes every answer throttled, it would otherwise take the first token of each second, and the pause
     * that follows would stop everything else.
     */
    private void callAgain(DeleteCall call) {
        long worst = call.deliveries().stream()
                .mapToInt(delivery -> throttled.merge(delivery, 1, Integer::sum))
                .max()
                .orElse(0);
        if (worst < MOST_THROTTLED) {
            backlog.putBack(call);
        } else {
            call.deliveries().forEach(delivery -> backlog.addLast(delivery, time.now()));
        }
    }

    private void settle(List<Delivery> deliveries, Outcome outcome, Circumstances circumstances) {
        List<Delivery> again = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            Circumstances own = uncounted.contains(delivery) ? circumstances.afterAnUncountedCall() : circumstances;
            Optional<Settlement> settlement = policy.judge(delivery, outcome, own);
            if (settlement.isEmpty()) {
                again.add(delivery);
            } else if (isUnproven(delivery, settlement.get())) {
                failingSince.putIfAbsent(delivery, circumstances.now());
                breaker.open(); // with too little traffic to do so by itself
                again.add(delivery);
            } else {
                committer.add(new Settled(delivery, settlement.get()));
            }
        }
        uncounted.addAll(again);
        // at the end, so that the next probe is another request
        again.forEach(delivery -> backlog.addLast(delivery, circumstances.now()));
    }

    /** A dead letter for what may be an outage: since the request first failed, no call has gone well. */
    private boolean isUnproven(Delivery delivery, Settlement settlement) {
        if (settlement instanceof DeadLettered dead && dead.fault().needsProof()) {
            Instant heldSince = failingSince.getOrDefault(delivery, dead.firstFailedAt());
            return breaker.isOutageSince(Instants.earlier(heldSince, dead.firstFailedAt()));
        }
        return false;
    }
}
