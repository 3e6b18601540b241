package io.mediadeleter.pipeline;

import io.mediadeleter.control.Hold;
import io.mediadeleter.pipeline.port.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells nobody, and remembers what was said of the brake. Confined to one thread. */
public class SilentTelemetry implements Telemetry {

    private final List<String> aboutTheBrake = new ArrayList<>();

    public List<String> aboutTheBrake() {
        return aboutTheBrake;
    }

    @Override
    public void brakeReached(Hold brake) {
        aboutTheBrake.add("reached until " + brake.until());
    }

    @Override
    public void brakeReleased(boolean byOperator) {
        aboutTheBrake.add(byOperator ? "released by an operator" : "released after its time");
    }

    @Override
    public void brakeLimitsDiffer(int limit, Map<String, Integer> limits) {
        aboutTheBrake.add("limits differ: " + new TreeMap<>(limits) + ", the least is " + limit);
    }
}
