package io.mediadeleter.pipeline;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Probe;
import io.mediadeleter.pipeline.port.ControlLog;
import io.mediadeleter.pipeline.port.ControlLogLost;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One instance's way to the control topic. It is slow at times, above all at the start, and it can be cut: then nothing comes back, or, what is
 * worse, answers of a leader that has been cut off from its peers as well. That one has all that was there before the cut; it
 * answers reads from that and acknowledges nothing.
 */
final class SimulatedControlLink implements ControlLog {

    private enum State {
        WHOLE,
        SILENT,
        AT_OLD_LEADER
    }

    private final Random random;
    private final VirtualTime time;
    private final SimulatedControlTopic topic;
    private final Planted planted;
    private final Chronicle chronicle;
    private final Deque<ControlEntry> onTheWay = new ArrayDeque<>();
    private State state = State.WHOLE;
    private List<LoggedEntry> past = List.of();
    private long position;
    private @Nullable Probe lastSent;
    private boolean begun;
    private long slowUntil;
    private @Nullable Duration cutWithNextProbe;

    SimulatedControlLink(SimulatedWorld world) {
        this.random = world.random();
        this.time = world.time();
        this.topic = world.controlTopic();
        this.planted = world.planted();
        this.chronicle = world.chronicle();
    }

    /** For so long it does not reach the leader: from now on, or from when its next probe is there and not read back. */
    void cut(Duration duration) {
        if (random.nextBoolean()) {
            cutNow(duration);
        } else {
            cutWithNextProbe = duration;
        }
    }

    private void cutNow(Duration duration) {
        if (state != State.WHOLE) {
            return;
        }
        chronicle.happened(Happening.CUT_OFF);
        deliver();
        past = List.copyOf(topic.log());
        state = random.nextInt(3) == 0 ? State.AT_OLD_LEADER : State.SILENT;
        if (random.nextBoolean()) {
            time.after(Duration.ofMillis(random.nextInt((int) duration.toMillis())), () -> state = State.AT_OLD_LEADER);
        }
        time.after(duration, this::mend);
    }

    private void mend() {
        state = State.WHOLE;
        if (random.nextBoolean()) {
            onTheWay.clear();
        }
        deliver();
    }

    @Override
    public void start() {
        if (state == State.SILENT) {
            throw new ControlLogLost("cut off");
        }
        position = 0;
        begun = false;
        onTheWay.clear();
        slowUntil = time.nanoTime() + (random.nextBoolean() ? 0 : random.nextInt(8) * 1_000_000_000L);
    }

    /** A probe may be on its way for longer than a lease; none overtakes another. */
    @Override
    public void write(ControlEntry entry) {
        if (entry instanceof Seen seen) {
            lastSent = seen.probe();
        }
        onTheWay.add(entry);
        Duration cut = cutWithNextProbe;
        if (cut != null) {
            cutWithNextProbe = null;
            cutNow(cut);
        }
        time.after(
                Duration.ofMillis(random.nextInt(10) == 0 ? random.nextInt(8_000) : random.nextInt(20)), this::deliver);
    }

    private void deliver() {
        while (state == State.WHOLE && !onTheWay.isEmpty()) {
            ControlEntry entry = onTheWay.remove();
            if (!(entry instanceof Seen seen) || planted.writesProbe(seen.probe())) {
                topic.append(entry);
            }
        }
    }

    @Override
    public void flush() {
        deliver();
    }

    /** The records that come next, or some of them. */
    @Override
    public List<LoggedEntry> read(Duration atMost) {
        List<LoggedEntry> log = state == State.AT_OLD_LEADER ? past : topic.log();
        if (state == State.SILENT) {
            return List.of();
        }
        List<LoggedEntry> next = log.subList(first(log), log.size());
        if (state == State.AT_OLD_LEADER) {
            chronicle.happened(Happening.SERVED_BY_AN_OLD_LEADER);
        }
        boolean slow = time.nanoTime() < slowUntil;
        int most = Math.min(next.size(), slow ? random.nextInt(5) : Integer.MAX_VALUE);
        List<LoggedEntry> read = List.copyOf(next.subList(0, most));
        LoggedEntry echo = echo();
        if (echo != null && planted.takesSentForReadBack(begun, next.isEmpty())) {
            lastSent = null;
            begun = true;
            return List.of(echo);
        }
        begun = true;
        if (!read.isEmpty()) {
            position = read.get(most - 1).offset() + 1;
        }
        return read;
    }

    @Override
    public boolean isBehind() {
        List<LoggedEntry> log = state == State.AT_OLD_LEADER ? past : topic.log();
        return first(log) < log.size();
    }

    /** The probe that was sent last as if it had come back; null when there is none. */
    private @Nullable LoggedEntry echo() {
        return lastSent == null ? null : new LoggedEntry(position, time.now(), new Seen(lastSent));
    }

    private int first(List<LoggedEntry> log) {
        int first = log.size();
        while (first > 0 && log.get(first - 1).offset() >= position) {
            first--;
        }
        return first;
    }
}
