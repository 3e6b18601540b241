package io.mediadeleter.config;

/** What is sent to an OpenTelemetry collector. */
public enum OtelSignals {
    ALL,
    METRICS,
    TRACES
}
