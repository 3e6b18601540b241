package io.mediadeleter.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {

    @Test
    void distance_countsLettersAddedDroppedAndChanged() {
        assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
        assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Suggestion.distance("same", "same")).isZero();
    }

    @Test
    void nearName_isSuggested() {
        assertThat(Suggestion.of("quota.per-secnd", List.of("quota.mode", "quota.per-second")))
                .contains("quota.per-second");
    }

    @Test
    void distantName_suggestsNothing() {
        assertThat(Suggestion.of("colour", List.of("quota.mode", "dry-run"))).isEmpty();
    }

    @Test
    void nearestByLetters_leavesCaseAndPunctuationAside() {
        assertThat(Suggestion.nearestByLetters("FILE_ID", List.of("fileId", "subAppId"), 0))
                .contains("fileId");
        assertThat(Suggestion.nearestByLetters("sub-ap-id", List.of("fileId", "subAppId"), 1))
                .contains("subAppId");
        assertThat(Suggestion.nearestByLetters("reason", List.of("fileId", "subAppId"), 2))
                .isEmpty();
    }
}
