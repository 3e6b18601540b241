package io.mediadeleter.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DeadLetterIndexPropertyTest {

    /** Few homes, so that keys are put behind each other, around the end of the table, too. */
    @Property(tries = 2_000)
    void anyHistory_isAsInANaiveMap(
            @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 60) Integer> history, @ForAll boolean atTheEnd) {
        DeadLetterIndex index = new DeadLetterIndex();
        Map<Fingerprint, Long> naive = new HashMap<>();
        long offset = 0;
        for (int step : history) {
            int key = step / 2;
            Fingerprint fingerprint = new Fingerprint(key, (atTheEnd ? -2L : 0L) + key % 4);
            if (step % 2 == 0) {
                index.put(fingerprint, offset);
                naive.put(fingerprint, offset);
            } else {
                index.remove(fingerprint);
                naive.remove(fingerprint);
            }
            offset++;
        }

        assertThat(index.size()).isEqualTo(naive.size());
        assertThat(index.sortedOffsets())
                .containsExactly(naive.values().stream()
                        .mapToLong(Long::longValue)
                        .sorted()
                        .toArray());
    }

    /** Real fingerprints, and so many that the table grows and empties again. */
    @Property(tries = 20)
    void manyKeys_surviveGrowthAndRemoval(@ForAll @IntRange(min = 1, max = 20_000) int keys) {
        DeadLetterIndex index = new DeadLetterIndex();
        var digest = Fingerprint.digest();
        for (int key = 0; key < keys; key++) {
            index.put(Fingerprint.of(("topic/0/" + key).getBytes(UTF_8), digest), key);
        }
        for (int key = 0; key < keys; key += 2) {
            index.remove(Fingerprint.of(("topic/0/" + key).getBytes(UTF_8), digest));
        }

        assertThat(index.size()).isEqualTo(keys / 2);
        assertThat(index.sortedOffsets())
                .containsExactly(IntStream.range(0, keys / 2)
                        .mapToLong(half -> 2L * half + 1)
                        .toArray());
    }
}
