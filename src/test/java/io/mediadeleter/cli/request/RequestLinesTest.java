package io.mediadeleter.cli.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.kafka.codec.RequestDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLinesTest {

    private static final String BLANKS = " ".repeat(RequestDecoder.MAX_BYTES + 10);
    private static final String WHOLE = "{\"eventId\":\"e\",\"fileId\":\"1\"";

    @TempDir
    private Path folder;

    /** What stands behind the blanks may make it parts of the media, or no request at all. */
    @ParameterizedTest
    @ValueSource(strings = {",\"deleteParts\":[{\"type\":\"OriginalFiles\"}]}", "}", "x", "\u00a0"})
    void lineWithMoreBehindManyBlanks_isTooLong(String more) throws IOException {
        assertThat(lines(WHOLE + "}" + BLANKS + more + "\nnext"))
                .hasEntrySatisfying(1L, bytes -> assertThat(bytes.length).isGreaterThan(RequestDecoder.MAX_BYTES))
                .hasEntrySatisfying(2L, bytes -> assertThat(bytes).isEqualTo("next".getBytes(UTF_8)));
    }

    /** It would be passed over as a blank line. */
    @Test
    void requestBehindManyBlanks_isTooLong() throws IOException {
        assertThat(lines("\n" + BLANKS + WHOLE + "}"))
                .containsOnlyKeys(2L)
                .hasEntrySatisfying(2L, bytes -> assertThat(bytes.length).isGreaterThan(RequestDecoder.MAX_BYTES));
    }

    @Test
    void blanksAtTheEnd_makeNoLineTooLong() throws IOException {
        assertThat(lines(WHOLE + "}" + BLANKS + "\t\r\n" + BLANKS))
                .containsOnlyKeys(1L)
                .hasEntrySatisfying(
                        1L, bytes -> assertThat(new String(bytes, UTF_8)).isEqualTo(WHOLE + "}"));
    }

    /** Other files of this program's may begin with it, too. */
    @Test
    void markOfAnEditor_isNoPartOfTheFirstRequest() throws IOException {
        assertThat(lines("\uFEFF" + WHOLE + "}\nnext"))
                .hasEntrySatisfying(
                        1L, bytes -> assertThat(new String(bytes, UTF_8)).isEqualTo(WHOLE + "}"));
        assertThat(lines("\uFEFF\nnext")).containsOnlyKeys(2L);
        assertThat(lines("\n\uFEFFnext"))
                .hasEntrySatisfying(
                        2L, bytes -> assertThat(new String(bytes, UTF_8)).isEqualTo("\uFEFFnext"));
    }

    @Test
    void copyThatCannotBeWritten_isNotTheSourcesFault() {
        Path nowhere = folder.resolve("not-there");

        assertThatThrownBy(() -> RequestLines.copyOf(new ByteArrayInputStream(WHOLE.getBytes(UTF_8)), nowhere))
                .isInstanceOf(RequestLines.NotKept.class);
    }

    @Test
    void sourceThatCannotBeRead_isNotTheCopysFault() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("torn");
            }

            @Override
            public int read(byte[] part, int from, int length) throws IOException {
                return read();
            }
        };

        assertThatThrownBy(() -> RequestLines.copyOf(broken, folder))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("torn");
        assertThat(folder).isEmptyDirectory();
    }

    private Map<Long, byte[]> lines(String text) throws IOException {
        Map<Long, byte[]> read = new LinkedHashMap<>();
        try (RequestLines lines = RequestLines.copyOf(new ByteArrayInputStream(text.getBytes(UTF_8)), folder)) {
            lines.forEach((number, bytes) -> read.put(number, bytes) == null);
        }
        return read;
    }
}
