package io.mediadeleter.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTimerTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final SilenceTimer silence = new SilenceTimer(Duration.ofSeconds(5), 0);

    private boolean isSilentAfter(int from, int seconds) {
        boolean silent = false;
        for (int i = from; i <= seconds; i++) {
            silent = silence.isSilent(false, i * SECOND);
        }
        return silent;
    }

    @Test
    void threeLeasesWithoutAnything_areSilence() {
        assertThat(isSilentAfter(0, 15)).isFalse();
        assertThat(isSilentAfter(16, 16)).isTrue();
    }

    @Test
    void whatComesBack_beginsItAnew() {
        assertThat(isSilentAfter(0, 14)).isFalse();
        assertThat(silence.isSilent(true, 15 * SECOND)).isFalse();
        assertThat(isSilentAfter(16, 30)).isFalse();
        assertThat(isSilentAfter(31, 31)).isTrue();
    }

    @Test
    void timeWithoutTurns_doesNotCount() {
        assertThat(isSilentAfter(0, 2)).isFalse();
        assertThat(isSilentAfter(600, 615)).isFalse();
        assertThat(isSilentAfter(616, 616)).isTrue();
    }
}
