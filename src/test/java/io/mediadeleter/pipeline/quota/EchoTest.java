package io.mediadeleter.pipeline.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.quota.Allowance;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EchoTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Echo echo = new Echo(Duration.ofSeconds(5), new Allowance(0, 0), 0);

    private boolean isLostAfter(int from, int seconds, Allowance unchanged) {
        boolean lost = false;
        for (int i = from; i <= seconds; i++) {
            lost = echo.isLost(unchanged, i * SECOND);
        }
        return lost;
    }

    @Test
    void silenceOfThreeLeases_isALoss() {
        assertThat(isLostAfter(0, 15, new Allowance(0, 0))).isFalse();
        assertThat(isLostAfter(16, 16, new Allowance(0, 0))).isTrue();
    }

    @Test
    void whatComesBack_beginsItAnew() {
        assertThat(isLostAfter(0, 14, new Allowance(0, 0))).isFalse();
        assertThat(isLostAfter(15, 30, new Allowance(40, 18 * SECOND))).isFalse();
        assertThat(isLostAfter(31, 31, new Allowance(40, 18 * SECOND))).isTrue();
    }

    @Test
    void timeWithoutTurns_doesNotCount() {
        assertThat(isLostAfter(0, 2, new Allowance(0, 0))).isFalse();
        assertThat(isLostAfter(600, 615, new Allowance(0, 0))).isFalse();
        assertThat(isLostAfter(616, 616, new Allowance(0, 0))).isTrue();
    }
}
