package io.mediadeleter.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.quota.QuotaSnapshot;
import io.mediadeleter.quota.QuotaTerms;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {

    private static final QuotaTerms MORE = new QuotaTerms(60, Duration.ofSeconds(5));
    private static final QuotaTerms LESS = new QuotaTerms(10, Duration.ofSeconds(5));

    private static JsonNode shown(Map<String, QuotaTerms> differing) throws IOException {
        QuotaSnapshot quota = new QuotaSnapshot(
                "a",
                80,
                40,
                40,
                40,
                Instant.EPOCH,
                Duration.ofSeconds(2),
                Map.of("a", 40, "b", 60),
                Map.of("a", 80, "b", 20),
                100,
                differing);
        return new ObjectMapper().readTree(Page.json(200, quota).body());
    }

    @Test
    void quota_isShownWithWhatAllUseAndItsLeaseAsText() throws IOException {
        JsonNode quota = shown(Map.of());

        assertThat(quota.get("usedByAll").asInt()).isEqualTo(60);
        assertThat(quota.get("grants").get("b").asInt()).isEqualTo(60);
        assertThat(quota.get("leaseEnds").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(quota.get("unleased").asText()).isEqualTo("PT2S");
        assertThat(quota.has("differing")).isFalse();
    }

    @Test
    void differingSettings_areShownByMember() throws IOException {
        JsonNode differing = shown(Map.of("a", MORE, "b", LESS)).get("differing");

        assertThat(differing.get("a").asText()).isEqualTo("60 a second, lease 5s");
        assertThat(differing.get("b").asText()).isEqualTo("10 a second, lease 5s");
    }

    @Test
    void callsThatAGatewayPutOff_areShownWithHowLong() throws IOException {
        Fault because = new Fault(FaultKind.TRANSIENT, "Http.503", "put off", null, Duration.ofSeconds(20));

        JsonNode shown = new ObjectMapper().readTree(Page.json(200, because).body());
        assertThat(shown.get("code").asText()).isEqualTo("Http.503");
        assertThat(shown.get("retryAfter").asText()).isEqualTo("PT20S");
    }
}
