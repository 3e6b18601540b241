package io.mediadeleter.kafka.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.pipeline.port.RequestLogFailure;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.junit.jupiter.api.Test;

class KeptNameTest {

    private static final Duration POLL = Duration.ofMillis(500);

    private final StoppedTime time = new StoppedTime();
    private final KeptName name = new KeptName(
            new KafkaSettings("b:1", "g", "i1", Map.of(), Map.of(), Map.of()), () -> Duration.ofSeconds(45), time);
    private final UnreleasedInstanceIdException refusal = new UnreleasedInstanceIdException("kept");

    /** A second of polls. */
    private void awaitNextTry() {
        while (name.isAwaited(POLL)) {
            assertThat(name.obstacle()).isPresent();
        }
    }

    @Test
    void freeName_isNotWaitedFor() {
        assertThat(name.isAwaited(POLL)).isFalse();
        assertThat(name.obstacle()).isEmpty();
        assertThat(time.nanoTime()).isZero();
    }

    @Test
    void nameOfAFormerSelf_isWaitedForOverItsSession() {
        for (int tries = 0; tries < 50; tries++) {
            name.kept(refusal);
            awaitNextTry();
        }
        assertThat(time.nanoTime()).isEqualTo(Duration.ofSeconds(50).toNanos());
        assertThat(name.obstacle().orElse(""))
                .contains("group g still holds the name i1", "Waiting up to 55 s for its session to expire");

        name.given();

        assertThat(name.obstacle()).isEmpty();
        assertThat(name.isAwaited(POLL)).isFalse();
    }

    @Test
    void nameThatIsKeptForLonger_isAnotherInstances() {
        name.kept(refusal);
        time.pass(Duration.ofSeconds(56));

        assertThatThrownBy(() -> name.kept(refusal))
                .isInstanceOf(RequestLogFailure.class)
                .hasMessageContaining("Another instance runs as i1: the group has held the name for it for 55 s");
    }

    @Test
    void wakeup_endsTheWait() {
        name.kept(refusal);
        name.wakeup();

        assertThat(name.isAwaited(POLL)).isTrue();

        assertThat(time.nanoTime()).isZero();
    }

    @Test
    void laterLossOfTheName_isAWaitOfItsOwn() {
        name.kept(refusal);
        awaitNextTry();
        name.given();
        time.pass(Duration.ofHours(1));

        name.kept(refusal);

        assertThat(name.isKept()).isTrue();
    }
}
