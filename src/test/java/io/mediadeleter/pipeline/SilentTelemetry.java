package io.mediadeleter.pipeline;

import io.mediadeleter.pipeline.port.Telemetry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tells nobody, and remembers what was said of the brake. One thread's. */
public class SilentTelemetry implements Telemetry {

    private final List<String> aboutTheBrake = new ArrayList<>();

    public List<String> aboutTheBrake() {
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
}
