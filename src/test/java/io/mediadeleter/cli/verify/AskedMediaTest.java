package io.mediadeleter.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.MediaId;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AskedMediaTest {

    private final AskedMedia asked = new AskedMedia();

    @Test
    void media_isNewOnceInEachSubApplication() {
        assertThat(asked.isNew(new MediaId(null, "1"))).isTrue();
        assertThat(asked.isNew(new MediaId(1L, "1"))).isTrue();
        assertThat(asked.isNew(new MediaId(null, "1"))).isFalse();
        assertThat(asked.isNew(new MediaId(1L, "1"))).isFalse();
    }

    @Test
    void idThatIsNoNumberOf64Bits_isAlwaysAskedFor() {
        for (String id : new String[] {"99999999999999999999", "007", "abc", "0", "-1", ""}) {
            assertThat(asked.isNew(new MediaId(null, id))).as(id).isTrue();
            assertThat(asked.isNew(new MediaId(null, id))).as(id).isTrue();
        }
        assertThat(asked.isNew(new MediaId(null, "18446744073709551615"))).isTrue();
        assertThat(asked.isNew(new MediaId(null, "18446744073709551615"))).isFalse();
    }

    @Test
    void manyIds_areToldApartExactly() {
        SplittableRandom random = new SplittableRandom(3);
        Set<Long> model = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            long id = 1 + random.nextLong(30_000);
            assertThat(asked.isNew(new MediaId(null, String.valueOf(id)))).isEqualTo(model.add(id));
        }
    }

    @Test
    void moreThanAreKept_areAskedForAgain() {
        for (long id = 1; id <= 1_000_000; id++) {
            asked.isNew(new MediaId(null, String.valueOf(id)));
        }
        assertThat(asked.isNew(new MediaId(null, "1"))).isFalse();
        assertThat(asked.isNew(new MediaId(null, "2000000"))).isTrue();
        assertThat(asked.isNew(new MediaId(null, "2000000"))).isTrue();
    }
}
