package io.mediadeleter.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SandboxIT {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @Test
    void ownScript_showsEveryWayToEndAndSucceeds() {
        assertThat(run()).as(printed()).isZero();

        assertRow("whole media", "DELETED", "1");
        assertRow("binary CloudEvent", "DELETED", "1");
        assertRow("media that is absent", "ALREADY_ABSENT", "1");
        assertRow("API fails once", "DELETED", "2");
        assertRow("API's answer lost once", "ALREADY_ABSENT", "2");
        assertRow("API fails always", "dead letter: InternalError", "3");
        assertRow("API refuses for good", "dead letter: FailedOperation.NoPrivileges", "1");
        assertRow("file id as a number", "dead letter: SchemaViolation", "0");
        assertRow("bytes that are no JSON", "dead letter: InvalidJson", "0");
        assertRow("burst 16", "DELETED", "1");
        assertThat(printed()
                        .lines()
                        .dropWhile(line -> !line.startsWith("REQUEST "))
                        .takeWhile(line -> !line.isEmpty()))
                .as("a terminal's lines")
                .hasSize(34)
                .allMatch(line -> line.length() <= 80);
        assertThat(printed())
                .contains("Dead letters, and why:", "did you mean deleteParts?", "33 requests:\n")
                .containsPattern("replayed: media-delete-requested/\\d/\\d+ +DELETED +RequestId [0-9a-f-]{36}");
    }

    @Test
    void ownFile_everyLineIsSettledOnce(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("requests.jsonl");
        Files.writeString(file, """
                {"eventId":"1","fileId":"5285485487985271487"}

                {"eventId":"2","fileId":"5285485487985271488","subAppId":-1}
                """);

        assertThat(run("--file", file.toString())).as(printed()).isZero();

        assertRow("line 1", "DELETED", "1");
        assertRow("line 3", "dead letter: SchemaViolation", "0");
        assertThat(printed()).doesNotContain("line 2");
    }

    private int run(String... args) {
        return new CommandLine(new Sandbox(new PrintStream(output, true, UTF_8), false)).execute(args);
    }

    private void assertRow(String name, String outcome, String attempts) {
        List<String> row = printed()
                .lines()
                .filter(line -> line.startsWith(name + "  "))
                .flatMap(line -> Arrays.stream(line.split(" {2,}")))
                .toList();
        assertThat(row).hasSize(4).startsWith(name, outcome);
        assertThat(row.get(2)).as("attempts of " + name).isEqualTo(attempts);
        assertThat(row.get(3)).endsWith(" s");
    }

    private String printed() {
        return output.toString(UTF_8);
    }
}
