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

        assertThat(read.headers()).isEqualTo(Map.of("a", "x,y", "authorization", "Basic ab+c==", "b", "p q"));
    }

    @Test
    void serviceName_goesBeforeTheAttribute() {
        OtelVariables read = OtelVariables.of(
                Map.of("OTEL_SERVICE_NAME", "ours", "OTEL_RESOURCE_ATTRIBUTES", "service.name=theirs,zone=a"));

        assertThat(read.resourceAttributes()).isEqualTo(Map.of("service.name", "ours", "zone", "a"));
    }
}
