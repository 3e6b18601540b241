package io.mediadeleter.pipeline;

import io.mediadeleter.event.Partition;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells nobody, and remembers what was said of the brake. One thread's. */
final class SilentTelemetry implements Telemetry {

    private final List<String> aboutTheBrake = new ArrayList<>();

    List<String> aboutTheBrake() {
        return aboutTheBrake;
    }

    @Override
    public void brakeReached(int calls, Instant until) {
        aboutTheBrake.add("reached " + calls + " until " + until);
    }

    @Override
    public void brakeReleased(boolean byOperator) {
        aboutTheBrake.add(byOperator ? "released by an operator" : "released after the hour");
    }

    @Override
    public void callEnded(DeleteCall call, Outcome outcome, Duration took) {}

    @Override
    public void settled(List<Settled> settlements, Duration took) {}

    @Override
    public void commitAborted(int settlements, Duration backOff) {}

    @Override
    public void callingStopped(@Nullable Fault last) {}

    @Override
    public void callingResumed(Duration pause) {}

    @Override
    public void assigned(Collection<Partition> partitions) {}

    @Override
    public void released(Collection<Partition> partitions, int dropped) {}
}
