package io.mediadeleter.otel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OtelVariablesTest {

    /** By the standard: pairs first, and then each value percent-encoded, in which a plus is a plus. */
    @Test
    void headersAreDecodedOneByOne() {
        OtelVariables read =
                OtelVariables.of(Map.of("OTEL_EXPORTER_OTLP_HEADERS", "a=x%2Cy, authorization=Basic ab+c==,b=p%20q"));

        Map<String, String> decoded = Map.of("a", "x,y", "authorization", "Basic ab+c==", "b", "p q");
        assertThat(read.metricHeaders()).isEqualTo(decoded);
        assertThat(read.spanHeaders()).isEqualTo(decoded);
    }

    /** One may be a key that is meant for one address alone. */
    @Test
    void headersOfOneSignal_doNotGoWithTheOther() {
        OtelVariables read = OtelVariables.of(Map.of(
                "OTEL_EXPORTER_OTLP_HEADERS", "a=all,b=all",
                "OTEL_EXPORTER_OTLP_METRICS_HEADERS", "a=metrics",
                "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "b=spans"));

        assertThat(read.metricHeaders()).isEqualTo(Map.of("a", "metrics", "b", "all"));
        assertThat(read.spanHeaders()).isEqualTo(Map.of("a", "all", "b", "spans"));
    }

    /** Which of two was sent would be left to chance. */
    @Test
    void headersInTwoSpellings_areOne() {
        OtelVariables read = OtelVariables.of(Map.of(
                "OTEL_EXPORTER_OTLP_HEADERS", "Authorization=all,X-Key=1,x-key=2",
                "OTEL_EXPORTER_OTLP_METRICS_HEADERS", "authorization=metrics"));

        assertThat(read.metricHeaders()).isEqualTo(Map.of("authorization", "metrics", "x-key", "2"));
        assertThat(read.spanHeaders()).isEqualTo(Map.of("authorization", "all", "x-key", "2"));
    }

    @Test
    void attributes_arePercentDecoded_whereTheyCanBe() {
        OtelVariables read = OtelVariables.of(Map.of("OTEL_RESOURCE_ATTRIBUTES", "team=a%2Cb,zone=x+y,load=50%"));

        assertThat(read.resourceAttributes()).isEqualTo(Map.of("team", "a,b", "zone", "x+y", "load", "50%"));
    }

    @Test
    void serviceName_goesBeforeTheAttribute() {
        OtelVariables read = OtelVariables.of(
                Map.of("OTEL_SERVICE_NAME", "ours", "OTEL_RESOURCE_ATTRIBUTES", "service.name=theirs,zone=a"));

        assertThat(read.resourceAttributes()).isEqualTo(Map.of("service.name", "ours", "zone", "a"));
    }
}
