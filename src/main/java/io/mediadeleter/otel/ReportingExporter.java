package io.mediadeleter.otel;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Sends spans by another exporter, and notes whether that works. Thread-safe. */
final class ReportingExporter implements SpanExporter {

    private final SpanExporter exporter;
    private final CollectorHealth health;

    ReportingExporter(SpanExporter exporter, CollectorHealth health) {
        this.exporter = exporter;
        this.health = health;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode sent = exporter.export(spans);
        return sent.whenComplete(() -> {
            if (sent.isSuccess()) {
                health.worked();
            } else {
                health.failed(reason(sent.getFailureThrowable()));
            }
        });
    }

    private static String reason(@Nullable Throwable failure) {
        if (failure == null) {
            return "they were refused, or not answered in time";
        }
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
