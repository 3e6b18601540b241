package io.mediadeleter.pipeline;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Forgotten;
import io.mediadeleter.control.ControlEntry.Lifted;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.LoggedEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The control topic as its true leader has it: what is acknowledged stands, until compaction takes what a later record replaces. */
final class SimulatedControlTopic {

    private final Random random;
    private final VirtualTime time;
    private List<LoggedEntry> log = new ArrayList<>();
    private long end;

    SimulatedControlTopic(Random random, VirtualTime time) {
        this.random = random;
        this.time = time;
    }

    /** Appends a record, stamped by the broker. */
    void append(ControlEntry entry) {
        time.note("control topic, %d: %s", end, entry);
        log.add(new LoggedEntry(end++, time.now(), entry));
    }

    /** What stands there now. */
    List<LoggedEntry> log() {
        return log;
    }

    /** Cleans the log up to some offset, as the brokers do when it pleases them. Tombstones stay: they do for a day. */
    void compact() {
        int bound = random.nextInt(log.size() + 1);
        Set<String> later = new HashSet<>();
        List<LoggedEntry> kept = new ArrayList<>();
        for (int i = log.size() - 1; i >= 0; i--) {
            if (i >= bound || later.add(key(log.get(i).entry()))) {
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
        }
        if (entry instanceof Lifted lifted) {
            return lifted.selector().toString();
        }
        return entry instanceof Seen seen
                ? "instance:" + seen.probe().instance()
                : "instance:" + ((Forgotten) entry).instance();
    }
}
