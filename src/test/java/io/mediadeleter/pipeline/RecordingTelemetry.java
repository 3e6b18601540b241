package io.mediadeleter.pipeline;

import io.mediadeleter.event.Partition;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.pipeline.port.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Remembers what the loop told. Confined to one thread. */
final class RecordingTelemetry implements Telemetry {

    private final List<String> told = new ArrayList<>();

    /** All of it since the last time it was asked for. */
    List<String> told() {
        List<String> all = List.copyOf(told);
        told.clear();
        return all;
    }

    @Override
    public void settled(List<Settled> settlements, Duration took) {
        told.add("settled " + settlements.size() + " in " + took.toMillis() + " ms");
    }

    @Override
    public void commitAborted(int settlements, Duration backOff) {
        told.add("aborted " + settlements + ", again in " + backOff.toMillis() + " ms");
    }

    @Override
    public void recordsLost(Partition from, long begin, long end, long count) {
        told.add("lost " + count + " of " + from + " from " + begin + " to " + end);
    }

    @Override
    public void assigned(Collection<Partition> partitions) {
        told.add("got " + partitions.size());
    }

    @Override
    public void released(Collection<Partition> partitions, int dropped) {
        told.add("gave " + partitions.size() + ", dropped " + dropped);
    }
}
