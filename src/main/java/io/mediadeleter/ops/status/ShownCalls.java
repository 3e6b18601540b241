package io.mediadeleter.ops.status;

import io.mediadeleter.pipeline.status.PipelineStatus;
import io.mediadeleter.rule.Fault;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether calls are made, and if not, why; the components' names are the JSON's.
 *
 * @param state CALLING, STOPPED while every call fails for a systemic reason, PAUSED by people or by the limit on calls in an
 *     hour, or UNKNOWN while the instance cannot tell what is held, and so makes none
 * @param since when the breaker last changed; of a pause it is with the pause
 * @param because the last fault that was no request's own, while calling is stopped
 */
record ShownCalls(String state, Instant since, @Nullable Fault because, int inFlight) {

    static ShownCalls of(PipelineStatus pipeline) {
        PipelineStatus.Calling calling = pipeline.calling();
        return new ShownCalls(state(pipeline), calling.since(), calling.because(), pipeline.inFlight());
    }

    private static String state(PipelineStatus pipeline) {
        if (pipeline.calling().state() == PipelineStatus.Calling.State.STOPPED || pipeline.mayCall()) {
            return pipeline.calling().state().name();
        }
        boolean isPaused = pipeline.isBraked() || !pipeline.control().pauses().isEmpty();
        return isPaused ? "PAUSED" : "UNKNOWN";
    }
}
