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
    void loopThatWasSilentForFiveSeconds_allowsNoCallBeforeKafkaAcceptsACommit_thoughItWasNeverHeardBefore() {
        time.pass(Duration.ofSeconds(5));
        heartbeat.beat();
        assertThat(heartbeat.proved(time.moment())).isTrue();

        assertThat(heartbeat.allowsCalls()).isFalse();
        assertThat(heartbeat.obstacle()).get().asString().contains("until Kafka has accepted a commit");

        Duration before = heartbeat.obstacle().orElseThrow().lasts();
        time.pass(Duration.ofMillis(2_500));
        heartbeat.beat();
        assertThat(heartbeat.obstacle().orElseThrow().lasts()).isEqualTo(before.plusMillis(2_500));
        assertThat(heartbeat.wantsCommit()).isTrue();
        heartbeat.committed(time.moment());
        assertThat(heartbeat.allowsCalls()).isTrue();
        assertThat(heartbeat.obstacle()).isEmpty();
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
