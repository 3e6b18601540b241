package io.mediadeleter.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.cli.check.Finding.Verdict;
import io.mediadeleter.config.Settings;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiChecksTest {

    @Test
    void callInADryRun_isNotMadeAndSaysSo() {
        Settings dry = Settings.load(
                Map.of("MEDIA_DELETER_DRY_RUN", "true", "MEDIA_DELETER_VOD_ENDPOINT", "http://127.0.0.1:1"), null);

        assertThat(ApiChecks.call(dry)).singleElement().satisfies(finding -> {
            assertThat(finding.verdict()).isEqualTo(Verdict.SKIPPED);
            assertThat(finding.toString()).contains("no call was made", "dry-run is true", "DRY_RUN=false");
        });
    }

    /** A policy for one sub-application alone is as it should be. */
    @Test
    void keyThatMayNotDelete_isGrantedNoMoreThanTheSubApplicationThatWasNamed() {
        Fault denied = new Fault(FaultKind.SYSTEMIC, "UnauthorizedOperation", "not authorized", null);

        assertThat(ApiChecks.remedy(denied, null)).startsWith("the call named no sub-application: name one");
        assertThat(ApiChecks.remedy(denied, 15L))
                .isEqualTo("allow vod:DeleteMedia on the sub-application 15 in the key's CAM policy");
    }
}
