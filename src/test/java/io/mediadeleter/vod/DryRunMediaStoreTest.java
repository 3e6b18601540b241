package io.mediadeleter.vod;

import static io.mediadeleter.vod.TestCalls.outcomeOf;
import static io.mediadeleter.vod.TestCalls.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.rule.Outcome;
import org.junit.jupiter.api.Test;

class DryRunMediaStoreTest {

    @Test
    void call_isNotMade() {
        assertThat(outcomeOf(new DryRunMediaStore(), whole())).isEqualTo(new Outcome.NotCalled());
    }
}
