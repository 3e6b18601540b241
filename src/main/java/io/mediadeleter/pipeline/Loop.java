package io.mediadeleter.pipeline;

import io.mediadeleter.event.Content.Malformed;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.offset.Entry;
import io.mediadeleter.offset.OffsetLedger;
import io.mediadeleter.pipeline.Completions.Completion;
import io.mediadeleter.pipeline.Inbox.Arrivals;
import io.mediadeleter.pipeline.PipelineStatus.Books;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.Settlement;
import io.mediadeleter.rule.Settlement.DeadLettered;
import io.mediadeleter.rule.SettlementPolicy;
import io.mediadeleter.rule.SettlementPolicy.Circumstances;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The one thread that owns all bookkeeping, turn by turn: what has ended is judged, what is judged is committed, what is
 * due is put in line, and what arrives is entered in the ledger.
 *
 * <p>Nothing in a turn waits for a call; the poll waits for deliveries, and only as long as nothing else is due. Not
 * thread-safe: every method belongs to the loop thread, but for {@link #books}.
 */
final class Loop implements Inbox.Assignment {

    private static final Duration LONGEST_POLL = Duration.ofMillis(500);
    private static final Duration DRAIN_STEP = Duration.ofMillis(100);

    private final Inbox inbox;
    private final Time time;
    private final Telemetry telemetry;
    private final SettlementPolicy policy;
    private final Duration drainLimit;
    private final Backlog backlog;
    private final Completions completions;
    private final Pulse pulse;
    private final Breaker breaker;
    private final OffsetLedger ledger = new OffsetLedger();
    private final FlowControl flow = new FlowControl(ledger);
    private final WaitingRoom waiting = new WaitingRoom();
    private final Settling settling;
    private volatile Books books = Books.EMPTY;

    Loop(Pipeline.Parts parts, Backlog backlog, Completions completions, Vitals vitals) {
        this.inbox = parts.inbox();
        this.time = parts.time();
        this.telemetry = parts.telemetry();
        this.policy = parts.policy();
        this.drainLimit = parts.limits().drainLimit();
        this.backlog = backlog;
        this.completions = completions;
        this.pulse = vitals.pulse();
        this.breaker = vitals.breaker();
        this.settling = new Settling(parts, ledger, flow);
    }

    /** One turn. */
    void turn() {
        judgeEnded();
        if (settling.untilDue() == 0) {
            settling.commit();
        }
        lineUpDue();
        Set<Partition> paused = flow.paused();
        inbox.pauseOnly(paused);
        takeIn(poll());
        books = new Books(flow.hasJoined(), flow.open(), paused, waiting.sizes(), settling.size());
    }

    /** The books as they were at the end of the last turn. Safe for any thread. */
    Books books() {
        return books;
    }

    /** Lets the calls in flight end within the limit, commits what is settled, and drops the rest. */
    void drain() {
        revoked(Set.copyOf(ledger.partitions()));
    }

    private Arrivals poll() {
        completions.wakeLoop(settling.isEmpty());
        Duration patience = completions.isEmpty() ? patience() : Duration.ZERO;
        Arrivals arrivals = inbox.poll(patience, this);
        completions.wakeLoop(false);
        pulse.beat();
        return arrivals;
    }

    private Duration patience() {
        Duration due = waiting.untilDue(time.now()).orElse(LONGEST_POLL);
        long nanos = Math.min(settling.untilDue(), Math.min(due.toNanos(), LONGEST_POLL.toNanos()));
        return Duration.ofNanos(nanos);
    }

    private void judgeEnded() {
        for (Completion ended = completions.poll(); ended != null; ended = completions.poll()) {
            judge(ended.call(), ended.outcome());
        }
    }

    private void judge(DeleteCall call, Outcome outcome) {
        backlog.ended(call);
        List<Delivery> counting =
                call.deliveries().stream().filter(ledger::isOpen).toList();
        if (call.isCoalesced() && outcome.failedBy(FaultKind.PERMANENT)) {
            counting.forEach(delivery -> backlog.putBack(List.of(delivery)));
            return;
        }
        Circumstances circumstances = new Circumstances(call.isCoalesced(), breaker.isOpen(), time.now());
        List<Delivery> again = new ArrayList<>();
        for (Delivery delivery : counting) {
            policy.judge(delivery, outcome, circumstances)
                    .filter(settlement -> !isGivenUpInAnOutage(settlement))
                    .ifPresentOrElse(
                            settlement -> settling.add(new Settled(delivery, settlement)), () -> again.add(delivery));
        }
        if (outcome.failedBy(FaultKind.THROTTLED)) {
            backlog.putBack(again);
        } else {
            again.forEach(backlog::add); // at the end, so that the next probe is another request
        }
    }

    /** With too little traffic to open the breaker, a request's last attempt opens it. */
    private boolean isGivenUpInAnOutage(Settlement settlement) {
        boolean outage = settlement instanceof DeadLettered dead
                && dead.fault().kind() == FaultKind.SYSTEMIC
                && breaker.isOutageSince(dead.firstFailedAt());
        if (outage) {
            breaker.open();
        }
        return outage;
    }

    private void lineUpDue() {
        Instant now = time.now();
        for (Delivery due = waiting.pollDue(now); due != null; due = waiting.pollDue(now)) {
            backlog.add(due);
        }
    }

    private void takeIn(Arrivals arrivals) {
        Set<Partition> rewound = new HashSet<>();
        Instant now = time.now();
        for (Delivery delivery : arrivals.deliveries()) {
            if (rewound.contains(delivery.partition())) {
                continue;
            }
            Entry entry = ledger.enter(delivery);
            if (entry == Entry.OPENED) {
                flow.opened(delivery);
                route(delivery, now);
            } else if (entry == Entry.NO_ROOM) {
                rewound.add(delivery.partition());
                flow.blocked(delivery.partition(), delivery.offset());
                inbox.rewind(delivery.partition(), delivery.offset());
            }
        }
        arrivals.positions().forEach((partition, position) -> {
            if (!rewound.contains(partition)) {
                ledger.advance(partition, position);
            }
        });
    }

    private void route(Delivery delivery, Instant now) {
        if (delivery.content() instanceof Malformed malformed) {
            settling.add(new Settled(delivery, SettlementPolicy.refuse(malformed, now)));
        } else if (delivery.isDue(now)) {
            backlog.add(delivery);
        } else {
            waiting.add(delivery);
        }
    }

    @Override
    public void assigned(Set<Partition> partitions, long epoch, Map<Partition, CommitPoint> committed) {
        for (Partition partition : partitions) {
            ledger.assign(partition, epoch, committed.get(partition));
        }
        flow.assigned(partitions);
        backlog.own(partitions);
        telemetry.assigned(partitions);
    }

    @Override
    public void revoked(Set<Partition> partitions) {
        long deadline = time.nanoTime() + drainLimit.toNanos();
        stopCalling(partitions);
        while (backlog.inFlight(partitions) > 0 && waitForCompletions(deadline - time.nanoTime())) {
            judgeEnded();
        }
        judgeEnded();
        commitAll(deadline);
        release(partitions);
    }

    /** Batch by batch: one that was aborted before is on its own, and what came since is in the next. */
    private void commitAll(long deadline) {
        while (!settling.isEmpty()) {
            if (!settling.commit()) {
                if (!waitForCompletions(deadline - time.nanoTime())) {
                    return;
                }
                judgeEnded();
            }
        }
    }

    @Override
    public void lost(Set<Partition> partitions) {
        stopCalling(partitions);
        release(partitions);
    }

    private void stopCalling(Set<Partition> partitions) {
        backlog.disown(partitions);
        waiting.drop(partitions);
    }

    private void release(Set<Partition> partitions) {
        settling.drop(partitions);
        ledger.release(partitions);
        telemetry.released(partitions, flow.released(partitions));
    }

    /** Waits a moment for calls to end; false when the time is up. */
    private boolean waitForCompletions(long nanosLeft) {
        if (nanosLeft <= 0) {
            return false;
        }
        try {
            time.await(completions.arrived(), Math.min(nanosLeft, DRAIN_STEP.toNanos()));
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
