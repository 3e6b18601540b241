package io.mediadeleter.kafka.quota;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.quota.Claim;
import io.mediadeleter.quota.QuotaTerms;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimJsonTest {

    @Test
    void claim_isReadAsItWasWritten() {
        Claim told = new Claim("i1-1", 7, 3, 2, new QuotaTerms(10, Duration.ofSeconds(5)));
        Claim untold = new Claim("i1-1", 7, 3, 2);

        assertThat(ClaimJson.read(ClaimJson.write(told))).contains(told);
        assertThat(ClaimJson.read(ClaimJson.write(untold))).contains(untold);
        assertThat(new String(ClaimJson.write(untold), UTF_8)).doesNotContain("null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{}",
                "{'version':1,'member':'','number':1,'demand':1,'wanted':1}",
                "{'version':1,'member':'a b','number':1,'demand':1,'wanted':1}",
                "{'version':1,'member':'a\\u0007','number':1,'demand':1,'wanted':1}",
                "{'version':1,'member':'a\\u202e','number':1,'demand':1,'wanted':1}",
                "{'version':1,'member':'a','number':0,'demand':1,'wanted':1}",
                "{'version':1,'member':'a','number':1.5,'demand':1,'wanted':1}",
                "{'version':1,'member':'a','number':99999999999999999999,'demand':1,'wanted':1}",
                "{'version':1,'member':'a','number':1,'demand':-1,'wanted':1}",
                "{'version':1,'member':'a','number':1,'demand':1,'wanted':NaN}",
                "{'version':1,'member':'a','number':1,'demand':1,'wanted':1e3}",
                "{'version':1,'member':'a','number':1,'demand':1,'wanted':99999999999}",
                "{'version':1,'member':'a','number':1,'demand':1,'wanted':1,'perSecond':0,'leaseMillis':5000}",
                "{'version':1,'member':'a','number':1,'demand':1,'wanted':1,'perSecond':10,'leaseMillis':-1}",
                "{'version':1,'member':'a','number':1,'demand':1,'wanted':1,'perSecond':10}"
            })
    void anythingElse_isNoClaim(String value) {
        assertThat(ClaimJson.read(value.replace('\'', '"').getBytes(UTF_8))).isEmpty();
    }

    @Test
    void hugeOrMissingValue_isNoClaim() {
        String huge =
                "{\"version\":1,\"member\":\"" + "a".repeat(100_000) + "\",\"number\":1,\"demand\":1,\"wanted\":1}";

        assertThat(ClaimJson.read(huge.getBytes(UTF_8))).isEmpty();
        assertThat(ClaimJson.read(null)).isEmpty();
    }
}
