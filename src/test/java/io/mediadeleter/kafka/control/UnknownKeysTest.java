package io.mediadeleter.kafka.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.kafka.control.UnknownKeys.Told;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnknownKeysTest {

    private long nanos;
    private final UnknownKeys keys = new UnknownKeys(() -> nanos);

    private List<String> shown(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> keys.meet("junk-" + number))
                .flatMap(Optional::stream)
                .map(Told::shown)
                .toList();
    }

    @Test
    void eachKey_isToldOnce() {
        assertThat(keys.meet("*")).contains(new Told("*", 0));
        assertThat(keys.meet("*")).isEmpty();
        assertThat(keys.meet("Media:7")).contains(new Told("Media:7", 0));
    }

    @Test
    void flood_isToldAFewAMinute_andHowManyWereLeftOut() {
        assertThat(shown(0, 100_000)).hasSize(10).startsWith("junk-0").endsWith("junk-9");

        nanos += Duration.ofSeconds(60).toNanos();

        assertThat(keys.meet("Media:7")).contains(new Told("Media:7", 99_990));
        assertThat(keys.meet("Media:8")).contains(new Told("Media:8", 0));
        assertThat(shown(0, 10)).as("told before").isEmpty();
    }

    @Test
    void oldestIsForgotten_andLongOnesAreCut() {
        for (int minute = 0; minute < 51; minute++) {
            shown(minute * 10, minute * 10 + 10);
            nanos += Duration.ofSeconds(60).toNanos();
        }

        assertThat(keys.meet("junk-0")).isPresent();
        assertThat(keys.meet("junk-509")).isEmpty();
        assertThat(keys.meet("Correlation:" + "\uD83D\uDE00".repeat(1_000))
                        .map(told -> told.shown().length()))
                .hasValueSatisfying(length -> assertThat(length).isBetween(79, 80));
    }
}
