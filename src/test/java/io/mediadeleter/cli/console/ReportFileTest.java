package io.mediadeleter.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.fixture.Programs;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFileTest {

    private static final ObjectNode ROW = JsonNodeFactory.instance.objectNode().put("a", 1);
    private static final String[] ALL = {"before", "{\"a\":1}", "after"};

    @Test
    void cells_areJoined() {
        assertThat(ReportFile.row(List.of("7447398156998994860", "", "GONE")))
                .isEqualTo("\"7447398156998994860\",,\"GONE\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain | \"plain\"",
                "say \"x\", please | \"say \"\"x\"\", please\"",
                "=1+1 | \"'=1+1\"",
                "+1 | \"'+1\"",
                "-1 | \"'-1\"",
                "@SUM(A1) | \"'@SUM(A1)\"",
                "\uff1d1 | \"'\uff1d1\"",
                "a=1 | \"a=1\""
            })
    void cells_areQuotedAndNeverFormulas(String text, String cell) {
        assertThat(ReportFile.row(List.of(text))).isEqualTo(cell);
    }

    /** As {@code current.csv}, which leads to where the reports are kept. */
    @Test
    void linkToAReport_staysOne_andLeadsToTheNewReport(@TempDir Path directory) throws IOException {
        Path kept = Files.writeString(directory.resolve("kept"), "old");
        Path link = Files.createSymbolicLink(directory.resolve("current.csv"), kept);
        try (ReportFile report = ReportFile.begin(link, List.of("a"))) {
            report.finish();
        }

        assertThat(link).isSymbolicLink();
        assertThat(kept).hasContent("a");
    }

    /** As {@code latest.csv}, which leads to the file of a day that has just begun. */
    @Test
    void linkToAReportThatIsNotThereYet_staysOne(@TempDir Path directory) throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("latest.csv"), Path.of("today.csv"));
        try (ReportFile report = ReportFile.begin(link, List.of("a"))) {
            report.finish();
        }

        assertThat(link).isSymbolicLink();
        assertThat(directory.resolve("today.csv")).hasContent("a");
    }

    @Test
    void linksThatLeadToEachOther_areNoReport(@TempDir Path directory) throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(directory.resolve("b"), Path.of("a"));

        assertThatThrownBy(() -> ReportFile.begin(link, List.of()))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("too many links");
    }

    @Test
    void linkToAPipe_leadsToWhoeverReadsIt(@TempDir Path directory) throws IOException {
        Programs.assumeInstalled("mkfifo");
        Path pipe = directory.resolve("pipe");
        Programs.run(new ProcessBuilder("mkfifo", pipe.toString()));
        Path read = directory.resolve("read");
        Process reader = new ProcessBuilder("cat", pipe.toString())
                .redirectOutput(read.toFile())
                .start();
        try (ReportFile report =
                ReportFile.begin(Files.createSymbolicLink(directory.resolve("link"), pipe), List.of())) {
            report.add(ROW);
            report.finish();
        }
        reader.onExit().join();

        assertThat(read).hasContent("{\"a\":1}");
    }

    /** As {@code --report >(gzip > r.gz)} and {@code 3> report} are: another file in its place would reach nobody. */
    @Test
    void fileThatIsOpen_isWrittenTo(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("open");
        try (FileOutputStream open = new FileOutputStream(file.toFile());
                ReportFile report = ReportFile.begin(descriptor(file), List.of())) {
            report.add(ROW);
            report.finish();
            open.write('!');
        }

        assertThat(file).hasContent("!\"a\":1}");
    }

    private static Path descriptor(Path file) throws IOException {
        Path all = Path.of("/dev/fd");
        assumeTrue(Files.exists(all), "nothing tells what this process has open");
        try (Stream<Path> open = Files.list(all)) {
            return open.filter(Files::isSymbolicLink)
                    .filter(link -> leadsTo(link, file))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean leadsTo(Path link, Path file) {
        try {
            return Files.readSymbolicLink(link).equals(file.toRealPath());
        } catch (IOException closed) {
            return false;
        }
    }

    /** A command that prints something before its rows and after them. */
    static final class Prints {

        private Prints() {}

        public static void main(String[] args) throws IOException {
            System.out.println("before");
            try (ReportFile report = ReportFile.begin(Path.of(args[0]), List.of())) {
                report.add(ROW);
                System.out.println("after");
                report.finish();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/stdout", "/dev/fd/1"})
    void pipeThatStandardOutputIs_getsAllInOrder(String name) throws IOException {
        Process process = prints(name).start();

        assertThat(process.inputReader(UTF_8).lines()).containsExactly(ALL);
    }

    @Test
    void fileThatStandardOutputIs_getsAllInOrder(@TempDir Path directory) {
        Path file = directory.resolve("out");
        Programs.run(prints("/dev/stdout").redirectOutput(file.toFile()));

        assertThat(file).hasContent(String.join("\n", ALL));
    }

    private static ProcessBuilder prints(String report) {
        assumeTrue(Files.exists(Path.of(report)), report + " is unknown here");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Prints.class.getName(),
                        report)
                .redirectErrorStream(true);
    }

    /** Who finds both could not tell which of them counts. */
    @Test
    void wholeReport_leavesNoPartialOneBesideIt(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("r.csv");
        try (ReportFile early = ReportFile.begin(file, List.of("a"))) {
            assertThat(early.finishPartial()).exists();
        }
        try (ReportFile whole = ReportFile.begin(file, List.of("a"))) {
            whole.finish();
        }

        assertThat(directory.toFile().list()).containsExactly("r.csv");
    }

    @Test
    void controlCharacters_neitherBeginAFormulaNorALine() {
        assertThat(ReportFile.row(List.of("\t=1", "a\r\nb"))).isEqualTo("\"'\\u0009=1\",\"a\\u000d\\u000ab\"");
    }
}
