package io.mediadeleter.control.brake;

import io.mediadeleter.control.CallReport;
import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Selector;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A control topic, an API that counts its calls, and the processes of a group between them, in virtual time. */
final class BrakeWorld {

    private static final long HOUR = 3_600_000;
    private static final long BEGIN = Instant.parse("2026-11-26T12:00:00Z").toEpochMilli();

    private static final long COMPACTION_LAG = 10_000;

    private final int limit;
    private final BrakeFault fault;
    private final Random random;
    private final List<LoggedEntry> log = new ArrayList<>();
    private final List<BrakeProcess> processes = new ArrayList<>();
    private final Deque<Long> calls = new ArrayDeque<>();
    private long millis = BEGIN;
    private int processCount;
    private int most;

    BrakeWorld(long seed, int limit, BrakeFault fault) {
        this.random = new Random(seed);
        this.limit = limit;
        this.fault = fault;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    BrakeFault fault() {
        return fault;
    }

    long millis() {
        return millis;
    }

    /** Offsets are indices; what was compacted is null. */
    List<LoggedEntry> log() {
        return log;
    }

    List<BrakeProcess> processes() {
        return processes;
    }

    /** The most calls that any hour since a reset has had. */
    int most() {
        return most;
    }

    /** The calls of the last hour, since the last reset. */
    int calls() {
        while (!calls.isEmpty() && calls.element() <= millis - HOUR) {
            calls.remove();
        }
        return calls.size();
    }

    void called() {
        calls.add(millis);
        most = Math.max(most, calls());
    }

    void append(ControlEntry entry) {
        log.add(new LoggedEntry(log.size(), Instant.ofEpochMilli(millis), entry));
        if (below(200) == 0) {
            log.add(new LoggedEntry(log.size(), Instant.ofEpochMilli(millis), entry));
        }
    }

    BrakeProcess start(String name) {
        BrakeProcess started = new BrakeProcess(this, name, name + "-" + ++processCount, limit);
        if (fault == BrakeFault.PREDECESSOR_FORGOTTEN) {
            reports().keySet().stream()
                    .filter(process -> process.startsWith(name + "-"))
                    .forEach(process -> append(new ControlEntry.Unreported(process)));
        }
        processes.add(started);
        return started;
    }

    void kill(BrakeProcess process) {
        processes.remove(process);
        CallReport last = reports().get(process.process());
        if (fault == BrakeFault.RESERVATION_OF_THE_KILLED_FORGOTTEN && last != null) {
            append(new ControlEntry.Reported(new CallReport(
                    last.process(),
                    last.instance(),
                    last.number() + 1,
                    last.limit(),
                    last.counted(),
                    last.recent(),
                    0)));
        }
    }

    void release() {
        append(new ControlEntry.Lifted(Selector.BRAKE));
        calls.clear();
    }

    /** Of what is older than the topic's compaction lag, only the last record of each key is left. */
    void compact() {
        Instant youngest = Instant.ofEpochMilli(millis - COMPACTION_LAG);
        Set<String> later = new HashSet<>();
        for (int offset = log.size() - 1; offset >= 0; offset--) {
            LoggedEntry logged = log.get(offset);
            if (logged != null && logged.stamp().isBefore(youngest) && !later.add(key(logged.entry()))) {
                log.set(offset, null);
            }
        }
    }

    void pass(long duration, long step) {
        for (long end = millis + duration; millis < end; millis += step) {
            for (BrakeProcess process : List.copyOf(processes)) {
                process.step(step);
            }
            processes.removeIf(BrakeProcess::isGone);
        }
    }

    private Map<String, CallReport> reports() {
        Map<String, CallReport> reports = new HashMap<>();
        for (LoggedEntry logged : log) {
            if (logged != null && logged.entry() instanceof ControlEntry.Reported reported) {
                reports.put(reported.report().process(), reported.report());
            }
        }
        return reports;
    }

    private static String key(ControlEntry entry) {
        if (entry instanceof ControlEntry.Seen seen) {
            return "instance:" + seen.probe().instance();
        }
        if (entry instanceof ControlEntry.Reported reported) {
            return "calls:" + reported.report().process();
        }
        if (entry instanceof ControlEntry.Unreported gone) {
            return "calls:" + gone.process();
        }
        return "all:brake";
    }
}
