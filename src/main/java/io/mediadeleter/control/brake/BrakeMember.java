package io.mediadeleter.control.brake;

import io.mediadeleter.control.CallReport;
import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.ControlReader;
import io.mediadeleter.time.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One process's side of the group's limit on calls in an hour: what it may call, what it has called, what it tells of both. The rule
 * is {@link BrakeLedger}'s.
 *
 * <p>Without a limit, its own or that of another, it reports nothing and calls freely, but counts: once it reads that there is a
 * limit, it tells of the last hour, too. Not thread-safe.
 */
public final class BrakeMember {

    /** For how long the brake is put on. */
    public static final Duration HOLD = CallCount.HOUR;

    /** While it has something to tell, it tells it so often; more often where it would run out of calls. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(50);

    /** A report that says nothing new shows that its process lives. */
    private static final Duration LONGEST_INTERVAL = BrakeLedger.KEPT.dividedBy(4);

    /** Of what is left of the limit it reserves no more than its part divided by this: others come, and a kill wastes it. */
    private static final int PARTS = 2;

    private final String instance;
    private final @Nullable Integer ownLimit;
    private GroupLimits limits;
    private final CallCount count = new CallCount();
    private final ReservedCalls reserved = new ReservedCalls();
    private String process;
    private BrakeLedger ledger = new BrakeLedger();
    private @Nullable Integer limit;
    private int inFlight;
    private int wanted;
    private long numbers;
    private long highestRead;
    private @Nullable Moment brakeSeen;
    private @Nullable Moment brakeSent;

    /**
     * A member that has read nothing.
     *
     * @param instance this instance's name in the group
     * @param process never used before, and by no other
     * @param limit the calls within an hour that this instance is set to; null for no limit
     */
    public BrakeMember(String instance, String process, @Nullable Integer limit) {
        this.instance = instance;
        this.process = process;
        this.ownLimit = limit;
        this.limit = limit;
        this.limits = new GroupLimits(instance, limit);
    }

    /** Tells how many calls it could begin within a second, if it might. */
    public void want(int calls) {
        wanted = calls;
    }

    /** Begins a call; false if it may begin none now. */
    public boolean begin(Moment now) {
        boolean may = limit == null || count.total() + inFlight < reserved.most(now);
        inFlight += may ? 1 : 0;
        return may;
    }

    /** A call that had begun has ended, or was not made; {@code counts} is false if it is as if it had never been. */
    public void ended(boolean counts) {
        inFlight--;
        if (counts) {
            count.add();
        }
    }

    /** The reader's probe is about to be written. */
    public void sent(Probe probe) {
        count.sent(probe);
    }

    /** The report to write now, if one is due. What it does not reserve may be called no more from now on. */
    public Optional<CallReport> report(Moment now) {
        int more = more();
        if (!isDue(more, now)) {
            return Optional.empty();
        }
        CallReport report = new CallReport(
                process, instance, ++numbers, ownLimit, count.counted(), count.recent(), inFlight + more);
        reserved.sent(report, count.total(), now);
        return Optional.of(report);
    }

    /** The last report: it reserves nothing but the calls that are in flight still. Empty if there is nothing to tell. */
    public Optional<CallReport> leave(Moment now) {
        wanted = 0;
        reserved.forgetLast();
        return numbers == 0 ? Optional.empty() : report(now);
    }

    /** The next record of the topic. True when it changes what may be called. */
    public boolean read(LoggedEntry logged, Moment now) {
        ledger.read(logged);
        Integer before = limit;
        limits.read(logged);
        limit = limits.least();
        boolean changes = !Objects.equals(before, limit);
        ControlEntry entry = logged.entry();
        if (entry instanceof ControlEntry.Seen seen) {
            count.readBack(seen.probe(), logged.stamp());
        } else if (entry instanceof ControlEntry.Reported reported
                && reported.report().process().equals(process)) {
            changes |= readBack(reported.report());
        } else if (entry instanceof ControlEntry.Unreported gone
                && gone.process().equals(process)) {
            reserved.forgetLast();
        } else if (entry instanceof ControlEntry.Lifted lifted
                && lifted.selector().equals(Selector.BRAKE)) {
            count.reset(logged.stamp());
        }
        return changes;
    }

    /**
     * The topic is read from its beginning again.
     *
     * @param next another process name, if so much time has passed that none of its calls counts any more; else null
     */
    public void startOver(@Nullable String next) {
        ledger = new BrakeLedger();
        limits = new GroupLimits(instance, ownLimit);
        count.startOver();
        reserved.clear();
        highestRead = 0;
        brakeSeen = null;
        if (next != null) {
            process = next;
            count.clear();
        }
    }

    /**
     * The brake to put on now: once what counts is stamped, so that it is an hour old when the brake ends. Only if the limit is
     * reached, it is not on yet, and nobody else is about to do it.
     */
    public Optional<ControlEntry.Put> brake(Moment now) {
        if (limit == null || ledger.brake() != null || count.recent() > 0 || calls() < limit) {
            brakeSeen = null;
            return Optional.empty();
        }
        brakeSeen = brakeSeen == null ? now : brakeSeen;
        boolean isFirst = ledger.lastReporter().equals(process) || !now.isWithin(ControlReader.LEASE, brakeSeen);
        if (!isFirst || (brakeSent != null && now.isWithin(ControlReader.LEASE, brakeSent))) {
            return Optional.empty();
        }
        brakeSent = now;
        String why =
                "the group has made " + limit + " calls within an hour, as many as calls.max-deletes-per-hour allows";
        return Optional.of(new ControlEntry.Put(Selector.BRAKE, why, instance, null, HOLD));
    }

    /** The brake as it stands on the topic, if it is in force. */
    public Optional<Hold> held() {
        return Optional.ofNullable(ledger.brake());
    }

    /** Whether the last brake was lifted, and did not end by itself. */
    public boolean isLifted() {
        return ledger.isLifted();
    }

    /** The calls within an hour that bound the group; empty for no limit. */
    public OptionalInt limit() {
        return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    /** What each instance is set to, as far as they have told, if that is not the same; those without a limit are left out. */
    public Map<String, Integer> differing() {
        return limits.differing();
    }

    /** The group's calls that count, as far as they are known; what was reserved and cannot be used any more is among them. */
    public long calls() {
        return count.since(ledger.countedFrom()) + ledger.calls(process, ledger.countedFrom());
    }

    /** Processes whose reports can be taken away from the topic. */
    public List<String> outdated() {
        return ledger.outdated(process);
    }

    /** How many calls to reserve beside those in flight. */
    private int more() {
        if (limit == null || wanted == 0 || ledger.brake() != null) {
            return 0;
        }
        long made = count.since(ledger.now().minus(CallCount.HOUR)) + inFlight;
        long free = Math.max(0, limit - made - ledger.charges(process));
        long part = Math.max(1, free / (PARTS * (ledger.reserving(process) + 1L)));
        return (int) Math.min(free, Math.min(part, wanted));
    }

    private boolean isDue(int more, Moment now) {
        Moment before = reserved.lastAt();
        if (before == null) {
            return limit != null;
        }
        if (reserved.isFull() || now.isWithin(SHORTEST_INTERVAL, before)) {
            return false;
        }
        boolean isNew = reserved.lastTotal() != count.total();
        boolean isTold = !isNew && reserved.lastReserved() == 0 && more == 0;
        return (reserved.isAllRead() && isUrgent(more, isNew, now))
                || !now.isWithin(isTold ? LONGEST_INTERVAL : INTERVAL, before);
    }

    /** It would run out of calls, or others would wait for what it does not need, or would know too late that the limit is reached. */
    private boolean isUrgent(int more, boolean isNew, Moment now) {
        long unused = reserved.most(now) - count.total() - inFlight;
        boolean isOverstated = reserved.isOverstated() && reserved.lastReserved() > inFlight;
        return (more > 0 && unused <= more / 2) || isOverstated || (isNew && unused <= 0);
    }

    private boolean readBack(CallReport report) {
        long left = limit == null ? report.reserved() : ledger.left(process, limit);
        OptionalLong total = reserved.readBack(report, left);
        total.ifPresent(then -> count.stamp(then, ledger.now()));
        if (report.number() < highestRead) {
            reserved.forgetLast(); // one that was late stands in place of a newer one: write that again
        }
        highestRead = Math.max(highestRead, report.number());
        return total.isPresent();
    }
}
