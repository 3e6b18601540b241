package io.mediadeleter.control.brake;

import io.mediadeleter.control.CallReport;
import io.mediadeleter.control.CallReport.CountedCalls;
import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Lifted;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.ControlEntry.Reported;
import io.mediadeleter.control.ControlEntry.Unreported;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.ControlReader;
import io.mediadeleter.time.Instants;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How many calls the group has made within an hour, and how many of the limit are promised to whom: a pure function of the
 * control topic.
 *
 * <h2>The rule</h2>
 *
 * Each process writes {@link CallReport}s and reads all of them in the order of the topic. A report tells which calls of the last
 * hour count, and reserves some: those in flight and those that it may begin before its next one. The report's charge at a time t
 * is what it counts of the hour before t, and what it reserves. When a process p reads its own report r back, appended at t, then
 *
 * <pre>granted(r) = min(what r reserves, limit − what r counts − the charges at t of all others' last reports above r)</pre>
 *
 * where the limit is the least that any of the living is set to. From when it <em>sent</em> r, p makes no more calls than r reserves
 * beside those that r counts; once r is read back, no more than granted(r); before its first report is read back, none. And it uses a report
 * for no longer than the {@link ControlReader#LEASE} after it sent it.
 *
 * <h2>Why all together never make more than the limit</h2>
 *
 * Take any call of any process, and the calls of the hour before it that count. Of each process that made some, let b be
 * the report by which it began the last of them, and z the one of these reports that is furthest down the log, of process p. Take any other
 * process o, and c, its last report above z. Either c is b(o), or o sent c later than b(o). If o began its last call before it
 * sent c, then c counts or reserves all of o's calls, those in flight included; if after, it kept to what c reserves.
 * Both ways c's charge is no less than o's calls. And z was granted no more than the limit less what it counts and all
 * these charges, to which p kept. So the sum is at most the limit: not one call more.
 *
 * <p>What counts is told by the brokers' clock alone: calls that were made before a process wrote a probe were made before the probe was
 * stamped. So none leaves the count before it is an hour old. What a report reserves may be used until a lease after its
 * stamp, and stays for an hour from then.
 *
 * <h2>What each trouble does to it</h2>
 *
 * <ul>
 *   <li><em>A kill between report and call</em>: the reservation stands, as calls that were made, for an hour. It is small: what
 *       the process could call in a second, and of what is left of the limit no more than half its part.
 *   <li><em>A restart under the same name</em>: a process reports under a key of its own, so compaction and a successor leave its
 *       last report alone. One that ends in order reserves nothing more. Reports of more than {@link #KEPT} ago are taken away.
 *   <li><em>A report that is lost</em> grants nothing; one that comes late grants what is left of its lease; one that comes twice
 *       is skipped. Meanwhile its process keeps to what it reserves, if that is less.
 *   <li><em>A suspended process</em> may use no report when it wakes. (One that is suspended between its question and its call
 *       makes that call, which is among those reserved.)
 *   <li><em>A new process</em> has read the last report of each above its own first one. Compaction removes none of them for the sake
 *       of one below: it leaves alone what is younger than a minute ({@code min.compaction.lag.ms}), and a report is used for 5 s.
 *   <li><em>Members' wall clocks</em> do not matter, but in that a jump ends a lease. Brokers' clocks that differ move the hour's edges by as much.
 *   <li><em>Two that reserve the last calls at once</em>: the first in the log has them. The other reads that it was granted less,
 *       and tells so.
 *   <li><em>An idle process</em> reserves nothing a second later: whoever has work can use the whole limit.
 *   <li><em>The lifting of the brake</em> at k begins the count anew. Reports above k count nothing more, and what they
 *       reserve counts, since it may be used below k. Reports below k count what was stamped before k no more. Calls around that moment
 *       may count twice, never not at all.
 *   <li><em>Processes without a limit of their own</em> keep to the least of the others' from when they read it. Until then they
 *       report nothing: what they call in this moment is not bounded.
 * </ul>
 *
 * <h2>The brake</h2>
 *
 * When the calls that count, not those that are merely reserved, have reached the limit, somebody who sees it puts {@link
 * Selector#BRAKE} on for an hour. It is for people, and lets no call through for each that leaves the hour; the limit is kept without it. When
 * it ends, all calls that led to it are older than an hour.
 *
 * <p>Not thread-safe: belongs to the process that reads the log.
 */
final class BrakeLedger {

    /** For how long a report is kept. A process that hears nothing of itself for an hour takes another name. */
    static final Duration KEPT = Duration.ofHours(2);

    /** More are not kept, and then nothing is granted. Anyone with the right may write reports. */
    private static final int MOST = 10_000;

    /** The same of what they count: a member tells some sixty numbers, but whoever may write reports may tell more. */
    private static final int MOST_NUMBERS = 200_000;

    /** A report where it stands. */
    private record Entry(CallReport report, long offset, Instant stamp) {}

    private final Map<String, Entry> reports = new HashMap<>();
    private int numbers;
    private boolean overfull;
    private Instant now = Instant.EPOCH;
    private String lastReporter = "";
    private long resetOffset = -1;
    private Instant resetAt = Instant.MIN;
    private @Nullable Hold brake;

    /** The next record of the topic. */
    void read(LoggedEntry logged) {
        now = logged.stamp();
        ControlEntry entry = logged.entry();
        if (entry instanceof Reported reported) {
            keep(new Entry(reported.report(), logged.offset(), logged.stamp()));
        } else if (entry instanceof Unreported gone) {
            numbers -= numbers(reports.remove(gone.process()));
        } else if (entry instanceof Put put && put.selector().equals(Selector.BRAKE)) {
            brake = put.stamped(now);
        } else if (entry instanceof Lifted lifted && lifted.selector().equals(Selector.BRAKE)) {
            brake = null;
            resetOffset = logged.offset();
            resetAt = now;
        }
    }

    /** The brokers' stamp of the last record. */
    Instant now() {
        return now;
    }

    /** What the process's last report and all others' leave of the limit; negative when they are above it. */
    long left(String process, int limit) {
        if (overfull) {
            return 0;
        }
        Instant from = hourAgo();
        Entry own = reports.get(process);
        return limit - (own == null ? 0 : counted(own, from)) - charges(process, from);
    }

    /** What all others count and reserve. */
    long charges(String process) {
        return charges(process, hourAgo());
    }

    /** The others' calls that count for the brake: what was reserved and can be used no more is among them. */
    long calls(String process, Instant from) {
        return others(process, entry -> counted(entry, from) + (isUsable(entry) ? 0 : reserved(entry, from)));
    }

    /** Calls up to then count for no brake: they are an hour old, or led to a brake whose hour is over. */
    Instant countedFrom() {
        Instant from = hourAgo();
        Hold last = brake;
        if (last == null || last.until() == null || last.isInForce(now)) {
            return from;
        }
        boolean hasLasted = !last.until().isBefore(last.since().plus(CallCount.HOUR));
        return hasLasted ? Instants.later(from, last.since()) : from;
    }

    /** How many processes have calls reserved, this one aside. */
    int reserving(String process) {
        return (int) others(process, entry -> entry.report().reserved() > 0 && isUsable(entry) ? 1 : 0);
    }

    /** Processes whose reports say nothing any more. */
    List<String> outdated(String process) {
        return reports.values().stream()
                .filter(entry -> !entry.report().process().equals(process))
                .filter(entry -> entry.stamp().isBefore(now.minus(KEPT)))
                .map(entry -> entry.report().process())
                .toList();
    }

    String lastReporter() {
        return lastReporter;
    }

    /** The brake, if it is in force. */
    @Nullable
    Hold brake() {
        return brake != null && brake.isInForce(now) ? brake : null;
    }

    /** Whether no brake stands, not even one that has ended. */
    boolean isLifted() {
        return brake == null;
    }

    private void keep(Entry entry) {
        CallReport report = entry.report();
        Entry before = reports.get(report.process());
        if (before != null && before.report().number() >= report.number()) {
            return;
        }
        int all = numbers + numbers(entry) - numbers(before);
        if ((before == null && reports.size() >= MOST) || all > MOST_NUMBERS) {
            overfull = true;
            return;
        }
        numbers = all;
        reports.put(report.process(), entry);
        lastReporter = report.process();
    }

    private static int numbers(@Nullable Entry entry) {
        return entry == null ? 0 : entry.report().counted().size();
    }

    private long charges(String process, Instant from) {
        return others(process, entry -> counted(entry, from) + reserved(entry, from));
    }

    private long counted(Entry entry, Instant from) {
        if (entry.offset() < resetOffset) {
            return 0;
        }
        long counted = entry.stamp().isAfter(from) ? entry.report().recent() : 0;
        for (CountedCalls calls : entry.report().counted()) {
            if (calls.until().isAfter(from) && !calls.until().isBefore(resetAt)) {
                counted += calls.calls();
            }
        }
        return counted;
    }

    private long reserved(Entry entry, Instant from) {
        Instant end = entry.stamp().plus(ControlReader.LEASE);
        boolean isBeforeReset = entry.offset() < resetOffset && end.isBefore(resetAt);
        return end.isAfter(from) && !isBeforeReset ? entry.report().reserved() : 0;
    }

    private boolean isUsable(Entry entry) {
        return !entry.stamp().plus(ControlReader.LEASE).isBefore(now);
    }

    /** The sum over all others' last reports; asked for many times a second. */
    private long others(String process, ToLongFunction<Entry> part) {
        long sum = 0;
        for (Entry entry : reports.values()) {
            if (!entry.report().process().equals(process)) {
                sum += part.applyAsLong(entry);
            }
        }
        return sum;
    }

    private Instant hourAgo() {
        return now.minus(CallCount.HOUR);
    }
}
