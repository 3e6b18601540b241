package io.mediadeleter.cli.console;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutputCharsetTest {

    @Test
    void noLocale_isUtf8() {
        assertThat(OutputCharset.of(null, "ANSI_X3.4-1968")).isEqualTo(UTF_8);
        assertThat(OutputCharset.of("US-ASCII", "US-ASCII")).isEqualTo(UTF_8);
        assertThat(OutputCharset.of(null, "of-no-machine")).isEqualTo(UTF_8);
        assertThat(OutputCharset.of(null, null)).isEqualTo(UTF_8);
    }

    @Test
    void knownLocale_isKept_andTheUsersWordGoesBeforeIt() {
        assertThat(OutputCharset.of(null, "ISO-8859-1")).isEqualTo(ISO_8859_1);
        assertThat(OutputCharset.of("UTF-8", "ISO-8859-1")).isEqualTo(UTF_8);
    }
}
