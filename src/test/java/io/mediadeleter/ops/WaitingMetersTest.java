package io.mediadeleter.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.deadletter.FaultGroups;
import io.mediadeleter.deadletter.Unresolved;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.Partition;
import io.mediadeleter.pipeline.port.InGrace;
import io.mediadeleter.pipeline.port.OldestDue;
import io.mediadeleter.pipeline.port.PipelineStatus;
import io.mediadeleter.pipeline.port.PipelineStatus.Books;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaitingMetersTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Partition PARTITION = new Partition("t", 0);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private Optional<Unresolved> letters = Optional.empty();

    WaitingMetersTest() {
        Books books = new Books(
                true,
                Map.of(PARTITION, 1),
                Set.of(),
                Map.of(),
                InGrace.NONE,
                Map.of(Lane.BULK, new OldestDue(PARTITION, NOW.minusSeconds(90))),
                0);
        PipelineStatus status = IdleEngine.running(books, NOW);
        new WaitingMeters(
                        () -> status,
                        () -> letters,
                        new InstanceStatus.Limits(100, false, 64, Duration.ofMinutes(15)),
                        () -> NOW)
                .bindTo(registry);
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
        letters = Optional.of(new Unresolved(List.of(
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
}
