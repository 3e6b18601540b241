package io.mediadeleter.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Partition;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.ops.IdleEngine;
import io.mediadeleter.pipeline.Pipeline;
import io.mediadeleter.pipeline.status.InGrace;
import io.mediadeleter.pipeline.status.PipelineStatus;
import io.mediadeleter.pipeline.status.PipelineStatus.LoopStatus;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HealthTest {

    private static final Duration LONGEST_TURN = Duration.ofSeconds(103);

    private final StoppedTime time = new StoppedTime();
    private final Pipeline pipeline = IdleEngine.with(time);

    private Health live() {
        return Health.live(pipeline.status(), LONGEST_TURN);
    }

    @Test
    void startThatTakesAsLongAsItMay_isLiveAndNotReady() {
        assertThat(Health.starting(LONGEST_TURN, LONGEST_TURN).page().status()).isEqualTo(200);
        assertThat(Health.STARTING.page().status()).isEqualTo(503);
    }

    @Test
    void startThatHangs_isNotLiveAndSaysForHowLong() {
        Health hung = Health.starting(LONGEST_TURN.plusSeconds(2), LONGEST_TURN);

        assertThat(hung.page().status()).isEqualTo(503);
        assertThat(hung.reason()).contains("105 s", "103 s");
    }

    @Test
    void loopThatIsSilentAsLongAsItMayBe_isLive() {
        time.pass(LONGEST_TURN);

        assertThat(live().isWell()).isTrue();
        assertThat(live().page().status()).isEqualTo(200);
    }

    @Test
    void loopThatIsSilentForLonger_isNotLiveAndSaysForHowLong() {
        time.pass(LONGEST_TURN.plusSeconds(2));

        assertThat(live().isWell()).isFalse();
        assertThat(live().reason()).contains("105 s", "103 s");
        assertThat(live().page().status()).isEqualTo(503);
    }

    @Test
    void drainThatHangs_isNotLive() {
        pipeline.stop();
        time.pass(LONGEST_TURN.plusSeconds(1));

        assertThat(live().isWell()).isFalse();
    }

    @Test
    void errorInAThreadThatWorksForIt_isNotLiveNorReadyAndSaysWhy() {
        pipeline.fail(new OutOfMemoryError("heap"));

        assertThat(live()).isEqualTo(new Health(false, "stopped after an error: java.lang.OutOfMemoryError: heap"));
        assertThat(Health.ready(pipeline.status()).isWell()).isFalse();
    }

    @Test
    void errorInAThreadThatWorksForIt_endsTheEngine() throws Exception {
        Pipeline running = IdleEngine.with(Time.system());
        Error error = new OutOfMemoryError("heap");
        running.start();
        running.fail(error);

        assertThat(running.awaitEnd()).containsSame(error);
    }

    @Test
    void instanceWithoutPartitionsYet_isLiveButNotReady() {
        assertThat(live().isWell()).isTrue();
        assertThat(Health.ready(pipeline.status())).isEqualTo(new Health(false, "no partitions are assigned yet"));
    }

    @Test
    void instanceWithPartitions_isReady() {
        LoopStatus loop =
                new LoopStatus(true, Map.of(new Partition("t", 0), 3), Set.of(), Map.of(), InGrace.NONE, Map.of(), 0);
        PipelineStatus running = IdleEngine.running(loop, Instant.EPOCH);

        assertThat(Health.ready(running)).isEqualTo(new Health(true, "partitions that are assigned: 1"));
        assertThat(Health.ready(running).page().body()).contains("\"status\" : \"up\"");
    }

    @Test
    void instanceThatDrains_isLiveButNotReady() {
        pipeline.stop();

        assertThat(live().isWell()).isTrue();
        assertThat(Health.ready(pipeline.status()).reason()).startsWith("draining");
    }
}
