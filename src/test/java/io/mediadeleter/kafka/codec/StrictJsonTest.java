package io.mediadeleter.kafka.codec;

import static io.mediadeleter.kafka.codec.Records.VALID;
import static io.mediadeleter.kafka.codec.Records.plain;
import static io.mediadeleter.kafka.codec.Records.refusal;
import static io.mediadeleter.kafka.codec.Records.with;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Content.Malformed;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;

class StrictJsonTest {

    @Test
    void nullValue_isRefused() {
        assertThat(refusal(plain((byte[]) null)))
                .isEqualTo(new Malformed("NullValue", "the record has no value; expected a JSON object"));
    }

    @Test
    void emptyValue_isRefused() {
        Malformed expected = new Malformed("InvalidJson", "the value is empty; expected a JSON object");
        assertThat(refusal("")).isEqualTo(expected);
        assertThat(refusal(" \n")).isEqualTo(expected);
    }

    @Test
    void megabyte_isTooLarge() {
        assertThat(refusal(plain(new byte[1 << 20])))
                .isEqualTo(new Malformed("TooLarge", "the value has 1048576 bytes; expected at most 262144"));
    }

    @Test
    void valueAtTheLimit_isRead() {
        String padding = " ".repeat(RequestDecoder.MAX_BYTES - VALID.length());
        assertThat(Records.request(Records.decode(plain(VALID + padding))).eventId())
                .isEqualTo("e-1");
        assertThat(refusal(VALID + padding + " ").code()).isEqualTo("TooLarge");
    }

    @Test
    void invalidUtf8_isRefusedWithItsPosition() {
        byte[] latin1 = with("\"reason\":\"\u00e9\"").getBytes(ISO_8859_1);
        assertThat(refusal(plain(latin1)))
                .isEqualTo(new Malformed(
                        "InvalidUtf8",
                        "the byte at position 58 (0xE9) is not valid UTF-8; expected UTF-8 without a byte order mark"));
    }

    @Test
    void truncatedUtf8_isRefused() {
        byte[] cut = {'"', (byte) 0xC3};
        assertThat(refusal(plain(cut)).reason()).startsWith("the byte at position 1 (0xC3) is not valid UTF-8");
    }

    @Test
    void byteOrderMark_isRefused() {
        assertThat(refusal("\ufeff" + VALID))
                .isEqualTo(new Malformed(
                        "InvalidUtf8",
                        "the value begins with a byte order mark (EF BB BF); expected UTF-8 without a byte"
                                + " order mark"));
    }

    @Test
    void otherEncodings_areRefused() {
        assertThat(refusal(plain(VALID.getBytes(UTF_16))).reason())
                .startsWith("the byte at position 2 is 0, as in UTF-16 or UTF-32");
        assertThat(refusal(plain(VALID.getBytes(UTF_16LE))))
                .isEqualTo(new Malformed(
                        "InvalidUtf8",
                        "the byte at position 1 is 0, as in UTF-16 or UTF-32; expected UTF-8 without a byte"
                                + " order mark"));
        assertThat(refusal(plain(VALID.getBytes(Charset.forName("UTF-32")))).code())
                .isEqualTo("InvalidUtf8");
    }

    @Test
    void brokenSyntax_isRefusedWithLineAndColumn() {
        assertThat(refusal("{\"eventId\":\"e-1\",\n \"fileId\":}"))
                .isEqualTo(new Malformed(
                        "InvalidJson",
                        "not valid JSON at line 2, column 11: Unexpected character ('}' (code 125)): expected"
                                + " a value"));
        assertThat(refusal("{\"eventId\":\"e-1\"").reason()).startsWith("not valid JSON at line 1, column 17: ");
        assertThat(refusal("{'eventId':1}").code()).isEqualTo("InvalidJson");
        assertThat(refusal("NaN").code()).isEqualTo("InvalidJson");
        assertThat(refusal("// comment\n" + VALID).code()).isEqualTo("InvalidJson");
    }

    @Test
    void duplicateKeys_areRefusedWithTheirPath() {
        assertThat(refusal(with("\"fileId\":\"1\"")))
                .isEqualTo(new Malformed(
                        "DuplicateKey",
                        "$.fileId: the key \"fileId\" occurs twice in its object at line 1, column 49, and parsers"
                                + " differ in which one they use; send it once"));
        assertThat(refusal(with("\"deleteParts\":[{\"type\":\"a\"},{\"type\":\"a\",\"type\":\"b\"}]"))
                        .reason())
                .startsWith("$.deleteParts[1].type: the key \"type\" occurs twice");
        assertThat(refusal(with("\"extensions\":{\"a\":[0,{\"b\":1,\"\\u0062\":1}]}"))
                        .reason())
                .startsWith("$.extensions.a[1].b: the key \"b\" occurs twice");
    }

    @Test
    void trailingBytes_areRefused() {
        assertThat(refusal(VALID + " {}"))
                .isEqualTo(new Malformed(
                        "TrailingBytes",
                        "more follows the end of the JSON value at line 1, column 50; send one value a record"));
        assertThat(refusal(VALID + VALID).code()).isEqualTo("TrailingBytes");
        assertThat(refusal(VALID + "x").code()).isEqualTo("TrailingBytes");
        assertThat(refusal(VALID + "}").code()).isEqualTo("TrailingBytes");
        assertThat(refusal(VALID + " " + "9".repeat(2000)).code()).isEqualTo("TrailingBytes");
        assertThat(refusal(VALID + "\0").code()).isEqualTo("TrailingBytes");
    }

    @Test
    void deepNesting_isRefused() {
        Malformed expected = new Malformed(
                "TooDeep",
                "objects and arrays are nested more than 64 deep at line 1, column 65; expected a flat request");
        assertThat(refusal("[".repeat(10_000))).isEqualTo(expected);
        assertThat(refusal("[".repeat(10_000) + "]".repeat(10_000))).isEqualTo(expected);
        assertThat(refusal("{\"a\":".repeat(10_000)).code()).isEqualTo("TooDeep");
    }

    @Test
    void nestingAtTheLimit_isRead() {
        String deep = "[".repeat(62) + "]".repeat(62);
        assertThat(Records.request(Records.decode(plain(with("\"extensions\":{\"a\":" + deep + "}"))))
                        .eventId())
                .isEqualTo("e-1");
        assertThat(refusal(with("\"extensions\":{\"a\":[" + deep + "]}")).code())
                .isEqualTo("TooDeep");
    }

    @Test
    void unpairedSurrogate_isRefused() {
        assertThat(refusal(with("\"reason\":\"\\ud800\"")))
                .isEqualTo(new Malformed(
                        "InvalidJson", "$.reason: an unpaired surrogate is not a character; expected Unicode text"));
        assertThat(refusal(with("\"reason\":\"\\ude00\\ud83d\"")).code()).isEqualTo("InvalidJson");
        assertThat(Records.request(Records.decode(plain(with("\"reason\":\"\\ud83d\\ude00\""))))
                        .eventId())
                .isEqualTo("e-1");
    }

    @Test
    void controlCharacters_neverReachTheReason() {
        byte[] value = "{\"a\nb\": 1}".getBytes(UTF_8);
        assertThat(refusal(plain(value)).reason()).doesNotContain("\n");
        assertThat(refusal(with("\"a\\nb\":1")).reason()).startsWith("$.a\\u000ab: unknown property");
    }
}
