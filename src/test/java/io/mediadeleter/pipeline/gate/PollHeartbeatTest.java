package io.mediadeleter.pipeline.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.StoppedTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PollHeartbeatTest {

    private final StoppedTime time = new StoppedTime();
    private final PollHeartbeat pulse = new PollHeartbeat(time);

    @Test
    void silentLoop_allowsNoCallsAfterFiveSeconds() {
        time.pass(Duration.ofNanos(4_999_999_999L));
        assertThat(pulse.allowsCalls()).isTrue();

        time.pass(Duration.ofNanos(1));
        assertThat(pulse.allowsCalls()).isFalse();

        pulse.beat();
        assertThat(pulse.allowsCalls()).isTrue();
    }

    @Test
    void failedCommit_allowsNoCallsUntilOneSucceedsThoughTheLoopPolls() {
        pulse.commitsFail();
        pulse.beat();
        assertThat(pulse.allowsCalls()).isFalse();

        pulse.commitsSucceed();
        assertThat(pulse.allowsCalls()).isTrue();
    }
}
