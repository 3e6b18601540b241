package io.mediadeleter.pipeline;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.offset.Intake;
import io.mediadeleter.offset.OffsetLedger;
import io.mediadeleter.pipeline.gate.CallGates;
import io.mediadeleter.pipeline.gate.ControlGate;
import io.mediadeleter.pipeline.gate.PollHeartbeat;
import io.mediadeleter.pipeline.port.GroupKnowledge;
import io.mediadeleter.pipeline.port.RequestLog;
import io.mediadeleter.pipeline.port.RequestLog.Arrivals;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.pipeline.queue.Backlog;
import io.mediadeleter.pipeline.queue.FlowControl;
import io.mediadeleter.pipeline.queue.NotDue;
import io.mediadeleter.pipeline.status.PipelineStatus.LoopStatus;
import io.mediadeleter.rule.Settlement;
import io.mediadeleter.rule.SettlementPolicy;
import io.mediadeleter.time.Durations;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that owns all bookkeeping, turn by turn: what has ended is judged, what is judged is committed, what is
 * due is put in line, and what arrives is entered in the ledger.
 *
 * <p>Nothing in a turn waits for a call; the poll waits for deliveries, and only as long as nothing else is due. Not
 * thread-safe: every method is confined to the loop thread, but for {@link #status}.
 */
final class Loop implements RequestLog.Assignment {

    private static final Duration LONGEST_POLL = Duration.ofMillis(500);

    private final RequestLog requests;
    private final Time time;
    private final Telemetry telemetry;
    private final Duration drainLimit;
    private final Backlog backlog;
    private final CompletedCalls completions;
    private final PollHeartbeat heartbeat;
    private final ControlGate control;
    private final OffsetLedger ledger = new OffsetLedger();
    private final FlowControl flow = new FlowControl(ledger);
    private final NotDue notDue;
    private final SettlementPolicy policy;
    private final Committer committer;
    private final Settler settler;
    private @Nullable Long drainEnds;
    private volatile LoopStatus status = LoopStatus.EMPTY;

    Loop(PipelineParts parts, Backlog backlog, CompletedCalls completions, CallGates gates) {
        this.requests = parts.requests();
        this.time = parts.time();
        this.policy = parts.policy();
        this.notDue = new NotDue(policy.grace().length());
        this.telemetry = parts.telemetry();
        this.drainLimit = parts.limits().drainLimit();
        this.backlog = backlog;
        this.completions = completions;
        this.heartbeat = gates.heartbeat();
        this.control = gates.control();
        this.committer = new Committer(parts, ledger, flow, heartbeat);
        this.settler = new Settler(
                completions, new OutcomeResolver(parts, ledger, backlog, gates.breaker(), committer), committer, time);
    }

    /** One turn. */
    void turn() {
        settler.settle();
        lineUpDue();
        Set<Partition> paused = flow.updatePauses();
        requests.pauseOnly(paused);
        takeIn(poll(patience()));
        status = new LoopStatus(
                flow.hasJoined(),
                flow.open(),
                paused,
                notDue.retries(),
                notDue.graceStatus(),
                flow.oldestDue(time.now()),
                committer.size());
    }

    /** The bookkeeping as it was at the end of the last turn. Thread-safe. */
    LoopStatus status() {
        return status;
    }

    /**
     * Lets the calls in flight end within the limit, or {@code atMost}, commits what is settled, and drops the rest. It polls all the
     * while, though it takes nothing in: a group that is changing refuses the commits of a member that does not follow.
     */
    void drain(Duration atMost) {
        long deadline = time.nanoTime() + Durations.min(drainLimit, atMost).toNanos();
        drainEnds = deadline;
        stopCalling(Set.copyOf(ledger.partitions()));
        while (isUnfinished() && time.nanoTime() - deadline < 0) {
            settler.settle();
            if (isUnfinished()) {
                requests.pauseOnly(Set.copyOf(ledger.partitions()));
                poll(Settler.STEP);
            }
        }
        revoked(Set.copyOf(ledger.partitions()));
    }

    private boolean isUnfinished() {
        return !committer.isEmpty() || backlog.inFlight().anyOf(ledger.partitions());
    }

    private Arrivals poll(Duration patience) {
        completions.wakeLoop(committer.isEmpty());
        Arrivals arrivals = requests.poll(completions.isEmpty() ? patience : Duration.ZERO, this);
        completions.wakeLoop(false);
        heartbeat.beat();
        return arrivals;
    }

    private Duration patience() {
        Duration due = notDue.untilDue(now(), LONGEST_POLL); // one may be centuries away
        return Duration.ofNanos(Math.min(committer.untilDue(), due.toNanos()));
    }

    private void lineUpDue() {
        NotDue.Now now = now();
        for (Delivery due = notDue.pollDue(now); due != null; due = notDue.pollDue(now)) {
            flow.due(due);
            backlog.add(due, now.own());
        }
    }

    private void takeIn(Arrivals arrivals) {
        Set<Partition> rewound = new HashSet<>();
        NotDue.Now now = now();
        for (Delivery delivery : arrivals.deliveries()) {
            if (rewound.contains(delivery.partition())) {
                continue;
            }
            Intake intake = flow.hasRoomFor(delivery.partition()) ? ledger.enter(delivery) : Intake.NO_ROOM;
            if (intake == Intake.OPENED) {
                flow.opened(delivery);
                telemetry.received(delivery);
                route(delivery, now);
            } else if (intake == Intake.NO_ROOM) {
                rewound.add(delivery.partition());
                flow.blocked(delivery.partition(), delivery.offset());
                requests.rewind(delivery.partition(), delivery.offset());
            }
        }
        arrivals.positions().forEach((partition, position) -> {
            if (!rewound.contains(partition)) {
                ledger.advance(partition, position);
            }
        });
    }

    private void route(Delivery delivery, NotDue.Now now) {
        Optional<Settlement> settlement = policy.onArrival(delivery, now.own());
        if (settlement.isPresent() || !notDue.add(delivery, now)) {
            flow.due(delivery); // also where it is settled: the commit takes it out of those that wait
            settlement.ifPresentOrElse(
                    done -> committer.add(new Settled(delivery, done)), () -> backlog.add(delivery, now.own()));
        }
    }

    private NotDue.Now now() {
        return new NotDue.Now(time.now(), control.brokerNow());
    }

    @Override
    public void assigned(
            Set<Partition> partitions, long epoch, Map<Partition, CommitPoint> committed, Map<String, String> ids) {
        for (Partition partition : partitions) {
            ledger.assign(partition, epoch, committed.get(partition), ids.get(partition.topic()));
        }
        flow.assigned(partitions);
        backlog.own(partitions);
        telemetry.assigned(partitions);
    }

    @Override
    public void startsAt(Map<Partition, Long> places) {
        places.forEach(ledger::begin);
        if (!places.isEmpty()) {
            committer.commitOffsetsSoon();
        }
    }

    @Override
    public GroupKnowledge knowledge() {
        return control;
    }

    @Override
    public void gone(Partition partition, long from, long to, boolean readsOn) {
        long lost = readsOn ? ledger.pass(partition, from, to) : ledger.unsettled(partition, from, to);
        if (lost > 0) {
            telemetry.recordsLost(partition, from, to, lost);
        }
    }

    @Override
    public void cutShort(Partition partition, long position, long from, long end) {
        telemetry.recordsRedone(partition, position, from, end);
    }

    @Override
    public void revoked(Set<Partition> partitions) {
        long deadline = deadline();
        stopCalling(partitions);
        while (backlog.inFlight().anyOf(partitions) && settler.await(deadline)) {
            settler.settle();
        }
        settler.resolve();
        settler.commitAll(deadline);
        release(partitions);
    }

    /** The limit from now on, or the end of the drain that this is part of. */
    private long deadline() {
        long now = time.nanoTime();
        long limit = drainLimit.toNanos();
        return now + (drainEnds == null ? limit : Math.min(limit, drainEnds - now));
    }

    @Override
    public void lost(Set<Partition> partitions) {
        stopCalling(partitions);
        release(partitions);
    }

    private void stopCalling(Set<Partition> partitions) {
        backlog.disown(partitions);
        notDue.drop(partitions);
    }

    private void release(Set<Partition> partitions) {
        committer.drop(partitions);
        ledger.release(partitions);
        telemetry.released(partitions, flow.released(partitions));
    }
}
