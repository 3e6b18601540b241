package io.mediadeleter.bench;

import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import io.mediadeleter.simulator.fault.FaultRule;
import io.mediadeleter.simulator.fault.Latency;

/** An API that goes away and comes back at the same address. Confined to one thread. */
final class FailingApi implements AutoCloseable {

    /** Calls a second that pass. */
    static final int QUOTA = 100;

    /** The outage in which nobody listens; any other is a fault as the simulator takes it. */
    static final String REFUSED = "connection refused";

    private Simulator simulator = start(0);

    private static Simulator start(int port) {
        return Simulator.start(new SimulatorSettings()
                .address("127.0.0.1", port)
                .quotaPerSecond(QUOTA)
                .latency(Latency.parse("20ms-120ms")));
    }

    Simulator simulator() {
        return simulator;
    }

    void fail(String how) {
        if (how.equals(REFUSED)) {
            simulator.close();
        } else {
            simulator.faults().add(FaultRule.parse(how));
        }
    }

    void mend(String how) {
        if (how.equals(REFUSED)) {
            simulator = start(simulator.port());
        } else {
            simulator.faults().clear();
        }
    }

    long calls() {
        return simulator.calls().stats().total();
    }

    long accepted() {
        return simulator.calls().stats().accepted();
    }

    @Override
    public void close() {
        simulator.close();
    }
}
