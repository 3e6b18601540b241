package io.mediadeleter.pipeline;

import io.mediadeleter.event.Partition;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells nobody. */
final class SilentTelemetry implements Telemetry {

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
