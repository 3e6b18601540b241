package io.mediadeleter.pipeline.control;

import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.holds.ControlLogBroken;
import io.mediadeleter.control.holds.ControlReader;
import io.mediadeleter.pipeline.gate.CallGates;
import io.mediadeleter.pipeline.gate.ControlGate;
import io.mediadeleter.pipeline.gate.HourlyCallLimit;
import io.mediadeleter.pipeline.gate.PollHeartbeat;
import io.mediadeleter.pipeline.port.ControlLogLost;
import io.mediadeleter.pipeline.port.ControlLogRefused;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.pipeline.status.PipelineStatus.Control;
import io.mediadeleter.time.Durations;
import io.mediadeleter.time.Moment;
import io.mediadeleter.time.Signal;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps up with the control topic, turn by turn: reads what stands there, and writes a probe twice a second. The rule is {@link
 * ControlReader}'s.
 *
 * <p>It may be late, or hang on a broker that does not answer: the gate knows by itself when its lease ends. {@link #turn}
 * is confined to the control thread; the rest is safe for any.
 */
public final class ControlKeeper {

    /** How long a probe that is due may wait for records to come. */
    private static final Duration LONGEST_READ = Duration.ofMillis(100);

    /** How long calls may wait to be reserved. */
    private static final Duration SHORT_READ = Duration.ofMillis(30);

    private static final Duration BEFORE_NEXT_START = Duration.ofSeconds(1);

    /** Holds may be lifted while there are so many too many that some were dropped, which only a new look at all of them can tell. */
    private static final Duration BETWEEN_COUNTS = Duration.ofMinutes(1);

    private final ControlParts controlParts;
    private final ControlGate gate;
    private final HourlyCallLimit brake;
    private final Signal dispatch;
    private final Telemetry telemetry;
    private final Time time;
    private final Signal ending = new Signal();
    private final BrakeReporter brakeReporter;
    private final NamesakeReporter namesakeReporter;
    private final PollHeartbeat heartbeat;
    private final Takeover takeover;
    private final ReturnedProbes probes;
    private @Nullable Moment created;
    private boolean started;
    private long startedNanos;
    private boolean allowed;
    private List<Hold> pauses = List.of();
    private volatile Optional<String> obstacle = Optional.empty();

    /**
     * A keeper that has read nothing.
     *
     * @param dispatch what the dispatcher waits for
     */
    public ControlKeeper(ControlParts controlParts, CallGates gates, Signal dispatch, Telemetry telemetry, Time time) {
        this.controlParts = controlParts;
        this.gate = gates.control();
        this.brake = gates.brake();
        this.brakeReporter = new BrakeReporter(brake, telemetry);
        this.namesakeReporter = new NamesakeReporter(telemetry);
        this.heartbeat = gates.heartbeat();
        this.takeover = new Takeover(controlParts, telemetry, time);
        this.dispatch = dispatch;
        this.telemetry = telemetry;
        this.time = time;
        this.created = time.moment();
        this.probes = new ReturnedProbes(controlParts.log(), gate, time);
    }

    /**
     * One turn; waits for records for a moment.
     *
     * @throws ControlLogRefused if the group cannot be stopped by this topic
     */
    public void turn() throws InterruptedException {
        try {
            if (!started) {
                start();
            }
            write();
            List<LoggedEntry> entries = controlParts.log().read(patience());
            gate.read(entries);
            takeover.read(entries);
            boolean isProved = stand();
            if (brake.read(entries)) {
                dispatch.raise();
            }
            if (probes.areLost(isProved, entries)) {
                throw new ControlLogLost("this instance cannot read back what it writes to the control topic");
            }
            tell();
            takeover.act();
            countAnew();
        } catch (ControlLogLost lost) {
            if (lost.isReplaced()) {
                tellWhatIsGone();
            }
            startOver(String.valueOf(lost.getMessage()));
        } catch (ControlLogBroken broken) {
            startOver(String.valueOf(broken.getMessage()));
        }
    }

    /** Tells the group, last of all, that this instance calls no more. */
    public void leave() {
        if (!started) {
            return;
        }
        try {
            gate.farewell().map(Seen::new).ifPresent(controlParts.log()::write);
            brake.leave(gate.status().isLeased()).forEach(controlParts.log()::write);
            controlParts.log().flush();
        } catch (ControlLogLost lost) {
            telemetry.controlLogLost(String.valueOf(lost.getMessage()), Duration.ZERO);
        }
    }

    /** Lets no turn wait for long: the last one is near. */
    public void hurry() {
        ending.raise();
    }

    /** Why the control topic cannot be read, if something is in the way. */
    public Optional<String> obstacle() {
        return controlParts.log().obstacle().or(() -> obstacle);
    }

    /** Probes are due on time: by theirs, members know who lives. */
    private Duration patience() {
        Duration most = brake.isLimited() ? SHORT_READ : LONGEST_READ;
        return Durations.max(Duration.ZERO, Durations.min(gate.untilProbe(), most));
    }

    /** Whether another probe has come back. */
    private boolean stand() {
        Optional<Moment> proof = probes.another();
        proof.ifPresent(sent -> {
            if (!heartbeat.proved(sent)) {
                telemetry.standingDoubted();
            }
            if (takeover.takeDoubt()) {
                heartbeat.doubt();
            }
        });
        return proof.isPresent();
    }

    private void write() {
        gate.probe(controlParts.members().own().orElse(null)).ifPresent(probe -> {
            heartbeat.sent(probe);
            brake.sent(probe);
            takeover.sent(probe);
            controlParts.log().write(new Seen(probe, controlParts.report().get().orElse(null)));
        });
        if (gate.status().isLeased()) {
            brake.due().forEach(controlParts.log()::write);
        }
    }

    private void start() {
        controlParts.log().start();
        brake.startOver(null);
        takeover.startOver();
        Moment now = time.moment();
        Moment began = created == null ? now : created; // who has its name may leave while this one connects
        created = null;
        gate.follow(new ControlReader(
                controlParts.instance(), controlParts.processes().get(), controlParts.maxHolds(), began));
        started = true;
        startedNanos = now.nanos();
        probes.begin();
    }

    private void tell() {
        Control now = gate.status();
        namesakeReporter.tell(now.namesake());
        if (now.isLeased()) {
            obstacle = Optional.empty();
            List<Hold> others = now.pauses().stream()
                    .filter(pause -> !brake.brake().equals(Optional.of(pause)))
                    .toList();
            if (!others.equals(pauses)) {
                List<Hold> added =
                        others.stream().filter(pause -> !pauses.contains(pause)).toList();
                pauses = others;
                telemetry.pauses(added, others.size());
            }
            brakeReporter.tell();
        }
        if (allowed != gate.allowsCalls()) {
            allowed = !allowed;
            dispatch.raise();
        }
    }

    /** Only who holds a lease knows that nothing stood: for others, somebody may have put something on meanwhile. */
    private void tellWhatIsGone() {
        Control known = gate.status();
        if (known.pauses().size() + known.holds() > 0) {
            telemetry.controlLogReplaced(known.pauses().size(), known.others());
        } else if (known.isLeased()) {
            controlParts.log().nothingStood();
        }
    }

    private void countAnew() {
        if (gate.hasDropped() && time.nanoTime() - startedNanos > BETWEEN_COUNTS.toNanos()) {
            started = false;
        }
    }

    private void startOver(String reason) throws InterruptedException {
        started = false;
        brake.startOver(probes.takeForgotten() ? controlParts.processes().get() : null);
        gate.follow(null);
        obstacle = Optional.of(reason);
        telemetry.controlLogLost(reason, BEFORE_NEXT_START);
        time.await(ending, BEFORE_NEXT_START.toNanos());
    }
}
