package io.mediadeleter.pipeline;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Forgotten;
import io.mediadeleter.control.ControlEntry.Lifted;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.ControlEntry.Reported;
import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.ControlEntry.Unreported;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The control topic as its true leader has it: what is acknowledged stands, until compaction takes what a later record replaces. */
final class SimulatedControlTopic {

    /** Reports of calls are safe for so long, if for nothing else: the topic's own lag is a minute. */
    private static final Duration COMPACTION_LAG = Duration.ofSeconds(10);

    private static final String REPORT = "calls:";

    private final SimulatedWorld world;
    private final VirtualTime time;
    private List<LoggedEntry> log = new ArrayList<>();
    private long end;

    SimulatedControlTopic(SimulatedWorld world) {
        this.world = world;
        this.time = world.time();
    }

    /** Appends a record, stamped by the broker. */
    void append(ControlEntry entry) {
        time.note("control topic, %d: %s", end, entry);
        log.add(new LoggedEntry(end++, time.now(), entry));
        if (entry instanceof Put put && put.selector().equals(Selector.BRAKE)) {
            world.chronicle().happened(Happening.BRAKE_PUT_ON);
        }
    }

    /** What stands there now. */
    List<LoggedEntry> log() {
        return log;
    }

    /** The last record of this hold. */
    Optional<ControlEntry> last(Selector selector) {
        for (int i = log.size() - 1; i >= 0; i--) {
            if (key(log.get(i).entry()).equals(selector.toString())) {
                return Optional.of(log.get(i).entry());
            }
        }
        return Optional.empty();
    }

    /** Cleans the log up to some offset, as the brokers do when it pleases them. Tombstones stay: they do for a day. */
    void compact() {
        int bound = world.random().nextInt(log.size() + 1);
        Instant youngest = time.now().minus(COMPACTION_LAG);
        Set<String> later = new HashSet<>();
        List<LoggedEntry> kept = new ArrayList<>();
        for (int i = log.size() - 1; i >= 0; i--) {
            String key = key(log.get(i).entry());
            boolean isYoung = key.startsWith(REPORT) && log.get(i).stamp().isAfter(youngest);
            if (i >= bound || isYoung || later.add(key)) {
                kept.add(log.get(i));
            }
        }
        Collections.reverse(kept);
        time.note("control topic: %d of %d records are left", kept.size(), log.size());
        log = kept;
    }

    private static String key(ControlEntry entry) {
        if (entry instanceof Put put) {
            return put.selector().toString();
        } else if (entry instanceof Lifted lifted) {
            return lifted.selector().toString();
        } else if (entry instanceof Reported reported) {
            return REPORT + reported.report().process();
        } else if (entry instanceof Unreported gone) {
            return REPORT + gone.process();
        }
        return "instance:" + (entry instanceof Seen seen ? seen.probe().instance() : ((Forgotten) entry).instance());
    }
}
