package io.mediadeleter.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.ControlView;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndedHoldsTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Instant DAY_AGO = NOW.minus(Duration.ofDays(1));

    private final ControlView view = new ControlView(EndedHolds::mayEnd);

    private void hold(String key, @Nullable Instant until) {
        Put put = new Put(Selector.parse(key).orElseThrow(), "r", "jane", until, null);
        view.read(new LoggedEntry(view.size(), Instant.EPOCH, put));
    }

    /** Its publisher may be about to renew it, unread by whoever removes what has ended. */
    @Test
    void holdThatEndedLately_isLeftAlone() {
        hold("media:1", DAY_AGO);
        hold("media:2", DAY_AGO.plusSeconds(1));
        hold("media:3", NOW);
        hold("media:4", NOW.plusSeconds(1));

        EndedHolds found = EndedHolds.in(view, NOW);

        assertThat(found.old())
                .extracting(Hold::selector)
                .extracting(Selector::toString)
                .containsExactly("media:1");
        assertThat(found.recent()).isEqualTo(2);
    }

    @Test
    void pausesAndWhatNeverEnds_areNotOfThem_andTakeNoMemory() {
        hold("all:old", Instant.EPOCH);
        hold("media:1", null);

        assertThat(view.size()).isZero();
        assertThat(EndedHolds.in(view, NOW).old()).isEmpty();
    }
}
