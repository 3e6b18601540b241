package io.mediadeleter.control.holds;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Forgotten;
import io.mediadeleter.control.ControlEntry.Lifted;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.ControlEntry.Undecided;
import io.mediadeleter.control.ControlEntry.Unknown;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlViewTest {

    private static final Instant STAMP = Instant.parse("2026-11-26T12:00:00Z");

    private long offset;

    private void read(ControlView view, ControlEntry... entries) {
        for (ControlEntry entry : entries) {
            view.read(new LoggedEntry(offset++, STAMP, entry));
        }
    }

    private static Put put(String selector) {
        return new Put(Selector.parse(selector).orElseThrow(), "r", "me", null, Duration.ofHours(1));
    }

    @Test
    void holdsThatStand_areHandedOnPausesFirst() {
        ControlView view = new ControlView(hold -> true);
        read(view, put("media:7"), put("all:x"), put("correlation:c"), put("media:8"), put("all"));
        read(view, new Lifted(Selector.parse("media:8").orElseThrow()), new Unknown("nonsense"), new Undecided());

        List<String> shown = new ArrayList<>();
        view.forEach(hold -> shown.add(hold.selector().toString()));
        assertThat(shown).containsExactly("all", "all:x", "correlation:c", "media:7");
        assertThat(view.size()).isEqualTo(4);
        assertThat(view.pauses()).hasSize(2);
        assertThat(view.unknown()).isEqualTo(1);
        assertThat(view.hold(Selector.parse("media:7").orElseThrow())
                        .orElseThrow()
                        .until())
                .isEqualTo(STAMP.plusSeconds(3600));

        List<Hold> first = new ArrayList<>();
        view.forEach(hold -> {
            first.add(hold);
            return false;
        });
        assertThat(first).hasSize(1);
    }

    @Test
    void holdsOfNoInterest_areNotKept() {
        ControlView view = new ControlView(hold -> hold.selector().isPause());
        read(view, put("media:7"), put("all:x"));

        assertThat(view.size()).isEqualTo(1);
    }

    /** Or it would be taken for what stands. */
    @Test
    void holdThatIsReplacedByOneOfNoInterest_isNotKept() {
        ControlView view = new ControlView(hold -> hold.until() != null);
        Selector media = Selector.parse("media:7").orElseThrow();
        read(view, put("media:7"), put("media:8"), new Put(media, "r", "me", null, null));

        assertThat(view.hold(media)).isEmpty();
        assertThat(view.size()).isEqualTo(1);
    }

    @Test
    void lastProbeOfEachInstance_isKeptUntilItIsForgotten() {
        ControlView view = new ControlView(hold -> true);
        read(view, new Seen(new Probe("i1", "p", 1, null)), new Seen(new Probe("i2", "q", 1, null)));
        read(view, new Seen(new Probe("i1", "p", 2, null)), new Forgotten("i2"), new Forgotten("command-1"));

        assertThat(view.probes()).containsOnlyKeys("i1");
        assertThat(view.probes())
                .extractingByKey("i1")
                .extracting(LoggedEntry::offset)
                .isEqualTo(2L);
    }
}
