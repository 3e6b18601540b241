package io.mediadeleter.control.holds;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Membership;
import io.mediadeleter.control.Namesake;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.StartDecision;
import io.mediadeleter.control.members.NameUse;
import io.mediadeleter.control.members.Namesakes;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.time.Instants;
import io.mediadeleter.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One instance's side of the control topic: what it has read, and for how long that counts.
 *
 * <h2>The rule: write and read back</h2>
 *
 * Twice a second the instance writes a {@link Probe} to the topic and reads the topic in order. When it reads a probe of its own,
 * it has read everything below. It may start a call while less than a {@link #LEASE} has passed since it <em>sent</em> the last probe
 * that it has read, and if nothing that it has read names the request.
 *
 * <h2>Why a writer that waits is certain</h2>
 *
 * Let a hold be appended at time h, acknowledged by all in-sync replicas, at offset k. Take any call that starts later than a lease
 * after h. Its instance had read back a probe p that was sent less than a lease before the call, hence after h. The log is one partition
 * and loses nothing that was acknowledged (no unclean leader election; {@code acks=all}), so p stands above k. The instance reads in
 * order and begins at the log's start, so it had applied the hold before it could read p. So the hold is among what it looks at, and no
 * call that it names starts. A writer that waits a lease after the acknowledgement, and a margin for how differently two machines'
 * clocks run in a lease, is certain. It knows nothing about instances and asks none.
 *
 * <h2>What each trouble does to it</h2>
 *
 * <ul>
 *   <li><em>A leader that is cut off from its peers</em> answers reads from its own past, in which the hold is missing. It
 *       cannot acknowledge a probe, though, and never shows one that the others do not have: no probe sent after h
 *       comes back from there. That is why the end of the log is not asked for: such a leader would name an old one.
 *   <li><em>An instance that is cut off</em> from all brokers reads no probe; its lease runs out by itself.
 *   <li><em>A suspended process</em> finds, when it wakes, that its lease is over. The monotonic clock of some machines stands still
 *       in sleep, so the wall clock counts, too: whichever ends first, and one that has gone back ends it. A process that is suspended
 *       between its question and its call makes that one call.
 *   <li><em>A wall clock that is wrong</em> but steady changes nothing: only differences count. When a hold ends is compared
 *       with the broker's stamp of the own probe and what has passed since on the monotonic clock.
 *   <li><em>Two writers at once</em> have keys of their own, or the later record of one key counts; both are certain of theirs. A
 *       {@code resume} lifts the keys that it has read: what comes meanwhile is another key or a later record, and stands.
 *   <li><em>A new instance</em> begins with no lease: it has read the table up to its first probe before its first call.
 *   <li><em>An instance of an older version</em> never looks. It writes no probe either; that is how a writer finds it.
 * </ul>
 *
 * <h2>When it begins anew</h2>
 *
 * Compaction removes only what a later record of the same key replaces; a tombstone it keeps for {@code
 * delete.retention.ms}, a day. So whoever has had no proof for {@link #LONGEST_UNPROVEN} forgets the table and reads it from the start,
 * as does who reads a probe of its own out of order: that log is not the one it wrote to. Until then it has no lease.
 *
 * <p>Not thread-safe.
 */
public final class ControlReader {

    /** For how long after a probe was sent its reading counts. A constant: writers of any version wait for it. */
    public static final Duration LEASE = Duration.ofSeconds(5);

    /** How long a writer waits beside a lease: how differently two clocks run in one, with much to spare. */
    public static final Duration MARGIN = Duration.ofSeconds(1);

    /** How often a probe is written. */
    static final Duration INTERVAL = Duration.ofMillis(500);

    /** After so long without a proof nothing counts that was read, and of what was called nothing. */
    public static final Duration LONGEST_UNPROVEN = Duration.ofHours(1);

    /** More probes than this are never on their way within a lease. */
    private static final int MOST_UNREAD = 64;

    private record Sent(long number, Moment at) {}

    /** A probe that came back. */
    private record Proof(long number, Moment sent, Moment read, Instant stamp) {}

    private final String instance;
    private final String process;
    private final int maxHolds;
    private final HoldTable holds = new HoldTable();
    private final Namesakes namesakes = new Namesakes();
    private final Deque<Sent> unread = new ArrayDeque<>();
    private final Moment began;
    private long numbers;
    private @Nullable Moment lastSent;
    private @Nullable StartDecision start;
    private @Nullable Proof proof;

    /**
     * A reader that has read nothing.
     *
     * @param instance this instance's name in the group
     * @param process never used before, and by no other
     * @param maxHolds when the holds that stand and have not ended {@linkplain HoldWeight count} as more, no call is made
     */
    public ControlReader(String instance, String process, int maxHolds, Moment now) {
        this.instance = instance;
        this.process = process;
        this.maxHolds = maxHolds;
        this.began = now;
    }

    /** The probe to write now, if one is due; with what the process is in the group. */
    public Optional<Probe> probe(@Nullable Membership member, Moment now) {
        return untilProbe(now).compareTo(Duration.ZERO) > 0 ? Optional.empty() : Optional.of(next(member, now));
    }

    /** The probe to write now, due or not. */
    public Probe next(@Nullable Membership member, Moment now) {
        lastSent = now;
        namesakes.sent(member);
        Probe probe = new Probe(instance, process, ++numbers, member);
        unread.add(new Sent(probe.number(), now));
        if (unread.size() > MOST_UNREAD) {
            unread.remove(); // it would prove less than those behind it
        }
        return probe;
    }

    /**
     * The next record of the topic.
     *
     * @throws ControlLogBroken when the topic is not what this reader wrote to: it has to begin anew
     */
    public void read(LoggedEntry logged, Moment now) {
        ControlEntry entry = logged.entry();
        if (entry instanceof ControlEntry.Put put) {
            holds.put(put.stamped(logged.stamp()), (long) maxHolds + HoldTable.BEYOND);
        } else if (entry instanceof ControlEntry.Lifted lifted) {
            holds.lift(lifted.selector());
        } else if (entry instanceof ControlEntry.Decided decided) {
            start = decided.stamped(logged.stamp());
        } else if (entry instanceof ControlEntry.Undecided) {
            start = null;
        } else if (entry instanceof ControlEntry.Seen seen) {
            if (seen.probe().process().equals(process)) {
                readBack(seen.probe(), logged.stamp(), now);
            } else if (seen.probe().instance().equals(instance)) {
                namesakes.read(seen, logged.stamp());
            }
        }
        holds.letGoOfEnded(maxHolds, proof == null ? logged.stamp() : Instants.earlier(logged.stamp(), brokerNow(now)));
    }

    /** How long it is until the next probe is due; not above zero when one is. */
    public Duration untilProbe(Moment now) {
        return lastSent == null ? Duration.ZERO : INTERVAL.minus(now.longestSince(lastSent));
    }

    /** When the last probe that came back was sent; empty before the first has. */
    public Optional<Moment> proof() {
        return Optional.ofNullable(proof).map(Proof::sent);
    }

    /** Whether what it has read counts: a call may start, if nothing names its request. */
    public boolean isLeased(Moment now) {
        return proof != null && now.isWithin(LEASE, proof.sent());
    }

    /** Whether it has gone without a proof for so long that what it has read counts for nothing. */
    public boolean isStale(Moment now) {
        return now.nanosSince(proof == null ? began : proof.sent()).compareTo(LONGEST_UNPROVEN) > 0;
    }

    /** Some hold could not be kept, and may be missing: only who reads all anew knows. */
    public boolean hasDropped() {
        return holds.hasDropped();
    }

    /** More holds stand than may, or did when one could not be kept: no call may start. */
    public boolean isOverfull() {
        return holds.hasDropped() || holds.weight() > maxHolds;
    }

    /** What stops all calling. */
    public List<Hold> pauses(Moment now) {
        return holds.pauses(brokerNow(now));
    }

    /** A hold that names this request, pauses aside; empty when none does. */
    public Optional<Hold> naming(DeleteRequest request, Moment now) {
        return holds.naming(request, brokerNow(now));
    }

    /** All holds that stand on the topic; of those that have ended by themselves, as many as there is room for. */
    public List<Hold> holds() {
        return holds.all();
    }

    /** What has been decided about partitions without an offset, and still counts. */
    public Optional<StartDecision> start(Moment now) {
        return Optional.ofNullable(start).filter(decided -> isLeased(now) && decided.counts(brokerNow(now)));
    }

    /** Another process that has written under this instance's name since this one began to; empty when none has. */
    public Optional<Namesake> namesake() {
        return namesakes.last();
    }

    /** Whether another process has run under this instance's name since then. */
    public NameUse nameSince(Moment then) {
        return proof == null
                ? NameUse.UNKNOWN
                : namesakes.since(brokerNow(then), proof.sent().nanosSince(then));
    }

    /** How many there are. */
    public int size() {
        return holds.size();
    }

    /**
     * What time it is for the brokers, no later than it is: their stamp of the last probe that came back, and what has passed
     * since. Before the first it is the earliest time there is, at which every hold is in force.
     */
    public Instant brokerNow(Moment now) {
        return proof == null ? Instant.MIN : proof.stamp().plus(now.nanosSince(proof.read()));
    }

    /** The same, no earlier than it is: the probe was stamped after it was sent. */
    public Instant latestBrokerNow(Moment now) {
        return proof == null ? Instant.MIN : proof.stamp().plus(now.longestSince(proof.sent()));
    }

    private void readBack(Probe own, Instant stamp, Moment now) {
        if (own.number() > numbers || (proof != null && own.number() <= proof.number())) {
            throw new ControlLogBroken("probe " + own.number() + " of this instance came back out of order");
        }
        while (!unread.isEmpty() && unread.element().number() <= own.number()) {
            Sent sent = unread.remove();
            if (sent.number() == own.number()) {
                proof = new Proof(own.number(), sent.at(), now, stamp);
                namesakes.began(stamp, sent.at().nanosSince(began));
            }
        }
    }
}
