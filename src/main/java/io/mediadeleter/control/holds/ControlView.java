package io.mediadeleter.control.holds;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Selector;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The control topic as it stands for somebody who takes no part in the group: the holds, and who has shown that it looks. Not
 * thread-safe.
 */
public final class ControlView {

    private final Predicate<Hold> kept;
    private final HoldTable holds = new HoldTable();
    private final Map<String, LoggedEntry> probes = new HashMap<>();
    private long unknown;

    /**
     * A view of nothing yet.
     *
     * @param kept which holds are of interest; others take no memory, and one that replaces a hold of interest is as a tombstone
     */
    public ControlView(Predicate<Hold> kept) {
        this.kept = kept;
    }

    /** The next record of the topic. */
    public void read(LoggedEntry logged) {
        ControlEntry entry = logged.entry();
        if (entry instanceof ControlEntry.Put put) {
            Hold hold = put.stamped(logged.stamp());
            if (kept.test(hold)) {
                holds.put(hold);
            } else {
                holds.lift(put.selector());
            }
        } else if (entry instanceof ControlEntry.Lifted lifted) {
            holds.lift(lifted.selector());
        } else if (entry instanceof ControlEntry.Seen seen) {
            probes.put(seen.probe().instance(), logged);
        } else if (entry instanceof ControlEntry.Forgotten gone) {
            probes.remove(gone.instance());
        } else if (entry instanceof ControlEntry.Unknown) {
            unknown++;
        }
    }

    /** The hold of this very selector, whether it has ended by itself or not. */
    public Optional<Hold> hold(Selector selector) {
        return holds.get(selector);
    }

    /** All pauses on the topic, those that have ended by themselves among them. */
    public List<Hold> pauses() {
        return holds.pauses(Instant.MIN);
    }

    /** Hands on all holds, pauses first and then by what they name, until {@code goesOn} says false. */
    public void forEach(Predicate<Hold> goesOn) {
        holds.forEach(goesOn);
    }

    /** How many of them are so. */
    public long count(Predicate<Hold> wanted) {
        return holds.count(wanted);
    }

    /** How many holds of interest stand on the topic, pauses and ended ones among them. */
    public int size() {
        return holds.size();
    }

    /** As how many these count; see {@link HoldWeight}. */
    public long weight() {
        return holds.weight();
    }

    /** As how many those of them count that are so. */
    public long weight(Predicate<Hold> wanted) {
        return holds.weight(wanted);
    }

    /** The last probe of each instance, by the instance's name. */
    public Map<String, LoggedEntry> probes() {
        return Map.copyOf(probes);
    }

    /** How many records were read whose key is none of this topic. */
    public long unknown() {
        return unknown;
    }
}
