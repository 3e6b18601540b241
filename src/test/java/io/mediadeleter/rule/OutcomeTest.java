package io.mediadeleter.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.rule.Outcome.Deleted;
import io.mediadeleter.rule.Outcome.Failed;
import io.mediadeleter.rule.Outcome.NotCalled;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    @Test
    void failure_isOfItsOwnKindOnly() {
        Outcome throttled = new Failed(new Fault(FaultKind.THROTTLED, "Code", "message", null));

        assertThat(throttled.failedBy(FaultKind.THROTTLED)).isTrue();
        assertThat(throttled.failedBy(FaultKind.PERMANENT)).isFalse();
    }

    @Test
    void whatDidNotFail_isOfNoKind() {
        assertThat(FaultKind.values())
                .noneMatch(kind -> new Deleted("r-1").failedBy(kind) || new NotCalled().failedBy(kind));
    }
}
