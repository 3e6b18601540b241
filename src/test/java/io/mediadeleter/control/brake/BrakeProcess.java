package io.mediadeleter.control.brake;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.holds.ControlLogBroken;
import io.mediadeleter.control.holds.ControlReader;
import io.mediadeleter.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** An instance's process in a {@link BrakeWorld}: it keeps up with the control topic, and calls as it may. */
final class BrakeProcess {

    private static final int CALLS_A_SECOND = 40;

    /** On its way to the topic. */
    private record Underway(long arrives, ControlEntry entry) {}

    private final BrakeWorld world;
    private final String name;
    private String process;
    private ControlReader reader;
    private int readers;
    private final BrakeMember member;
    private final Deque<Underway> underway = new ArrayDeque<>();
    private final List<Long> ends = new ArrayList<>();
    private final long clockAhead;
    private int position;
    private long asleepUntil;
    private long cutOffUntil;
    private boolean busy;
    private boolean leaving;
    private double tokens;

    BrakeProcess(BrakeWorld world, String name, String process, int limit) {
        this.world = world;
        this.name = name;
        this.process = process;
        this.clockAhead = world.below(100_000) - 50_000L;
        this.reader = reader();
        this.member = new BrakeMember(name, process, limit);
    }

    String name() {
        return name;
    }

    String process() {
        return process;
    }

    BrakeMember member() {
        return member;
    }

    void busy(boolean next) {
        busy = next;
    }

    void sleep(long millis) {
        asleepUntil = world.millis() + millis;
    }

    void cutOff(long millis) {
        cutOffUntil = world.millis() + millis;
    }

    /** The topic seemed to be another one. */
    void startOver() {
        String next = reader.isStale(now()) ? process + "-" + readers : null;
        process = next == null ? process : next;
        member.startOver(next);
        reader = reader();
        position = 0;
    }

    private ControlReader reader() {
        return new ControlReader(name, process + "-r" + ++readers, 1_000, now());
    }

    /** Ends in order: no call begins any more. */
    void leave() {
        leaving = true;
        busy = false;
    }

    /** Whether nothing is left to be told. */
    boolean isGone() {
        return leaving && ends.isEmpty() && underway.isEmpty();
    }

    /** A step of this many milliseconds. */
    void step(long millis) {
        if (world.millis() < asleepUntil) {
            return;
        }
        tokens = Math.min(2, tokens + millis * CALLS_A_SECOND / 1_000.0);
        end();
        write();
        if (world.millis() >= cutOffUntil) {
            arrive();
            read();
        }
        if (reader.isStale(now())) {
            startOver();
        }
        if (reader.isLeased(now()) && world.fault() != BrakeFault.BRAKE_NOT_WRITTEN) {
            member.brake(now()).ifPresent(this::send);
        }
        call();
    }

    private Moment now() {
        return new Moment(
                Duration.ofMillis(world.millis()).toNanos(), Instant.ofEpochMilli(world.millis() + clockAhead));
    }

    private void end() {
        boolean wereInFlight = !ends.isEmpty();
        ends.removeIf(end -> {
            boolean isOver = end <= world.millis();
            if (isOver) {
                member.ended(true);
            }
            return isOver;
        });
        if (leaving && wereInFlight && ends.isEmpty()) {
            member.leave(now()).ifPresent(report -> send(new ControlEntry.Reported(report)));
        }
    }

    private void write() {
        member.want(busy || world.fault() == BrakeFault.IDLE_RESERVATION_KEPT ? CALLS_A_SECOND : 0);
        reader.probe(null, now()).ifPresent(probe -> {
            member.sent(probe);
            send(new ControlEntry.Seen(probe));
        });
        member.report(now()).ifPresent(report -> {
            send(new ControlEntry.Reported(report));
            if (world.fault() == BrakeFault.NOT_READ_BACK) {
                member.read(
                        new LoggedEntry(
                                world.log().size(),
                                Instant.ofEpochMilli(world.millis()),
                                new ControlEntry.Reported(report)),
                        now());
            }
        });
    }

    private void send(ControlEntry entry) {
        long after = underway.isEmpty() ? world.millis() : underway.getLast().arrives();
        underway.add(new Underway(
                Math.max(after, world.millis() + world.below(world.below(10) == 0 ? 900 : 60)), entry));
    }

    private void arrive() {
        while (!underway.isEmpty() && underway.element().arrives() <= world.millis()) {
            ControlEntry entry = underway.remove().entry();
            if (world.below(50) != 0) {
                world.append(entry);
            }
        }
    }

    private void read() {
        List<LoggedEntry> log = world.log();
        int to = world.below(5) == 0 ? Math.min(log.size(), position + world.below(4)) : log.size();
        for (LoggedEntry logged : log.subList(Math.min(position, to), to)) {
            if (logged != null) {
                try {
                    reader.read(logged, now());
                } catch (ControlLogBroken broken) {
                    startOver();
                    return;
                }
                boolean isHidden =
                        world.fault() == BrakeFault.RESET_NOT_APPLIED && logged.entry() instanceof ControlEntry.Lifted;
                if (!isHidden) {
                    member.read(logged, now());
                }
            }
        }
        position = Math.max(position, to);
    }

    private void call() {
        while (busy
                && tokens >= 1
                && reader.isLeased(now())
                && reader.pauses(now()).isEmpty()
                && member.begin(now())) {
            tokens--;
            if (world.below(20) == 0) {
                member.ended(false); // as one that was throttled
            } else {
                world.called();
                ends.add(world.millis() + world.below(world.below(20) == 0 ? 20_000 : 300));
            }
        }
    }
}
