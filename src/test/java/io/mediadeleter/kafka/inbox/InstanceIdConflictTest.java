package io.mediadeleter.kafka.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.control.members.NameUse;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.pipeline.port.GroupKnowledge;
import io.mediadeleter.pipeline.port.RequestLogFailure;
import io.mediadeleter.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InstanceIdConflictTest {

    private static final Duration POLL = Duration.ofMillis(500);

    private final StoppedTime time = new StoppedTime();
    private final InstanceIdConflict name = new InstanceIdConflict(
            new KafkaSettings("b:1", "g", "i1", Map.of(), Map.of(), Map.of()), () -> Duration.ofSeconds(45), time);
    private final UnreleasedInstanceIdException refusal = new UnreleasedInstanceIdException("kept");
    private final FencedInstanceIdException fenced = new FencedInstanceIdException("fenced");
    private final HeardNames group = new HeardNames();

    /** Tells what others show on the control topic. */
    private static final class HeardNames implements GroupKnowledge {
        private NameUse use = NameUse.UNKNOWN;
        private @Nullable Moment asked;

        @Override
        public KnownStart knownStart() {
            return new KnownStart(false, null);
        }

        @Override
        public NameUse nameSince(Moment then) {
            asked = then;
            return use;
        }
    }

    /** A second of polls. */
    private void awaitNextTry() {
        while (name.isAwaited(POLL, group)) {
            assertThat(name.obstacle()).isPresent();
        }
    }

    @Test
    void freeName_isNotWaitedFor() {
        assertThat(name.isAwaited(POLL, group)).isFalse();
        assertThat(name.obstacle()).isEmpty();
        assertThat(time.nanoTime()).isZero();
    }

    @Test
    void nameOfAFormerSelf_isWaitedForOverItsSession() {
        for (int tries = 0; tries < 50; tries++) {
            name.refused(refusal);
            awaitNextTry();
        }
        assertThat(time.nanoTime()).isEqualTo(Duration.ofSeconds(50).toNanos());
        assertThat(name.obstacle().orElse(""))
                .contains("group g still holds the name i1", "Waiting up to 55 s for its session to expire");

        name.given();

        assertThat(name.obstacle()).isEmpty();
        assertThat(name.isAwaited(POLL, group)).isFalse();
    }

    @Test
    void nameThatIsKeptForLonger_isAnotherInstances() {
        name.refused(refusal);
        time.pass(Duration.ofSeconds(56));

        assertThatThrownBy(() -> name.refused(refusal))
                .isInstanceOf(RequestLogFailure.class)
                .hasMessageContaining("Another instance runs as i1: the group has held the name for it for 55 s");
    }

    @Test
    void wakeup_endsTheWait() {
        name.refused(refusal);
        name.wakeup();

        assertThat(name.isAwaited(POLL, group)).isTrue();

        assertThat(time.nanoTime()).isZero();
    }

    @Test
    void laterLossOfTheName_isAWaitOfItsOwn() {
        name.refused(refusal);
        awaitNextTry();
        name.given();
        time.pass(Duration.ofHours(1));

        name.refused(refusal);

        assertThat(name.isKept()).isTrue();
    }

    @Test
    void nameThatNobodyUsesWhoHasIt_isTakenBackOnceThatIsKnown() {
        time.pass(Duration.ofSeconds(9));
        name.refused(fenced);
        time.pass(Duration.ofSeconds(2));
        assertThat(name.isAwaited(POLL, group)).isTrue();
        assertThat(group.asked).isEqualTo(new Moment(9_000_000_000L, Instant.ofEpochSecond(9)));
        assertThat(name.obstacle().orElse(""))
                .isEqualTo("The group g has given the name i1 to a member that joined later. Finding out on the control"
                        + " topic whether that is another process.");

        group.use = NameUse.ALONE;

        assertThat(name.isAwaited(POLL, group)).isFalse();
        assertThat(name.obstacle()).isEmpty();
    }

    @Test
    void nameThatAnotherProcessUses_endsThisOne() {
        name.refused(fenced);
        group.use = NameUse.SHARED;

        assertThatThrownBy(() -> name.isAwaited(POLL, group))
                .isInstanceOf(RequestLogFailure.class)
                .hasMessageContaining("Another instance runs as i1: it joined the group after this one");
    }

    @Test
    void nameOfWhichTheControlTopicTellsNothing_endsThisOne() {
        name.refused(fenced);
        int looks = 0;
        while (time.nanoTime() <= Duration.ofSeconds(15).toNanos()) {
            assertThat(name.isAwaited(POLL, group)).isTrue();
            looks++;
        }

        assertThat(looks).isEqualTo(151);
        assertThatThrownBy(() -> name.isAwaited(POLL, group)).isInstanceOf(RequestLogFailure.class);
    }

    /** Nothing was read meanwhile, of its own probes neither. */
    @Test
    void suspensionWhileThatIsFoundOut_endsNothing() {
        name.refused(fenced);
        assertThat(name.isAwaited(POLL, group)).isTrue();
        time.pass(Duration.ofMinutes(5));

        assertThat(name.isAwaited(POLL, group)).isTrue();
        group.use = NameUse.ALONE;
        assertThat(name.isAwaited(POLL, group)).isFalse();
    }

    @Test
    void nameThatIsTakenAgainAndAgain_isAnothersAtTheFourthTimeInAMinute() {
        group.use = NameUse.ALONE;
        for (int times = 0; times < 3; times++) {
            name.refused(fenced);
            assertThat(name.isAwaited(POLL, group)).isFalse();
            time.pass(Duration.ofSeconds(20));
        }

        assertThatThrownBy(() -> name.refused(fenced)).isInstanceOf(RequestLogFailure.class);
        time.pass(Duration.ofSeconds(1));
        name.refused(fenced);
        assertThat(name.isAwaited(POLL, group)).isFalse();
    }
}
