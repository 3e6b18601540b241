package io.mediadeleter.pipeline;

import io.mediadeleter.event.Partition;
import io.mediadeleter.offset.CommitPoint;
import io.mediadeleter.pipeline.port.RequestLog;
import io.mediadeleter.pipeline.port.Settled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A log that nothing comes from, and that takes whatever is committed. */
public interface IdleRequestLog extends RequestLog {

    @Override
    default Arrivals poll(Duration atMost, Assignment assignment) {
        return new Arrivals(List.of(), Map.of());
    }

    @Override
    default void pauseOnly(Set<Partition> paused) {}

    @Override
    default void rewind(Partition partition, long offset) {}

    @Override
    default void wakeup() {}

    @Override
    default Commit commit(List<Settled> settlements, Map<Partition, CommitPoint> offsets) {
        return Commit.DONE;
    }
}
