package io.mediadeleter.ops.status;

import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.control.InstanceReport.Level;
import io.mediadeleter.control.Namesake;
import io.mediadeleter.pipeline.status.ConsumerLag;
import io.mediadeleter.pipeline.status.PipelineStatus;
import io.mediadeleter.pipeline.status.PipelineStatus.Calling;
import io.mediadeleter.rule.Fault;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the group how this instance is doing, in the words of its own status page, so that it can be seen from any machine.
 * Thread-safe.
 */
public final class InstanceReporter {

    private final boolean isDryRun;
    private final String endpoint;
    private final @Nullable String host;
    private final InstanceStatus.Limits limits;
    private final RecentActivity activity;
    private volatile Supplier<Optional<InstanceReport>> source = Optional::empty;

    /**
     * Of an instance that is not put together yet.
     *
     * @param endpoint what it calls
     * @param host where it runs; null when that is not known
     */
    public InstanceReporter(
            boolean isDryRun,
            URI endpoint,
            @Nullable String host,
            InstanceStatus.Limits limits,
            RecentActivity activity) {
        this.isDryRun = isDryRun;
        this.host = host;
        this.endpoint = endpoint.getPort() < 0 ? endpoint.getHost() : endpoint.getHost() + ":" + endpoint.getPort();
        this.limits = limits;
        this.activity = activity;
    }

    /** From now on there is something to tell. */
    public void of(Supplier<PipelineStatus> pipeline, Supplier<ConsumerLag> lag) {
        source = () -> Optional.of(report(pipeline.get(), lag.get()));
    }

    /** How the instance is doing now; empty before it is put together. */
    public Optional<InstanceReport> report() {
        return source.get();
    }

    private InstanceReport report(PipelineStatus pipeline, ConsumerLag lag) {
        RecentResults recent = activity.recent();
        StatusSummary summary = StatusSummary.of(pipeline, limits, lag, recent);
        boolean isWell = summary.level() == Level.WELL;
        return new InstanceReport(
                summary.level(),
                code(pipeline.calling()),
                isWell ? null : summary.text(),
                isDryRun,
                endpoint,
                pipeline.backlog().values().stream().mapToInt(Integer::intValue).sum(),
                pipeline.inFlight(),
                limits.maxInFlight(),
                recent.calls(),
                host,
                namesake(pipeline));
    }

    private static @Nullable Namesake namesake(PipelineStatus pipeline) {
        return Optional.ofNullable(pipeline.control().namesake())
                .filter(other -> other.isTold(pipeline.now()))
                .orElse(null);
    }

    private static @Nullable String code(Calling calling) {
        Fault because = calling.because();
        return calling.state() == Calling.State.STOPPED && because != null ? because.code() : null;
    }
}
