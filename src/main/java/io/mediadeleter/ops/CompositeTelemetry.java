package io.mediadeleter.ops;

import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Namesake;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Partition;
import io.mediadeleter.pipeline.port.EndedCall;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.quota.QuotaTerms;
import io.mediadeleter.rule.Fault;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells several listeners. One that throws harms neither the others nor the engine; its first failure is logged, those
 * after it are not, since there may be one with every call. Thread-safe.
 */
public final class CompositeTelemetry implements Telemetry {

    private static final Logger log = LoggerFactory.getLogger(CompositeTelemetry.class);

    private final List<Telemetry> listeners;
    private final Set<Telemetry> failed = ConcurrentHashMap.newKeySet();

    public CompositeTelemetry(Telemetry first, Telemetry... others) {
        this.listeners = Stream.concat(Stream.of(first), Stream.of(others)).toList();
    }

    @Override
    public void received(Delivery delivery) {
        tell(listener -> listener.received(delivery));
    }

    @Override
    public void callEnded(EndedCall call) {
        tell(listener -> listener.callEnded(call));
    }

    @Override
    public void settled(List<Settled> settlements, Duration took) {
        tell(listener -> listener.settled(settlements, took));
    }

    @Override
    public void commitAborted(int settlements, Duration backOff) {
        tell(listener -> listener.commitAborted(settlements, backOff));
    }

    @Override
    public void commitObstructed(String obstacle) {
        tell(listener -> listener.commitObstructed(obstacle));
    }

    @Override
    public void callingStopped(@Nullable Fault last) {
        tell(listener -> listener.callingStopped(last));
    }

    @Override
    public void callingResumed(Duration pause) {
        tell(listener -> listener.callingResumed(pause));
    }

    @Override
    public void brakeReached(Hold brake) {
        tell(listener -> listener.brakeReached(brake));
    }

    @Override
    public void brakeReleased(boolean byOperator) {
        tell(listener -> listener.brakeReleased(byOperator));
    }

    @Override
    public void brakeLimitsDiffer(int limit, Map<String, Integer> limits) {
        tell(listener -> listener.brakeLimitsDiffer(limit, limits));
    }

    @Override
    public void pauses(List<Hold> added, int all) {
        tell(listener -> listener.pauses(added, all));
    }

    @Override
    public void controlLogReplaced(int pauses, int holds) {
        tell(listener -> listener.controlLogReplaced(pauses, holds));
    }

    @Override
    public void controlLogLost(String reason, Duration pause) {
        tell(listener -> listener.controlLogLost(reason, pause));
    }

    @Override
    public void standingDoubted() {
        tell(Telemetry::standingDoubted);
    }

    @Override
    public void namesakeSeen(Namesake other) {
        tell(listener -> listener.namesakeSeen(other));
    }

    @Override
    public void memberRemoved(String instance) {
        tell(listener -> listener.memberRemoved(instance));
    }

    @Override
    public void transactionEnded(String instance) {
        tell(listener -> listener.transactionEnded(instance));
    }

    @Override
    public void takeoverLimited(String reason) {
        tell(listener -> listener.takeoverLimited(reason));
    }

    @Override
    public void quotaLogLost(String reason, Duration pause) {
        tell(listener -> listener.quotaLogLost(reason, pause));
    }

    @Override
    public void quotaSettingsDiffer(int perSecond, Map<String, QuotaTerms> members) {
        tell(listener -> listener.quotaSettingsDiffer(perSecond, members));
    }

    @Override
    public void recordsLost(Partition partition, long from, long to, long count) {
        tell(listener -> listener.recordsLost(partition, from, to, count));
    }

    @Override
    public void recordsRedone(Partition partition, long position, long from, long end) {
        tell(listener -> listener.recordsRedone(partition, position, from, end));
    }

    @Override
    public void assigned(Collection<Partition> partitions) {
        tell(listener -> listener.assigned(partitions));
    }

    @Override
    public void released(Collection<Partition> partitions, int dropped) {
        tell(listener -> listener.released(partitions, dropped));
    }

    private void tell(Consumer<Telemetry> news) {
        for (Telemetry listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException thrown) {
                if (failed.add(listener)) {
                    log.error(
                            "{} fails; further failures of it are not logged",
                            listener.getClass().getSimpleName(),
                            thrown);
                }
            }
        }
    }
}
