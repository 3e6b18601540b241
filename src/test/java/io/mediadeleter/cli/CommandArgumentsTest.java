package io.mediadeleter.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CommandArgumentsTest {

    private static final byte[] TEXT = "gr\u00f6\u00dfer \ud83c\udfac".getBytes(UTF_8);
    private static final byte[] OTHER = "gr\u00f6\u00dfer".getBytes(ISO_8859_1);

    /** As the launcher reads them. */
    private static CommandArguments read(Charset locale, byte[]... arguments) {
        List<String> given =
                Stream.of(arguments).map(bytes -> new String(bytes, locale)).toList();
        List<byte[]> commandLine = Stream.concat(
                        Stream.of("java", "-jar", "x.jar").map(text -> text.getBytes(UTF_8)), Stream.of(arguments))
                .toList();
        return CommandArguments.of(given, locale, commandLine);
    }

    @Test
    void withoutALocale_utf8IsRead() {
        CommandArguments read = read(US_ASCII, "--reason".getBytes(UTF_8), TEXT, new byte[0]);

        assertThat(read.texts()).containsExactly("--reason", "gr\u00f6\u00dfer \ud83c\udfac", "");
        assertThat(read.lost()).isEmpty();
    }

    @Test
    void bytesThatAreNotUtf8_areWrittenAsTheyAre_andLost() {
        for (Charset locale : List.of(US_ASCII, UTF_8)) {
            CommandArguments read = read(locale, TEXT, OTHER);

            assertThat(read.texts().get(1)).isEqualTo("gr\\xf6\\xdfer");
            assertThat(read.lost()).containsExactly(1);
        }
    }

    @Test
    void replacementCharacter_isNotLostWhereItWasGiven() {
        byte[] given = "event:\uFFFD".getBytes(UTF_8);

        for (Charset locale : List.of(US_ASCII, UTF_8)) {
            assertThat(read(locale, given).texts()).containsExactly("event:\uFFFD");
            assertThat(read(locale, given).lost()).isEmpty();
        }
    }

    /** The same bytes are other characters there. */
    @Test
    void ofAnotherCharset_nothingIsGuessed() {
        Charset other = Charset.forName("EUC-JP");
        byte[] broken = {'a', (byte) 0x8f, 'b'};
        CommandArguments read = read(other, broken);

        assertThat(read.texts()).containsExactly(new String(broken, other));
        assertThat(read.lost()).containsExactly(0);
    }

    @Test
    void whereTheSystemDoesNotTell_whatIsLostIsLost() {
        List<String> given = List.of("a", "gr\uFFFD\uFFFD");

        assertThat(CommandArguments.of(given, US_ASCII, List.of()).lost()).containsExactly(1);
        assertThat(CommandArguments.of(given, UTF_8, List.of()).lost()).isEmpty();
        assertThat(CommandArguments.of(given, US_ASCII, List.of(TEXT, TEXT)).texts())
                .as("of another command line")
                .isEqualTo(given);
    }
}
