package io.mediadeleter.config;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an OpenTelemetry collector is sent.
 *
 * @param address its address, without a path; null for none, so that nothing is sent
 * @param signals of what there is
 */
public record OtelSettings(@Nullable URI address, Signals signals) {

    static final Setting<URI> ENDPOINT = new Setting<>(
            "otel.endpoint",
            SettingType.endpoint(),
            null,
            "The address of an OpenTelemetry collector that takes OTLP over HTTP, such as http://127.0.0.1:4318. Unset, nothing is"
                    + " sent.");

    static final Setting<Signals> SIGNALS = new Setting<>(
            "otel.signals",
            SettingType.oneOf(Signals.class),
            "all",
            "What the collector is sent. metrics: the meters, each minute. traces: spans of each request's way. all: both.");

    static OtelSettings read(SettingReader reader) {
        return new OtelSettings(reader.optional(ENDPOINT).orElse(null), reader.value(SIGNALS));
    }

    /** Where metrics are sent; empty for nowhere. */
    public Optional<URI> metrics() {
        return signals == Signals.TRACES ? Optional.empty() : Optional.ofNullable(address);
    }

    /** Where spans are sent; empty for nowhere. */
    public Optional<URI> traces() {
        return signals == Signals.METRICS ? Optional.empty() : Optional.ofNullable(address);
    }

    /** What is sent to an OpenTelemetry collector. */
    public enum Signals {
        ALL,
        METRICS,
        TRACES
    }
}
