package io.mediadeleter.pipeline.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.StoppedTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PollHeartbeatTest {

    private final StoppedTime time = new StoppedTime();
    private final PollHeartbeat heartbeat = new PollHeartbeat(time);

    @Test
    void silentLoop_allowsNoCallsAfterFiveSeconds() {
        time.pass(Duration.ofNanos(4_999_999_999L));
        assertThat(heartbeat.allowsCalls()).isTrue();

        time.pass(Duration.ofNanos(1));
        assertThat(heartbeat.allowsCalls()).isFalse();

        heartbeat.beat();
        assertThat(heartbeat.allowsCalls()).isTrue();
    }

    @Test
    void failedCommit_allowsNoCallsUntilOneSucceedsThoughTheLoopPolls() {
        heartbeat.commitsFail();
        heartbeat.beat();
        assertThat(heartbeat.allowsCalls()).isFalse();

        heartbeat.commitsSucceed();
        assertThat(heartbeat.allowsCalls()).isTrue();
    }
}
