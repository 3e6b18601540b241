package io.mediadeleter.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x00, 0x07, 0x08, 0x09, 0x0a, 0x0d, 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0x9f, 0xad, 0x061c, 0x200b, 0x200d,
                0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2066, 0x2067, 0x2068,
                0x2069, 0xfeff, 0xfff9, 0xd83d, 0xdc00
            })
    void whatCannotBeSeen_isAnEscape(int unseen) {
        String text = "a" + (char) unseen + "b";

        assertThat(Printable.of(text)).isEqualTo("a\\u%04xb".formatted(unseen));
        assertThat(Printable.quotable(text)).isEqualTo("a\\u%04xb".formatted(unseen));
    }

    @Test
    void formatCharactersBeyondTheFirstPlane_areEscapesOfBothHalves() {
        assertThat(Printable.of("a" + Character.toString(0xe0041) + "b")).isEqualTo("a\\udb40\\udc41b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "gelöscht 日本 🎬 עברית", "a \"quoted\" \\ word"})
    void whatCanBeSeen_staysAsItIs(String text) {
        assertThat(Printable.of(text)).isSameAs(text);
    }

    @Test
    void quotableText_cannotEndTheQuotesAroundIt() {
        assertThat(Printable.quotable("a\" b=\"c\\")).isEqualTo("a\\\" b=\\\"c\\\\");
    }

    @ParameterizedTest
    @ValueSource(strings = {"media:1", "event:a b", "event:\\u000a", "requested-by:\"x\"", ""})
    void copyableText_isTheTextWhereAllOfItIsSeen(String text) {
        assertThat(Printable.copyable(text)).isEqualTo(text);
    }

    @Test
    void copyableText_isAJsonStringWhereSomeIsNot() {
        assertThat(Printable.copyable("a\nb")).isEqualTo("\"a\\u000ab\"");
        assertThat(Printable.copyable("a\t\\\"b")).isEqualTo("\"a\\u0009\\\\\\\"b\"");
        assertThat(Printable.copyable("a ")).isEqualTo("\"a \"");
        assertThat(Printable.copyable("a\u00a0")).isEqualTo("\"a\u00a0\"");
        assertThat(Printable.copyable("\"a\"")).isEqualTo("\"\\\"a\\\"\"");
    }

    @Test
    void linesOfTheProgramsOwn_stayLines() {
        assertThat(Printable.lines("one\r\n\ttwo\nthr\ree\u2028\u001b[31m"))
                .isEqualTo("one\n\ttwo\nthr\\u000dee\\u2028\\u001b[31m");
    }
}
