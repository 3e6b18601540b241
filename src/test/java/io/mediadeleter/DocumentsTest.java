package io.mediadeleter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The documents are short where they have to be, say whom they are for, and no link in them leads nowhere. */
class DocumentsTest {

    @Test
    void readme_isReadToItsEnd() {
        assertThat(Documents.text(Documents.README).lines()).hasSizeLessThanOrEqualTo(200);
    }

    @Test
    void readme_leadsToEveryPage() {
        List<Path> linked = Documents.relativeLinks(Documents.README).stream()
                .map(link -> Path.of(link.replaceFirst("#.*", "")))
                .toList();

        assertThat(Documents.pages()).hasSizeGreaterThan(10).isSubsetOf(linked);
    }

    /** The rationale is read by question, by nobody from its beginning. */
    @Test
    void everyPage_beginsWithItsReader() {
        assertThat(Documents.pages())
                .filteredOn(page -> !page.endsWith("RATIONALE.md"))
                .allSatisfy(page -> {
                    List<String> lines = Documents.text(page).lines().toList();
                    assertThat(lines.get(0)).startsWith("# ");
                    assertThat(lines.get(2)).startsWith("*For ");
                });
    }

    @Test
    void everyLink_leadsToAFileAndAHeadingThatExist() {
        List<String> broken = new ArrayList<>();
        Stream.concat(Stream.of(Documents.README), Documents.pages().stream())
                .forEach(page -> Documents.relativeLinks(page).stream()
                        .filter(link -> !leadsSomewhere(page, link))
                        .forEach(link -> broken.add(page + ": " + link)));

        assertThat(broken).isEmpty();
    }

    @Test
    void rationale_listsItsQuestions_eachOnce() {
        List<String> lines =
                Documents.text(Documents.page("RATIONALE.md")).lines().toList();
        List<String> questions = lines.stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .map(question -> "- [" + question + "](#" + Documents.anchor(question) + ")")
                .toList();

        assertThat(lines.stream().takeWhile(line -> !line.startsWith("## ")).filter(line -> line.startsWith("- [")))
                .containsExactlyInAnyOrderElementsOf(questions);
    }

    @Test
    void architecture_namesEveryPackageThereIs() throws IOException {
        Pattern row = Pattern.compile("\\| `([a-z.]+)` \\|.*");
        List<String> named = Documents.text(Documents.page("architecture.md"))
                .lines()
                .map(row::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .toList();

        assertThat(named).containsExactlyInAnyOrderElementsOf(packages());
    }

    /** Of the command line the outermost alone: each command has one. */
    private static List<String> packages() throws IOException {
        Path root = Path.of("src/main/java/io/mediadeleter");
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.endsWith("package-info.java"))
                    .map(file -> root.relativize(file.getParent()).toString().replace('/', '.'))
                    .filter(name -> !name.startsWith("cli."))
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Five minutes with the jar, five-minutes-with-the-jar",
        "Why is the whole quota not spent (99 %)?, why-is-the-whole-quota-not-spent-99-",
        "`check` and its_calls: what?, check-and-its_calls-what",
        "See [the API](security.md), see-the-api",
        "Größe über alles, größe-über-alles"
    })
    void anchor_isTheOneOfGitHub(String heading, String anchor) {
        assertThat(Documents.anchor(heading)).isEqualTo(anchor);
    }

    private static boolean leadsSomewhere(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        Set<String> anchors = parts.length == 2 && Files.isRegularFile(target) ? Documents.anchors(target) : Set.of();
        return Files.exists(target) && (parts.length == 1 || anchors.contains(parts[1]));
    }
}
