package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.ControlEntry.Lifted;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.Random;

/**
 * The group's limit on calls in an hour, counted where they are made; and the people who lift the brake when they see it. From then
 * the count begins anew.
 */
final class SimulatedBrake {

    private static final Duration HOUR = Duration.ofHours(1);

    private final OptionalInt limit;
    private final VirtualTime time;
    private final SimulatedControlTopic topic;
    private final Chronicle chronicle;
    private final Deque<Instant> calls = new ArrayDeque<>();

    private SimulatedBrake(OptionalInt limit, SimulatedWorld world) {
        this.limit = limit;
        this.time = world.time();
        this.topic = world.controlTopic();
        this.chronicle = world.chronicle();
    }

    /** Half of all stories have a limit, most of them one that is reached. */
    static SimulatedBrake any(SimulatedWorld world) {
        Random random = world.random();
        return new SimulatedBrake(
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(5 + random.nextInt(100)), world);
    }

    OptionalInt limit() {
        return limit;
    }

    /** A call that counts begins. */
    void called(SimulatedInstance caller) {
        Instant now = time.now();
        while (!calls.isEmpty() && !calls.element().plus(HOUR).isAfter(now)) {
            calls.remove();
        }
        calls.add(now);
        limit.ifPresent(most -> assertThat(calls.size())
                .as("calls within an hour, when %s calls", caller)
                .isLessThanOrEqualTo(most));
    }

    boolean isOn() {
        return topic.last(Selector.BRAKE).filter(Put.class::isInstance).isPresent();
    }

    /** Somebody lifts it, if it is on. */
    void release() {
        if (isOn()) {
            chronicle.happened(Happening.BRAKE_LIFTED);
            topic.append(new Lifted(Selector.BRAKE));
            calls.clear();
        }
    }
}
