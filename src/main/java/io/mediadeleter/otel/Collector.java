package io.mediadeleter.otel;

import io.mediadeleter.text.CommandFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.ipc.http.HttpUrlConnectionSender;
import io.micrometer.registry.otlp.AggregationTemporality;
import io.micrometer.registry.otlp.CompressionMode;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpHttpMetricsSender;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An OpenTelemetry collector, by OTLP over HTTP. What it does not take in time is dropped. Headers and more attributes of the resource are
 * read from the standard variables {@code OTEL_EXPORTER_OTLP_HEADERS} and {@code OTEL_RESOURCE_ATTRIBUTES}. Thread-safe.
 */
public final class Collector {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

    /** Others choose what is in an event. */
    private static final int LONGEST_VALUE = 1_024;

    /** Says in its own words, and each time, what {@link CollectorHealth} says once. Kept, or it would be forgotten. */
    private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

    private final URI address;
    private final Source source;
    private final OtelVariables variables;

    /** The sender of it all, as the collector is told. */
    public record Source(String group, String instance, String version) {}

    /**
     * One at this address, without a path.
     *
     * @throws CommandFailure if the standard variable of headers cannot be read
     */
    public Collector(URI address, Source source) {
        this(address, source, System.getenv());
    }

    Collector(URI address, Source source, Map<String, String> environment) {
        this.address = address;
        this.source = source;
        this.variables = OtelVariables.of(environment);
        LIBRARY.setLevel(Level.OFF);
    }

    /** A registry whose meters are sent each time that {@code step} has passed, and when it is closed. */
    public MeterRegistry meters(Duration step) {
        CollectorHealth health = new CollectorHealth("metrics", address);
        OtlpMetricsSender http = new OtlpHttpMetricsSender(new HttpUrlConnectionSender(CONNECT_LIMIT, ANSWER_LIMIT));
        return OtlpMeterRegistry.builder(config(step))
                .metricsSender(request -> {
                    try {
                        http.send(request);
                        health.worked();
                    } catch (Exception failed) {
                        health.failed(String.valueOf(failed.getMessage()));
                    }
                })
                .build();
    }

    private OtlpConfig config(Duration step) {
        return new OtlpConfig() {
            @Override
            public @Nullable String get(String key) {
                return null;
            }

            @Override
            public String url() {
                return address + "/v1/metrics";
            }

            @Override
            public Duration step() {
                return step;
            }

            @Override
            public Map<String, String> resourceAttributes() {
                return attributes();
            }

            @Override
            public Map<String, String> headers() {
                return variables.metricHeaders();
            }

            @Override
            public AggregationTemporality aggregationTemporality() {
                return variables.temporality();
            }

            @Override
            public CompressionMode compressionMode() {
                return variables.compression();
            }
        };
    }

    private Map<String, String> attributes() {
        Map<String, String> attributes = new HashMap<>(variables.resourceAttributes());
        attributes.putIfAbsent("service.name", "media-deleter");
        attributes.putIfAbsent("service.namespace", source.group());
        attributes.putIfAbsent("service.instance.id", source.instance());
        attributes.putIfAbsent("service.version", source.version());
        return attributes;
    }

    /** Makes spans and sends them in batches, on a thread of its own. */
    public SpanTelemetry spans() {
        AttributesBuilder attributes = Attributes.builder();
        attributes().forEach(attributes::put);
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(address + "/v1/traces")
                .setConnectTimeout(CONNECT_LIMIT)
                .setTimeout(ANSWER_LIMIT)
                .setRetryPolicy(null)
                .setHeaders(variables::spanHeaders)
                .build();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setSpanLimits(SpanLimits.builder()
                        .setMaxAttributeValueLength(LONGEST_VALUE)
                        .build())
                .setResource(Resource.create(attributes.build()))
                .addSpanProcessor(BatchSpanProcessor.builder(
                                new ReportingExporter(exporter, new CollectorHealth("spans", address)))
                        .setExporterTimeout(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                        .build())
                .build();
        return new SpanTelemetry(provider, source.group());
    }

    /** Sends spans by another exporter, and notes whether that works. Thread-safe. */
    static final class ReportingExporter implements SpanExporter {

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
}
