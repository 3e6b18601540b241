package io.mediadeleter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every source file, whatever it says. */
class SourcesTest {

    private static final Path ROOT = Path.of("src");
    private static final int MOST_LINES = 250;

    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .toList();
        }
    }

    /** A file that grows past it is missing a noun. */
    @Test
    void noFileOfTheProduct_isLongerThanAReaderTakes() throws IOException {
        assertThat(below(ROOT.resolve("main")))
                .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(MOST_LINES));
    }

    /** Who searches for a name finds one thing; in product, tests and benchmarks together. */
    @Test
    void noTwoFiles_haveTheSameName() throws IOException {
        Map<String, List<Path>> byName = below(ROOT).stream()
                .collect(Collectors.groupingBy(
                        file -> file.getFileName().toString(), TreeMap::new, Collectors.toList()));

        assertThat(byName).hasSizeGreaterThan(500);
        assertThat(byName.values()).filteredOn(files -> files.size() > 1).isEmpty();
    }

    /**
     * A stream asks how many there are, and a part of a sorted map counts them, one by one: with 100,000 holds each call took 2 ms. An
     * iterator asks for nothing.
     */
    @Test
    void noPartOfASortedMap_isCounted() throws IOException {
        assertThat(below(ROOT.resolve("main")))
                .allSatisfy(file -> assertThat(Files.readString(file))
                        .doesNotContainPattern("(?:tail|head|sub)(?:Map|Set)\\([^;]*?(?:stream|size|toArray)\\("));
    }

    /** A newer compiler warns of one that belongs to nothing, and the build takes warnings for errors; the oldest does not. */
    @Test
    void noDocumentation_isFollowedByAnother() throws IOException {
        assertThat(below(ROOT))
                .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContainPattern("\\*/\\s*/\\*\\*"));
    }
}
