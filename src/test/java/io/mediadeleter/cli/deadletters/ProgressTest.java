package io.mediadeleter.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.cli.console.Progress;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.time.CancellationToken;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final StoppedTime time = new StoppedTime();
    private final StringWriter shown = new StringWriter();

    @Test
    void pace_letsABatchThroughAtOnceAndThenKeepsToTheRate() {
        RateLimiter pace = new RateLimiter(20, 10, time);
        CancellationToken stop = new CancellationToken();

        assertThat(pace.await(10, stop)).isTrue();
        assertThat(time.nanoTime()).isZero();
        for (int batch = 0; batch < 20; batch++) {
            assertThat(pace.await(10, stop)).isTrue();
        }
        assertThat(Duration.ofNanos(time.nanoTime())).isBetween(Duration.ofMillis(9_999), Duration.ofMillis(10_001));
        stop.ask();
        assertThat(pace.await(10, stop)).isFalse();
    }

    @Test
    void onATerminal_aBarIsRewritten() {
        Progress progress = new Progress(Change.REPLAY.done(), 1_000, true, new PrintWriter(shown), time);
        time.pass(Duration.ofSeconds(5));
        progress.add(500);

        assertThat(shown.toString())
                .isEqualTo(
                        "\r\u001b[K\u001b[?7l[###############---------------] 500 of 1,000 replayed (50 %), 100 a second, 5 s to go\u001b[?7h");
    }

    @Test
    void elsewhere_thereIsALineNowAndThen() {
        Progress progress = new Progress(Change.DISCARD.done(), 1_000, false, new PrintWriter(shown), time);
        time.pass(Duration.ofSeconds(9));
        progress.add(100);
        assertThat(shown.toString()).isEmpty();
        time.pass(Duration.ofSeconds(1));
        progress.add(100);
        progress.clear();

        assertThat(shown.toString().lines()).containsExactly("200 of 1,000 discarded (20 %), 20 a second, 40 s to go");
        assertThat(progress.count()).isEqualTo(200);
    }

    @Test
    void estimate_countsWithTheQuotaAndWithATenthOfIt() {
        assertThat(Estimate.of(1_000, 1_000, 100))
                .isEqualTo(new Estimate(Duration.ofSeconds(10), Duration.ofSeconds(100)));
        assertThat(Estimate.of(1_000, 5, 100))
                .isEqualTo(new Estimate(Duration.ofSeconds(200), Duration.ofSeconds(200)));
    }
}
