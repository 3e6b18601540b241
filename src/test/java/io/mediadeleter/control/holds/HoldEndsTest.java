package io.mediadeleter.control.holds;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.holds.HoldEnds.End;
import org.junit.jupiter.api.Test;

class HoldEndsTest {

    private final HoldEnds ends = new HoldEnds();

    private void add(String place, long until) {
        End end = new End(place, until);
        ends.add(end, 1, others -> others.accept(end));
    }

    @Test
    void next_isTheFirstToEnd_onceItsTimeHasCome() {
        add("b", 20);
        add("a", 10);

        assertThat(ends.poll(9)).isNull();
        assertThat(ends.poll(10)).isEqualTo(new End("a", 10));
        assertThat(ends.poll(10)).isNull();
        assertThat(ends.poll(99)).isEqualTo(new End("b", 20));
        assertThat(ends.poll(99)).isNull();
    }

    /** One hold that is renewed over and over takes no more memory than a few. */
    @Test
    void endsOfHoldsThatWereReplaced_areForgotten() {
        for (int until = 1; until <= 100_000; until++) {
            add("a", until);
            assertThat(ends.size()).isLessThanOrEqualTo(1_002);
        }
    }
}
