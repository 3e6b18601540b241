package io.mediadeleter.ops.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.ops.status.TopRequesters.Requester;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TopRequestersTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final TopRequesters requesters = new TopRequesters();

    @Test
    void whoAsksForMost_isFirst_andNobodyHasALineToo() {
        requesters.count("cms", NOON);
        requesters.count("cms", NOON);
        requesters.count(null, NOON);

        assertThat(requesters.most(NOON))
                .containsExactly(new Requester("cms", 2), new Requester("(requestedBy not given)", 1));
    }

    @Test
    void anHourLater_itIsForgotten() {
        requesters.count("cms", NOON);

        assertThat(requesters.most(NOON.plusSeconds(3_599))).hasSize(1);
        assertThat(requesters.most(NOON.plusSeconds(3_600))).isEmpty();
    }

    @Test
    void whoAsksForMuch_isFoundAmongNamesWithoutEnd() {
        for (int i = 0; i < 10_000; i++) {
            requesters.count("forged " + i, NOON);
            if (i % 10 == 0) {
                requesters.count("export", NOON);
            }
        }

        assertThat(requesters.most(NOON)).hasSize(TopRequesters.MOST_SHOWN);
        assertThat(requesters.most(NOON)).extracting(Requester::name).contains("export");
        assertThat(requesters.most(NOON).get(0).requests()).isLessThan(1_500);
    }

    @Test
    void longName_isCut() {
        requesters.count("x".repeat(10_000), NOON);

        assertThat(requesters.most(NOON).get(0).name()).hasSizeLessThan(100);
    }
}
