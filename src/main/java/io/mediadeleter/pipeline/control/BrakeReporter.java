package io.mediadeleter.pipeline.control;

import io.mediadeleter.control.Hold;
import io.mediadeleter.pipeline.gate.HourlyCallLimit;
import io.mediadeleter.pipeline.port.Telemetry;
import java.util.Map;
import java.util.Optional;

/** Tells operators of the group's brake: each change once. Confined to the control thread. */
final class BrakeReporter {

    private final HourlyCallLimit brake;
    private final Telemetry telemetry;
    private Optional<Hold> held = Optional.empty();
    private Map<String, Integer> differing = Map.of();

    BrakeReporter(HourlyCallLimit brake, Telemetry telemetry) {
        this.brake = brake;
        this.telemetry = telemetry;
    }

    void tell() {
        Optional<Hold> before = held;
        held = brake.brake();
        if (held.isPresent() && !held.equals(before)) {
            telemetry.brakeReached(held.get());
        } else if (held.isEmpty() && before.isPresent()) {
            telemetry.brakeReleased(brake.isLifted());
        }
        brake.status().ifPresent(now -> {
            if (!now.differing().isEmpty() && !now.differing().equals(differing)) {
                telemetry.brakeLimitsDiffer(now.limit(), now.differing());
            }
            differing = now.differing();
        });
    }
}
