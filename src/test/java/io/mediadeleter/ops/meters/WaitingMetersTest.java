package io.mediadeleter.ops.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.deadletter.FaultGroups;
import io.mediadeleter.deadletter.UnresolvedCounts;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Partition;
import io.mediadeleter.ops.IdleEngine;
import io.mediadeleter.ops.status.InstanceStatus;
import io.mediadeleter.pipeline.status.ConsumerLag;
import io.mediadeleter.pipeline.status.ConsumerLag.Unreadable;
import io.mediadeleter.pipeline.status.InGrace;
import io.mediadeleter.pipeline.status.OldestDue;
import io.mediadeleter.pipeline.status.PipelineStatus.LoopStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaitingMetersTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Partition LIVE = new Partition("t", 0);
    private static final Partition WAITING = new Partition("t.grace", 0);
    private static final Partition DUE = new Partition("t.grace", 1);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Map<Partition, Unreadable> undecided = new HashMap<>();
    private Map<Partition, Long> unread = Map.of(LIVE, 5L, WAITING, 700L, DUE, 30L);
    private Optional<UnresolvedCounts> letters = Optional.empty();
    private InGrace inGrace = InGrace.NONE;

    WaitingMetersTest() {
        new WaitingMeters(
                        () -> IdleEngine.running(loop(), NOW),
                        () -> new ConsumerLag(unread, undecided),
                        () -> letters,
                        new InstanceStatus.Limits(100, false, 64, Duration.ofMinutes(15)),
                        () -> NOW)
                .bindTo(registry);
    }

    private LoopStatus loop() {
        return new LoopStatus(
                true,
                Map.of(LIVE, 1, WAITING, 2, DUE, 3),
                Set.of(),
                Map.of(),
                inGrace,
                Map.of(Lane.BULK, new OldestDue(LIVE, NOW.minusSeconds(90))),
                0);
    }

    private double value(String meter, String... tags) {
        return registry.get(meter).tags(tags).gauge().value();
    }

    @Test
    void oldestOfALane_isToldByItsAge_andALaneWithoutAnyByZero() {
        assertThat(value("media.deleter.oldest.waiting", "lane", "bulk")).isEqualTo(90);
        assertThat(value("media.deleter.oldest.waiting", "lane", "live")).isZero();
        assertThat(value("media.deleter.deadline")).isEqualTo(900);
    }

    @Test
    void untilTheLettersAreCounted_thereIsNoFigure() {
        assertThat(value("media.deleter.dead.letters.unresolved", "fault", "permanent"))
                .isNaN();
        assertThat(value("media.deleter.dead.letters.oldest")).isNaN();
    }

    @Test
    void lettersAreCountedByFault_andAnyOtherTextIsOther() {
        letters = Optional.of(new UnresolvedCounts(List.of(
                new FaultGroups.Group("PERMANENT", "A", 2, NOW.minusSeconds(60), NOW),
                new FaultGroups.Group("PERMANENT", "B", 3, NOW.minusSeconds(600), NOW),
                new FaultGroups.Group("forged", "C", 4, Instant.MAX, Instant.MIN))));

        assertThat(value("media.deleter.dead.letters.unresolved", "fault", "permanent"))
                .isEqualTo(5);
        assertThat(value("media.deleter.dead.letters.unresolved", "fault", "held"))
                .isZero();
        assertThat(value("media.deleter.dead.letters.unresolved", "fault", "other"))
                .isEqualTo(4);
        assertThat(value("media.deleter.dead.letters.oldest")).isEqualTo(600);
    }

    @Test
    void whatLiesBehindATransaction_isAsOldAsTheOldestOfIt() {
        assertThat(value("media.deleter.undecided.oldest")).isZero();

        undecided.put(LIVE, new Unreadable(3, NOW.minusSeconds(70)));
        undecided.put(DUE, new Unreadable(1, NOW.minusSeconds(900)));

        assertThat(value("media.deleter.undecided.oldest")).isEqualTo(900);
    }

    @Test
    void whatWaitsForItsTime_isCountedApartFromWhatIsDue() {
        inGrace = new InGrace(Map.of(WAITING, 2), Instant.ofEpochSecond(1_700_000_000));

        assertThat(value("media.deleter.unread")).isEqualTo(35);
        assertThat(value("media.deleter.in.grace")).isEqualTo(702);
        assertThat(value("media.deleter.grace.next.due")).isEqualTo(1_700_000_000);
    }

    @Test
    void partitionWhoseEndIsNotKnown_hidesNoneOfTheOthers() {
        unread = Map.of(LIVE, 5L, WAITING, 700L);

        assertThat(value("media.deleter.unread")).isEqualTo(705);
    }

    /** 0 says that all is done. */
    @Test
    void partitionWhoseEndIsNotKnown_isNotEmpty() {
        unread = Map.of(LIVE, 0L, WAITING, 0L);

        assertThat(value("media.deleter.unread")).isNaN();

        unread = Map.of(LIVE, 0L, WAITING, 0L, DUE, 0L);

        assertThat(value("media.deleter.unread")).isZero();
    }

    @Test
    void nothingWaits_theNextDueTimeIsNoNumber() {
        assertThat(value("media.deleter.unread")).isEqualTo(735);
        assertThat(value("media.deleter.in.grace")).isZero();
        assertThat(value("media.deleter.grace.next.due")).isNaN();
    }
}
