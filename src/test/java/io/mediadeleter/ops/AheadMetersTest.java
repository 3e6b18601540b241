package io.mediadeleter.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Partition;
import io.mediadeleter.pipeline.port.Ahead;
import io.mediadeleter.pipeline.port.Ahead.Undecided;
import io.mediadeleter.pipeline.port.InGrace;
import io.mediadeleter.pipeline.port.PipelineStatus.Books;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AheadMetersTest {

    private static final Partition LIVE = new Partition("t", 0);
    private static final Partition WAITING = new Partition("t.grace", 0);
    private static final Partition DUE = new Partition("t.grace", 1);
    private static final Ahead AHEAD = new Ahead(Map.of(LIVE, 5L, WAITING, 700L, DUE, 30L), Map.of());

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private void bind(InGrace inGrace) {
        Books books = new Books(true, Map.of(LIVE, 1, WAITING, 2, DUE, 3), Set.of(), Map.of(), inGrace, Map.of(), 0);
        new AheadMeters(() -> IdleEngine.running(books, Instant.EPOCH), () -> AHEAD).bindTo(registry);
    }

    @Test
    void whatLiesBehindATransaction_isAsOldAsTheOldestOfIt() {
        Instant now = Instant.ofEpochSecond(1_700_000_000);
        Books books = new Books(true, Map.of(LIVE, 1), Set.of(), Map.of(), InGrace.NONE, Map.of(), 0);
        Map<Partition, Undecided> undecided = new HashMap<>();
        new AheadMeters(() -> IdleEngine.running(books, now), () -> new Ahead(Map.of(LIVE, 0L), undecided))
                .bindTo(registry);

        assertThat(age("media.deleter.undecided.oldest")).isZero();

        undecided.put(LIVE, new Undecided(3, now.minusSeconds(70)));
        undecided.put(DUE, new Undecided(1, now.minusSeconds(900)));

        assertThat(age("media.deleter.undecided.oldest")).isEqualTo(900);
    }

    private double age(String meter) {
        return registry.get(meter).timeGauge().value(TimeUnit.SECONDS);
    }

    private double value(String meter) {
        return registry.get(meter).gauge().value();
    }

    @Test
    void whatWaitsForItsTime_isCountedApartFromWhatIsDue() {
        bind(new InGrace(Map.of(WAITING, 2), Instant.ofEpochSecond(1_700_000_000)));

        assertThat(value("media.deleter.unread")).isEqualTo(35);
        assertThat(value("media.deleter.in.grace")).isEqualTo(702);
        assertThat(value("media.deleter.grace.next.due")).isEqualTo(1_700_000_000);
    }

    @Test
    void nothingWaits_theNextDueTimeIsNoNumber() {
        bind(InGrace.NONE);

        assertThat(value("media.deleter.unread")).isEqualTo(735);
        assertThat(value("media.deleter.in.grace")).isZero();
        assertThat(value("media.deleter.grace.next.due")).isNaN();
    }
}
