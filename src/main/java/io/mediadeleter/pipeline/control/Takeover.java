package io.mediadeleter.pipeline.control;

import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Membership;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.members.SilenceRule;
import io.mediadeleter.pipeline.port.GroupPeers;
import io.mediadeleter.pipeline.port.GroupPeers.Removal;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.time.Moment;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Has members that are silent removed from the group, so that their partitions move on before their sessions end. Whom and when is
 * {@link SilenceRule}'s. Confined to the control thread.
 */
final class Takeover {

    /** Of what was asked for, something is heard by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final GroupPeers members;
    private final SilenceRule rule;
    private final Telemetry telemetry;
    private final Time time;
    private final Set<String> asked = new HashSet<>();
    private final Set<String> told = new HashSet<>();
    private long askedNanos;

    Takeover(ControlParts controlParts, Telemetry telemetry, Time time) {
        this.members = controlParts.members();
        this.rule = new SilenceRule(members.group(), controlParts.instance());
        this.telemetry = telemetry;
        this.time = time;
    }

    /** The topic is read from its beginning. */
    void startOver() {
        rule.startOver();
    }

    void sent(Probe probe) {
        rule.sent(probe, time.moment());
    }

    void read(List<LoggedEntry> entries) {
        Moment now = time.moment();
        entries.forEach(entry -> rule.read(entry, now));
    }

    /** Whether others may have asked to remove this process for what a former one of its name did not do; tells it once. */
    boolean takeDoubt() {
        return rule.takeDoubt();
    }

    /** Asks for what is to be done now, and tells what has been done. */
    void act() {
        members.ended().forEach(this::ended);
        if (asked.isEmpty() || time.nanoTime() - askedNanos > PATIENCE.toNanos()) {
            Map<String, Membership> silent = rule.silent(time.moment());
            if (!silent.isEmpty()) {
                asked.addAll(silent.keySet());
                askedNanos = time.nanoTime();
                members.remove(silent, rule.freshUntilNanos());
            }
        }
    }

    private void ended(Removal removal) {
        switch (removal.end()) {
            case REMOVED -> {
                settled(removal);
                telemetry.memberRemoved(removal.instance());
            }
            case GONE -> settled(removal);
            case NOT_NOW -> asked.remove(removal.instance());
            case REFUSED -> {
                settled(removal);
                tellOnce(removal.reason());
            }
            case FENCED -> telemetry.transactionEnded(removal.instance());
            case NOT_FENCED -> tellOnce(removal.reason());
        }
    }

    private void settled(Removal removal) {
        asked.remove(removal.instance());
        rule.removed(removal.instance(), removal.memberId(), time.moment());
    }

    private void tellOnce(String reason) {
        if (told.add(reason)) {
            telemetry.takeoverLimited(reason);
        }
    }
}
