package io.mediadeleter.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordingTest {

    @Test
    void whatKeepsAFileFromBeingWritten_isToldWithoutAClass() {
        assertThat(Wording.reason(new NoSuchFileException("f"))).isEqualTo("there is no such file or folder");
        assertThat(Wording.reason(new AccessDeniedException("f"))).isEqualTo("access is denied");
        assertThat(Wording.reason(new FileSystemException("f", null, "Is a directory")))
                .isEqualTo("Is a directory");
        assertThat(Wording.reason(new IOException("No space left on device"))).isEqualTo("No space left on device");
    }

    @Test
    void longNames_areCutInTheMiddle_asTheyDifferAtTheirEnds() {
        assertThat(Wording.name("media-deleter-6c8f9d7b5-abcde", 22)).isEqualTo("media-d…c8f9d7b5-abcde");
        assertThat(Wording.name("media-deleter-0", 22)).isEqualTo("media-deleter-0");
    }

    @Test
    void time_isToldInUtcToTheSecond() {
        assertThat(Wording.time(Instant.parse("2026-03-01T09:30:00.7Z"))).isEqualTo("2026-03-01T09:30:00Z");
    }

    @Test
    void time_isTakenByTheOptionsThatAskForOne() {
        Instant time = Instant.parse("2026-03-01T09:30:00Z");

        assertThat(new TimeExpression.Converter().convert(Wording.time(time)).at(Instant.EPOCH))
                .isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1000000000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z"})
    void timeThatNoCalendarHas_isShownAsItIs(String forged) {
        assertThat(Wording.time(Instant.parse(forged))).isEqualTo(forged);
    }
}
