package io.mediadeleter.group;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NextStepTest {

    /** `check --call` is a new process: it is content with new keys, which no running instance has. */
    @ParameterizedTest
    @ValueSource(strings = {"AuthFailure.SecretIdNotFound", "AuthFailure.SignatureFailure", "Credentials.Missing"})
    void keysThatFail_areReadAnewByARestartAlone(String code) {
        assertThat(NextStep.of(code)).contains("media-deleter check --call").contains("restart the instances");
    }

    @Test
    void rightThatIsMissing_isGranted_withoutARestart() {
        assertThat(NextStep.of("UnauthorizedOperation"))
                .startsWith("Grant its key the action")
                .doesNotContain("restart");
    }
}
