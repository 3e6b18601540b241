package io.mediadeleter.ops.meters;

import io.mediadeleter.event.Message;
import io.mediadeleter.ops.TraceId;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * The trace that what is being timed belongs to, so that a histogram's bucket can name one of them: an exemplar. Only traces whose publisher
 * keeps them. Thread-safe: each thread has its own.
 */
public final class ExemplarTrace implements SpanContext {

    private static final ThreadLocal<TraceId> CURRENT = new ThreadLocal<>();

    /** Does this while the request's trace is the current one. */
    void during(Message request, Runnable recording) {
        CURRENT.set(TraceId.sampled(request).orElse(null));
        try {
            recording.run();
        } finally {
            CURRENT.remove();
        }
    }

    @Override
    public @Nullable String getCurrentTraceId() {
        TraceId trace = CURRENT.get();
        return trace == null ? null : trace.id();
    }

    @Override
    public @Nullable String getCurrentSpanId() {
        TraceId trace = CURRENT.get();
        return trace == null ? null : trace.span();
    }

    @Override
    public boolean isCurrentSpanSampled() {
        return CURRENT.get() != null;
    }

    /** The publisher has decided already. */
    @Override
    public void markCurrentSpanAsExemplar() {}
}
