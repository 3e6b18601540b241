package io.mediadeleter.pipeline;

import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.offset.OffsetLedger;
import io.mediadeleter.pipeline.gate.PollHeartbeat;
import io.mediadeleter.pipeline.port.RequestLog;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.pipeline.queue.FlowControl;
import io.mediadeleter.time.Durations;
import io.mediadeleter.time.Moment;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Writes settlements and offsets together, a batch at a time.
 *
 * <p>A batch stays as it is until it is known to be committed or its partitions are gone: an offset is in the ledger as
 * settled only when its settlement is in this batch or in one before. Confined to the loop thread.
 */
final class Committer {

    /** Settlements of one transaction. */
    static final int MAX_BATCH = 1_000;

    /**
     * The next commit waits as long as one takes, and once more for each so many settlements that were in the last, {@link
     * #LONGEST_REST} times as long at most. A transaction costs about the same however much is in it: the more there is to
     * settle, the more should share one, and with little to do a result need not wait for company.
     */
    private static final int SHARERS = 4;

    private static final int LONGEST_REST = 4;

    /**
     * With nothing to settle, offsets that moved are committed this often: past what readers never see, and for partitions
     * that this group begins with.
     */
    private static final long QUIET = Duration.ofSeconds(2).toNanos();

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

    /** A group changes within a second, mostly, and what waits for its commit then has waited for a dead member already. */
    private static final Duration LONGEST_GROUP_BACK_OFF = Duration.ofMillis(400);

    private final OffsetLedger ledger;
    private final FlowControl flow;
    private final RequestLog requests;
    private final Time time;
    private final Telemetry telemetry;
    private final PollHeartbeat heartbeat;
    private final long intervalNanos;
    private final Deque<Settled> pending = new ArrayDeque<>();
    private final List<Settled> batch = new ArrayList<>();
    private final UsualTime usual = new UsualTime();
    private long notBefore;
    private long quietUntil;
    private Duration backOff = FIRST_BACK_OFF;

    /** The last commit failed, so the next one may find its settlements committed already. */
    private boolean repeats;

    /**
     * The next commit has all offsets, moved or not. Kafka may have left one out that is done, until another ends it; partitions that went
     * would wait for that with their next owner, and the abort of one that failed may have ended it the other way.
     */
    private boolean commitsAll;

    Committer(PipelineParts parts, OffsetLedger ledger, FlowControl flow, PollHeartbeat heartbeat) {
        this.ledger = ledger;
        this.flow = flow;
        this.requests = parts.requests();
        this.time = parts.time();
        this.telemetry = parts.telemetry();
        this.heartbeat = heartbeat;
        this.intervalNanos = parts.limits().settleInterval().toNanos();
        this.notBefore = time.nanoTime();
        this.quietUntil = time.nanoTime() + QUIET;
    }

    void add(Settled settled) {
        pending.add(settled);
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** Settlements that are not committed yet. */
    int size() {
        return batch.size() + pending.size();
    }

    /** Nanoseconds until the next commit is due; {@link Long#MAX_VALUE} when there is nothing to commit. */
    long untilDue() {
        if (isEmpty()) {
            return Long.MAX_VALUE;
        }
        boolean full = batch.isEmpty() && pending.size() >= MAX_BATCH;
        return full ? 0 : Math.max(0, notBefore - time.nanoTime());
    }

    /** Tries to commit a batch; true when it is committed. */
    boolean commit() {
        if (batch.isEmpty()) {
            fillBatch();
        }
        Map<Partition, CommitPoint> points = ledger.uncommitted();
        Moment began = time.moment();
        // what moved may be of a topic that was deleted, whose offsets Kafka refuses: the others show that this is a
        // member still
        RequestLog.Commit end = requests.commit(List.copyOf(batch), repeats || commitsAll ? ledger.points() : points);
        boolean isEarlier = end == RequestLog.Commit.DONE_BEFORE;
        boolean done = isEarlier || end == RequestLog.Commit.DONE;
        if (done) {
            commitsAll &= isEarlier;
            if (!repeats) {
                heartbeat.committed(began);
            }
            committed(isEarlier ? Map.of() : points, Duration.ofNanos(time.nanoTime() - began.nanos()));
        } else {
            aborted(end == RequestLog.Commit.NO_MEMBER ? LONGEST_GROUP_BACK_OFF : LONGEST_BACK_OFF);
        }
        return done;
    }

    /**
     * With nothing to settle, commits offsets that moved, from time to time; a failure is left to the next settlement. If the group refuses,
     * no call starts until a commit succeeds. Where a commit has to show that this process is a member still, it commits all offsets at once,
     * moved or not; and so it does once after partitions went. Where there are none, what failed is ended all the same.
     */
    void commitOffsets() {
        boolean rests = time.nanoTime() - quietUntil < 0;
        boolean shows = heartbeat.wantsCommit();
        if (!isEmpty() || (rests && !shows)) {
            return;
        }
        Map<Partition, CommitPoint> points = shows || commitsAll ? ledger.points() : ledger.uncommitted();
        if (points.isEmpty()) {
            // ends nothing but what failed, and so shows nothing: a doubt does not hurry it
            if (!rests) {
                requests.endFailed();
                quietUntil = time.nanoTime() + QUIET;
            }
            return;
        }
        Moment began = time.moment();
        RequestLog.Commit end = requests.commit(List.of(), points);
        quietUntil = time.nanoTime() + (end == RequestLog.Commit.ABORTED ? LONGEST_BACK_OFF.toNanos() : QUIET);
        if (end == RequestLog.Commit.DONE) {
            heartbeat.commitsSucceed();
            heartbeat.committed(began);
            ledger.committed(points);
            commitsAll = false;
            return;
        }
        commitsAll = true;
        if (end == RequestLog.Commit.NO_MEMBER) {
            heartbeat.commitsFail(); // others may have these partitions by now
            quietUntil = time.nanoTime() + LONGEST_GROUP_BACK_OFF.toNanos();
        }
    }

    /** Commits offsets that moved with the next turn. */
    void commitOffsetsSoon() {
        quietUntil = time.nanoTime();
    }

    /** Forgets what belongs to partitions that are gone: their next owner does it again. */
    void drop(Collection<Partition> partitions) {
        pending.removeIf(settled -> partitions.contains(settled.delivery().partition()));
        batch.removeIf(settled -> partitions.contains(settled.delivery().partition()));
        commitsAll |= !partitions.isEmpty();
        if (isEmpty()) {
            heartbeat.commitsSucceed();
        }
    }

    private void fillBatch() {
        while (batch.size() < MAX_BATCH && !pending.isEmpty()) {
            Settled next = pending.remove();
            ledger.settle(next.delivery());
            batch.add(next);
        }
    }

    private void committed(Map<Partition, CommitPoint> points, Duration took) {
        repeats = false;
        heartbeat.commitsSucceed();
        ledger.committed(points);
        batch.forEach(settled -> flow.closed(settled.delivery()));
        telemetry.settled(requests.written(List.copyOf(batch)), took);
        backOff = FIRST_BACK_OFF;
        quietUntil = time.nanoTime() + QUIET;
        notBefore = time.nanoTime() + Math.min(intervalNanos, rest(batch.size()) * usual.atMost(took.toNanos()));
        batch.clear();
    }

    private static int rest(int settlements) {
        return Math.min(LONGEST_REST, 1 + settlements / SHARERS);
    }

    private void aborted(Duration longest) {
        repeats = true;
        backOff = Durations.min(backOff, longest);
        heartbeat.commitsFail();
        requests.commitObstacle().ifPresent(telemetry::commitObstructed);
        telemetry.commitAborted(batch.size(), backOff);
        notBefore = time.nanoTime() + backOff.toNanos();
        backOff = Durations.min(backOff.multipliedBy(2), longest);
    }
}
