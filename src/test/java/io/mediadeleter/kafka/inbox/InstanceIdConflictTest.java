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
import java.util.Optional;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InstanceIdConflictTest {

    private static final Duration POLL = Duration.ofMillis(500);

    private final StoppedTime time = new StoppedTime();
    private Optional<Duration> session = Optional.of(Duration.ofSeconds(45));
    private final InstanceIdConflict name = new InstanceIdConflict(
            new KafkaSettings("b:1", "g", "i1", Map.of(), Map.of(), Map.of()), () -> session, time);
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

    /** Most brokers let nobody ask who has no business there. */
    @Test
    void nameThatIsKept_whereTheSessionIsNotKnown_isNoProofOfAnother() {
        session = Optional.empty();
        name.refused(refusal);
        time.pass(Duration.ofSeconds(71));

        assertThatThrownBy(() -> name.refused(refusal))
                .isInstanceOf(RequestLogFailure.class)
                .hasMessageContaining("for 70 s, unless the brokers keep a silent member's name for longer");
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
                .hasMessageContaining(
                        "Another instance runs as i1: it joined the group after this one, and writes to the control topic");
    }

    /** Nobody may be there: to end would only take the name from whoever has it with the next start. */
    @Test
    void nameOfWhichTheControlTopicTellsNothing_isWaitedFor() {
        name.refused(fenced);
        while (time.nanoTime() <= Duration.ofMinutes(5).toNanos()) {
            assertThat(name.isAwaited(POLL, group)).isTrue();
        }
        assertThat(name.obstacle().orElse(""))
                .isEqualTo(
                        "The group g has given the name i1 to a member that joined later. Whether that is another process"
                                + " is not known yet, as this instance does not read back what it writes to the control topic. It"
                                + " joins the group again, or ends, once it is.");

        group.use = NameUse.ALONE;
        assertThat(name.isAwaited(POLL, group))
                .as("another one could not write either")
                .isTrue();
        assertThat(name.isAwaited(POLL, group)).isFalse();
        assertThat(group.asked == null ? 0 : group.asked.nanos())
                .as("asked since when the topic can be read")
                .isGreaterThan(Duration.ofMinutes(5).toNanos());
        assertThat(name.obstacle()).isEmpty();
    }

    /** Nothing was read meanwhile, of its own probes neither. */
    @Test
    void suspensionWhileThatIsFoundOut_endsNothing() {
        name.refused(fenced);
        assertThat(name.isAwaited(POLL, group)).isTrue();
        time.pass(Duration.ofMinutes(5));

        assertThat(name.isAwaited(POLL, group)).isTrue();
        group.use = NameUse.ALONE;
        assertThat(name.isAwaited(POLL, group))
                .as("the time is counted from now")
                .isTrue();
        assertThat(name.isAwaited(POLL, group)).isFalse();
    }

    @Test
    void nameThatTurnsOutToBeAnothers_endsThisOneThen() {
        name.refused(fenced);
        time.pass(Duration.ofMinutes(5));
        assertThat(name.isAwaited(POLL, group)).isTrue();

        group.use = NameUse.SHARED;

        assertThatThrownBy(() -> name.isAwaited(POLL, group)).isInstanceOf(RequestLogFailure.class);
    }

    @Test
    void nameThatIsTakenAgainAndAgain_isAnothersAtTheFourthTimeInAMinute() {
        group.use = NameUse.ALONE;
        for (int times = 0; times < 3; times++) {
            name.refused(fenced);
            assertThat(name.isAwaited(POLL, group)).isFalse();
            time.pass(Duration.ofSeconds(20));
        }

        assertThatThrownBy(() -> name.refused(fenced))
                .isInstanceOf(RequestLogFailure.class)
                .hasMessageContaining("to another member 4 times within 60 s, though no other process shows itself");
        time.pass(Duration.ofSeconds(1));
        name.refused(fenced);
        assertThat(name.isAwaited(POLL, group)).isFalse();
    }
}
