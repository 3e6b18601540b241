package io.mediadeleter.otel;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** Takes OTLP over HTTP on the loopback address, as an OpenTelemetry collector does. Thread-safe. */
public final class FakeCollector implements AutoCloseable {

    private final HttpServer server;
    private final List<ExportTraceServiceRequest> traces = new CopyOnWriteArrayList<>();
    private final List<ExportMetricsServiceRequest> metrics = new CopyOnWriteArrayList<>();
    private final List<Headers> headers = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    private FakeCollector(HttpServer server) {
        this.server = server;
    }

    public static FakeCollector start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            FakeCollector collector = new FakeCollector(server);
            server.createContext(
                    "/v1/traces",
                    asked -> collector.take(
                            asked, body -> collector.traces.add(ExportTraceServiceRequest.parseFrom(body))));
            server.createContext(
                    "/v1/metrics",
                    asked -> collector.take(
                            asked, body -> collector.metrics.add(ExportMetricsServiceRequest.parseFrom(body))));
            server.start();
            return collector;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private interface Taking {
        void take(InputStream body) throws IOException;
    }

    private void take(HttpExchange asked, Taking taking) throws IOException {
        try (asked) {
            headers.add(asked.getRequestHeaders());
            boolean isPacked = "gzip".equals(asked.getRequestHeaders().getFirst("Content-Encoding"));
            InputStream body = isPacked ? new GZIPInputStream(asked.getRequestBody()) : asked.getRequestBody();
            if (status == 200) {
                taking.take(body);
            }
            asked.sendResponseHeaders(status, -1);
        }
    }

    /** From now on every answer has this status; what comes with another than 200 is not kept. */
    public void answer(int code) {
        status = code;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public List<Span> spans() {
        return traces.stream()
                .flatMap(sent -> sent.getResourceSpansList().stream())
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }

    public List<Metric> meters() {
        return metrics.stream()
                .flatMap(sent -> sent.getResourceMetricsList().stream())
                .flatMap(resource -> resource.getScopeMetricsList().stream())
                .flatMap(scope -> scope.getMetricsList().stream())
                .toList();
    }

    /** What the sender of spans says of itself. */
    Map<String, String> resource() {
        return traces.stream()
                .flatMap(sent -> sent.getResourceSpansList().stream())
                .flatMap(resource -> resource.getResource().getAttributesList().stream())
                .collect(Collectors.toMap(
                        attribute -> attribute.getKey(),
                        attribute -> attribute.getValue().getStringValue(),
                        (a, b) -> a));
    }

    /** This header of each request; null where it is missing. */
    List<String> header(String name) {
        return headers.stream().map(sent -> sent.getFirst(name)).toList();
    }

    /** A span's attributes, as texts. */
    static Map<String, String> attributes(Span span) {
        return span.getAttributesList().stream()
                .collect(Collectors.toMap(
                        attribute -> attribute.getKey(),
                        attribute -> attribute.getValue().hasIntValue()
                                ? Long.toString(attribute.getValue().getIntValue())
                                : attribute.getValue().getStringValue()));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
