package io.mediadeleter.simulator.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MediaLibraryTest {

    private static final String ID = "7447398156998994860";
    private static final Set<MediaPart> WHOLE = Set.of();
    private static final MediaPart HD = new MediaPart("TranscodeFiles", 230);
    private static final MediaPart SD = new MediaPart("TranscodeFiles", 210);
    private static final MediaPart ALL_TRANSCODES = new MediaPart("TranscodeFiles", MediaPart.ALL_OF_TYPE);

    private final MediaLibrary library = new MediaLibrary(true);

    @Test
    void mediaNeverHeardOf_existsOnlyWithAutoCreate() {
        assertThat(library.holds(0, ID)).isTrue();
        assertThat(new MediaLibrary(false).holds(0, ID)).isFalse();
    }

    @Test
    void wholeMediaDeletedTwice_isNotFoundTheSecondTime() {
        assertThat(library.delete(0, ID, WHOLE)).isTrue();
        assertThat(library.delete(0, ID, WHOLE)).isFalse();
        assertThat(library.holds(0, ID)).isFalse();
    }

    @Test
    void sameIdInAnotherSubApplication_isAnotherMedia() {
        library.delete(1, ID, WHOLE);
        assertThat(library.holds(2, ID)).isTrue();
    }

    @Test
    void partDeleted_leavesTheOthers() {
        library.delete(0, ID, Set.of(HD));
        assertThat(library.holds(0, ID)).isTrue();
        assertThat(library.holds(0, ID, HD)).isFalse();
        assertThat(library.holds(0, ID, SD)).isTrue();
    }

    @Test
    void partDeletedTwice_isFine() {
        assertThat(library.delete(0, ID, Set.of(HD))).isTrue();
        assertThat(library.delete(0, ID, Set.of(HD, SD))).isTrue();
        assertThat(library.holds(0, ID, SD)).isFalse();
    }

    @Test
    void definitionZero_deletesAllOfTheType() {
        library.delete(0, ID, Set.of(ALL_TRANSCODES));
        assertThat(library.holds(0, ID, HD)).isFalse();
        assertThat(library.holds(0, ID, new MediaPart("OriginalFiles", 0))).isTrue();
    }

    @Test
    void partOfADeletedMedia_isNotFound() {
        library.delete(0, ID, WHOLE);
        assertThat(library.delete(0, ID, Set.of(HD))).isFalse();
    }

    @Test
    void putAgain_isCompleteAgain() {
        library.delete(0, ID, Set.of(HD));
        library.put(0, ID);
        assertThat(library.holds(0, ID, HD)).isTrue();
        library.delete(0, ID, WHOLE);
        library.put(0, ID);
        assertThat(library.holds(0, ID, HD)).isTrue();
    }

    @Test
    void removed_isAbsent() {
        library.put(0, ID);
        library.remove(0, ID);
        assertThat(library.holds(0, ID)).isFalse();
    }

    @Test
    void markedAbsent_existsOnlyWhereItIsPut() {
        library.markAbsent(List.of(ID));
        assertThat(library.holds(0, ID)).isFalse();
        library.put(1, ID);
        assertThat(library.holds(1, ID)).isTrue();
        assertThat(library.holds(0, ID)).isFalse();
    }

    @Test
    void count_isOfMediaThatWerePutOrTouched() {
        library.put(0, "1");
        library.delete(0, "2", Set.of(HD));
        library.delete(0, "3", WHOLE);
        assertThat(library.count()).isEqualTo(2);
    }

    @Test
    void deletionThatIsNotKept_leavesTheMediaWithWhatItNamed() {
        assertThat(library.keep(0, ID, Set.of(HD, ALL_TRANSCODES))).isTrue();
        assertThat(library.parts(0, ID).orElseThrow())
                .containsAll(MediaLibrary.USUAL_PARTS)
                .contains(HD)
                .hasSize(MediaLibrary.USUAL_PARTS.size() + 1);
        library.delete(0, ID, Set.of(HD));
        assertThat(library.parts(0, ID).orElseThrow()).isEqualTo(MediaLibrary.USUAL_PARTS);
        library.delete(0, ID, WHOLE);
        assertThat(library.parts(0, ID)).isEmpty();
        assertThat(library.keep(0, ID, WHOLE)).isFalse();
    }

    @Test
    void moreMediaThanItRemembers_forgetsThoseThatChangedLongestAgo() {
        MediaLibrary small = new MediaLibrary(true, 2);
        small.delete(0, "1", WHOLE);
        small.delete(0, "2", WHOLE);
        small.remove(0, "1");
        small.delete(0, "3", WHOLE);
        assertThat(small.holds(0, "1")).isFalse();
        assertThat(small.holds(0, "2")).isTrue();
        assertThat(small.holds(0, "3")).isFalse();
    }
}
