package io.mediadeleter.kafka.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.Namesake;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.brake.Reports;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProcessTrackTest {

    private final ProcessTrack track = new ProcessTrack();
    private int number;

    private void probe(String process, int second) {
        probe(process, second, null);
    }

    private void probe(String process, int second, @Nullable Namesake told) {
        Probe probe = new Probe("a", process, ++number, null);
        track.see(new Seen(probe, Reports.on("host-of-" + process, told)), at(second));
    }

    private static Instant at(int second) {
        return Instant.EPOCH.plusSeconds(second);
    }

    @Test
    void processesThatFollowOneAnother_areNoNamesakes() {
        probe("one", 1);
        probe("one", 2);
        probe("two", 3);
        probe("one", 3); // was on its way
        probe("two", 4);
        probe("three", 5);

        assertThat(track.namesake(at(5))).isNull();
        assertThat(track.seen()).isEqualTo(at(5));
    }

    @Test
    void twoThatTakeTurns_areNamesakes_andTheOneThatIsGoneIsNamed_forTenMinutes() {
        for (int second = 1; second < 6; second++) {
            probe("one", second);
            probe("two", second);
        }
        for (int second = 6; second < 30; second++) {
            probe("two", second);
        }

        assertThat(track.namesake(at(604))).isEqualTo(new Namesake(at(5), "host-of-one"));
        assertThat(track.namesake(at(605))).isNull();
    }

    @Test
    void whatAnInstanceTellsOfItsNamesake_isTaken_thoughTheTopicNoLongerShowsIt() {
        Namesake told = new Namesake(at(3), "elsewhere");
        probe("one", 60, told);

        assertThat(track.namesake(at(61))).isEqualTo(told);
        assertThat(track.namesake(at(700))).isNull();
    }
}
