package io.mediadeleter.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

    private static final String ID = "sUe6VTtdSVWZlbLB1Jd-Yw";

    @ParameterizedTest
    @ValueSource(strings = {"media-delete-requested/3/4711", "t/0/0@" + ID})
    void text_isReadBackAsItWas(String text) {
        assertThat(Origin.parse(text)).get().asString().isEqualTo(text);
    }

    @Test
    void samePlaceInTwoLives_areTwoOrigins() {
        Origin first = new Origin("t", 0, 7);
        Origin second = first.in(ID);

        assertThat(second).isNotEqualTo(first);
        assertThat(second.place()).isEqualTo(first.toString());
        assertThat(second).hasToString("t/0/7@" + ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t/0/7@", "t/0/7@short", "t/0/7@" + ID + "x", "t/0@" + ID, "@" + ID})
    void lifeThatIsNoTopicId_isNoOrigin(String text) {
        assertThat(Origin.parse(text)).isEmpty();
    }
}
