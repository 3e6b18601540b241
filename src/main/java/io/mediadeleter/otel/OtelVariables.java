package io.mediadeleter.otel;

import io.mediadeleter.text.CommandFailure;
import io.micrometer.registry.otlp.AggregationTemporality;
import io.micrometer.registry.otlp.CompressionMode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * OpenTelemetry's standard variables, read once. Micrometer would read them anew at each sending, throw at values that it does not
 * know, and quote headers that it cannot decode, which hold keys. Immutable.
 *
 * @param metricHeaders for each request that sends metrics
 * @param spanHeaders for each that sends spans
 * @param resourceAttributes what the operator says of this process
 */
record OtelVariables(
        Map<String, String> metricHeaders,
        Map<String, String> spanHeaders,
        Map<String, String> resourceAttributes,
        AggregationTemporality temporality,
        CompressionMode compression) {

    private static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";
    private static final String METRIC_HEADERS = "OTEL_EXPORTER_OTLP_METRICS_HEADERS";
    private static final String SPAN_HEADERS = "OTEL_EXPORTER_OTLP_TRACES_HEADERS";
    private static final String SERVICE = "service.name";

    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

    OtelVariables {
        metricHeaders = Map.copyOf(metricHeaders);
        spanHeaders = Map.copyOf(spanHeaders);
        resourceAttributes = Map.copyOf(resourceAttributes);
    }

    /**
     * Reads what {@code environment} has of them.
     *
     * @throws CommandFailure if the headers cannot be read; it does not tell their values
     */
    static OtelVariables of(Map<String, String> environment) {
        Map<String, String> attributes = attributes(value("OTEL_RESOURCE_ATTRIBUTES", environment));
        String service = value("OTEL_SERVICE_NAME", environment);
        if (!service.isEmpty()) {
            attributes.put(SERVICE, service);
        }
        return new OtelVariables(
                headers(METRIC_HEADERS, environment),
                headers(SPAN_HEADERS, environment),
                attributes,
                value("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", environment)
                                .equalsIgnoreCase("delta")
                        ? AggregationTemporality.DELTA
                        : AggregationTemporality.CUMULATIVE,
                isPacked(environment) ? CompressionMode.GZIP : CompressionMode.NONE);
    }

    private static boolean isPacked(Map<String, String> environment) {
        String metrics = value("OTEL_EXPORTER_OTLP_METRICS_COMPRESSION", environment);
        return (metrics.isEmpty() ? value("OTEL_EXPORTER_OTLP_COMPRESSION", environment) : metrics)
                .equalsIgnoreCase("gzip");
    }

    /** Those of this signal go before those of all. */
    private static Map<String, String> headers(String signals, Map<String, String> environment) {
        Map<String, String> headers = decodedHeaders(HEADERS, environment);
        headers.putAll(decodedHeaders(signals, environment));
        return headers;
    }

    /** By their names in lower case: however it is spelt, it is one header, of which one value counts. */
    private static Map<String, String> decodedHeaders(String variable, Map<String, String> environment) {
        Map<String, String> headers = new LinkedHashMap<>();
        pairs(value(variable, environment))
                .forEach((name, value) ->
                        headers.put(decoded(variable, name).toLowerCase(Locale.ROOT), decoded(variable, value)));
        headers.forEach((name, value) -> {
            if (!HEADER_NAME.matcher(name).matches()
                    || !HEADER_VALUE.matcher(value).matches()) {
                throw new CommandFailure(
                        variable + " cannot be sent: a name or value in it has a character that no HTTP"
                                + " header may have; give name=value pairs separated by commas");
            }
        });
        return headers;
    }

    /** A failure's own words would quote the text. */
    private static String decoded(String variable, String text) {
        try {
            return decoded(text);
        } catch (IllegalArgumentException undecodable) {
            throw new CommandFailure(variable + " cannot be read: values in it are percent-encoded; write % as %25");
        }
    }

    /** Of the text of a form, as which Java decodes, a plus is a blank; here it is a plus. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** What cannot be decoded counts as it is: a label is no reason not to start. */
    private static Map<String, String> attributes(String text) {
        Map<String, String> attributes = new LinkedHashMap<>();
        pairs(text).forEach((name, value) -> {
            try {
                attributes.put(decoded(name), decoded(value));
            } catch (IllegalArgumentException undecodable) {
                attributes.put(name, value);
            }
        });
        return attributes;
    }

    /** Of a name that is given twice the last value counts; what is no pair is passed over. */
    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String item : text.split(",", -1)) {
            int equals = item.indexOf('=');
            if (equals > 0 && item.length() > 2) {
                pairs.put(
                        item.substring(0, equals).strip(),
                        item.substring(equals + 1).strip());
            }
        }
        return pairs;
    }

    /** An empty one counts as unset, by the standard. */
    private static String value(String variable, Map<String, String> environment) {
        return environment.getOrDefault(variable, "").strip();
    }
}
