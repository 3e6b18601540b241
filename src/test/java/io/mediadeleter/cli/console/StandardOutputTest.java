package io.mediadeleter.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StandardOutputTest {

    /** A device of Linux that never has room. */
    private static final Path FULL = Path.of("/dev/full");

    private static StandardOutput printed(OutputStream stream) {
        StandardOutput output = new StandardOutput(stream);
        try (PrintWriter writer = OutputCharset.writer(output, UTF_8)) {
            writer.println("é");
            writer.print("the rest");
        }
        return output;
    }

    @Test
    void allThatIsPrinted_isWritten() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();

        assertThat(printed(written).failure()).isEmpty();

        assertThat(written.toString(UTF_8)).isEqualTo("é" + System.lineSeparator() + "the rest");
    }

    @Test
    void fullDisk_isAFailure() throws IOException {
        assumeThat(Files.exists(FULL)).isTrue();
        try (OutputStream full = new FileOutputStream(FULL.toFile())) {
            assertThat(printed(full).failure()).contains("No space left on device");
        }
    }

    @Test
    void readerThatHasGone_isNone() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().close();
        try (OutputStream unread = Channels.newOutputStream(pipe.sink())) {
            assertThat(printed(unread).failure()).isEmpty();
        }
    }
}
