package io.mediadeleter.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.ControlView;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LapsedHoldsTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private final ControlView view = new ControlView(hold -> true);

    private static Instant ago(int minutes) {
        return NOW.minus(Duration.ofMinutes(minutes));
    }

    private void write(String key, Instant since, @Nullable Instant until) {
        Put put = new Put(Selector.parse(key).orElseThrow(), "r", "jane", until, null);
        view.read(new LoggedEntry(view.size(), since, put));
    }

    private LapsedHolds found() {
        return LapsedHolds.in(view, view.pauses(), NOW);
    }

    private String named() {
        return String.join(
                " ",
                found().first().stream()
                        .map(Hold::selector)
                        .map(Selector::toString)
                        .toList());
    }

    @Test
    void holdThatEndedDuringThePause_isOne() {
        write("all:x", ago(60), null);
        write("media:1", ago(90), ago(61)); // before it
        write("media:2", ago(90), ago(60));
        write("media:3", ago(50), NOW);
        write("media:4", ago(50), NOW.plusSeconds(1));
        write("media:5", ago(50), null);

        assertThat(named()).isEqualTo("media:2 media:3");
    }

    @Test
    void withoutAPauseInForce_thereAreNone() {
        write("all:x", ago(60), ago(10));
        write("media:1", ago(90), ago(30));

        assertThat(found().isEmpty()).isTrue();
    }

    @Test
    void pauseThatEndedWhenTheNextHadBegun_countsAsOneWithIt() {
        write("all:x", ago(10), null);
        write("all:y", ago(20), ago(5));
        write("all:z", ago(40), ago(15));
        write("all:earlier", ago(90), ago(60));
        write("media:1", ago(90), ago(30));
        write("media:2", ago(90), ago(61));

        assertThat(named()).isEqualTo("media:1");
    }

    @Test
    void many_areCountedAndTheFirstAreNamed() {
        write("all:x", ago(60), null);
        for (int media = 1; media <= 7; media++) {
            write("media:" + media, ago(50), ago(20));
        }
        StringWriter told = new StringWriter();

        found().tell(new PrintWriter(told, true));

        assertThat(told.toString().lines())
                .hasSize(8)
                .startsWith(
                        "7 holds ended while deletion was paused, so the requests of them are called as soon as it goes on:",
                        "  media:1 until 2026-11-26T11:40:00Z, by jane: r")
                .contains("  and 2 more; see: media-deleter holds list");
    }
}
