package io.mediadeleter.pipeline.control;

import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.holds.ControlReader;
import io.mediadeleter.pipeline.gate.ControlGate;
import io.mediadeleter.pipeline.port.ControlLog;
import io.mediadeleter.time.Moment;
import io.mediadeleter.time.SilenceTimer;
import io.mediadeleter.time.Time;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether this instance's probes come back to it, however often it connects. Confined to the control thread. */
final class ReturnedProbes {

    private final ControlLog log;
    private final ControlGate gate;
    private final Time time;
    private SilenceTimer silence;
    private @Nullable Moment latest;

    /** One that has seen none. */
    ReturnedProbes(ControlLog log, ControlGate gate, Time time) {
        this.log = log;
        this.gate = gate;
        this.time = time;
        this.silence = new SilenceTimer(ControlReader.LEASE, time.nanoTime());
    }

    /** The topic is read from its beginning. */
    void begin() {
        silence = new SilenceTimer(ControlReader.LEASE, time.nanoTime());
    }

    /** When the last that has come back was sent, if another has since the last look. */
    Optional<Moment> another() {
        Optional<Moment> proof = gate.proof().filter(sent -> !sent.equals(latest));
        latest = proof.orElse(latest);
        return proof;
    }

    /**
     * Whether they do not come back any more; to be asked once a turn.
     *
     * @param another whether one has in this turn
     * @param entries what was read in this turn
     */
    boolean areLost(boolean another, List<LoggedEntry> entries) {
        boolean isHeard = another || isBeforeFirst(entries);
        return gate.isStale() || silence.isSilent(isHeard, time.nanoTime());
    }

    /**
     * Whether the first cannot have come back yet: what stands before it may take long to read, and to write it there have to
     * be enough replicas. Records of others show nothing: nobody tells a writer that its client has lost its thread.
     */
    private boolean isBeforeFirst(List<LoggedEntry> entries) {
        return gate.proof().isEmpty()
                && ((!entries.isEmpty() && log.isBehind()) || log.obstacle().isPresent());
    }

    /**
     * Whether so much time has passed since one came back that nothing it has called counts any more, as calls take a lease; true once. A
     * reader that begins anew knows only of its own time.
     */
    boolean takeForgotten() {
        Moment last = gate.proof().orElse(latest);
        boolean isForgotten =
                last != null && time.moment().nanosSince(last).compareTo(ControlReader.LONGEST_UNPROVEN) > 0;
        if (isForgotten) {
            latest = null;
        }
        return isForgotten;
    }
}
