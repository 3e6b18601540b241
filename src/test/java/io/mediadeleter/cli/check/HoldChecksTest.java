package io.mediadeleter.cli.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mediadeleter.cli.check.Finding.Verdict;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.ControlView;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HoldChecksTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final int MOST = 4;

    private final ControlView view = new ControlView(hold -> true);

    private void put(String selector, @Nullable Duration lasts) {
        Put put = new Put(Selector.parse(selector).orElseThrow(), "legal case 12", "ops@host", null, lasts);
        view.read(new LoggedEntry(0, NOW.minusSeconds(60), put));
    }

    private Finding only() {
        return HoldChecks.findings(view, NOW, MOST).get(0);
    }

    @Test
    void noHolds_reportsOk() {
        assertThat(only()).isEqualTo(Finding.ok("holds", "nothing is paused; 0 holds"));
    }

    @Test
    void pauseAndBrake_areNamedAsWarningsWithTheWayOn() {
        put("all:x", null);
        put("all:brake", Duration.ofHours(1));
        put("media:1", null);

        assertThat(HoldChecks.findings(view, NOW, MOST))
                .extracting(Finding::verdict, Finding::what)
                .containsExactlyInAnyOrder(
                        tuple(
                                Verdict.WARNING,
                                "deletion is paused (all:x) since 2026-11-26T11:59:00Z, by ops@host: legal case 12: no"
                                        + " call is made. To go on: media-deleter resume"),
                        tuple(
                                Verdict.WARNING,
                                "the deletion limit (all:brake) since 2026-11-26T11:59:00Z until 2026-11-26T12:59:00Z,"
                                        + " by ops@host: legal case 12: no call is made. To go on: media-deleter resume"),
                        tuple(Verdict.OK, "1 hold"));
    }

    @Test
    void pauseThatHasEnded_isNone() {
        put("all:x", Duration.ofSeconds(10));
        assertThat(only().verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void tooManyHolds_areWrong() {
        IntStream.rangeClosed(1, MOST + 1).forEach(media -> put("media:" + media, null));
        assertThat(only().verdict()).isEqualTo(Verdict.WRONG);
        assertThat(only().what()).contains("5 holds", "holds.max is 4", "nothing is called");
    }

    @Test
    void holdsThatHaveEnded_doNotCount() {
        IntStream.rangeClosed(1, MOST).forEach(media -> put("media:" + media, Duration.ofSeconds(10)));
        IntStream.rangeClosed(1, MOST).forEach(media -> put("event:" + media, null));

        assertThat(only()).isEqualTo(Finding.ok("holds", "nothing is paused; 4 holds and 4 that have ended"));
    }
}
