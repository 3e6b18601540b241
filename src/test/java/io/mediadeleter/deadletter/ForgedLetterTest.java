package io.mediadeleter.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForgedLetterTest {

    private static final DeadLetterFilter ALL =
            new DeadLetterFilter(Set.of(), Set.of(), Set.of(), null, null, Set.of(), Set.of());

    @ParameterizedTest
    @ValueSource(
            strings = {"othertopic/0/1", "requested/00/007", "requested/0/+1", "requested/0/1 ", "requested/0", "", "x"
            })
    void keyThatIsNoOriginOfThisGroup_isNeverReplayed(String key) {
        DeadLetter letter = Letters.letter(key, "{}", "md-fault-kind", "TRANSIENT", "md-fault-code", "InternalError");

        assertThat(SkipReason.ofReplay(letter, ALL, 3, Letters.HISTORY, Letters.TODAY))
                .contains(SkipReason.FOREIGN);
        assertThat(letter.name()).isEqualTo("requested.dead-letter/0/7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"requested/0/1", "requested/11/7@sUe6VTtdSVWZlbLB1Jd-Yw"})
    void keyOfThisGroup_isReplayed(String key) {
        assertThat(SkipReason.ofReplay(
                        Letters.letter(key, "{}", "md-fault-kind", "TRANSIENT"),
                        ALL,
                        3,
                        Letters.HISTORY,
                        Letters.TODAY))
                .isEmpty();
    }
}
