package io.mediadeleter.kafka.codec;

import static io.mediadeleter.kafka.codec.Records.plain;
import static io.mediadeleter.kafka.codec.Records.refusal;
import static io.mediadeleter.kafka.codec.Records.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Content.Malformed;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestSchemaTest {

    private static void assertViolation(String value, String reason) {
        assertThat(refusal(value)).isEqualTo(new Malformed("SchemaViolation", reason));
    }

    @Test
    void numericFileId_isRefusedWithTheReasonWhy() {
        assertViolation(
                "{\"eventId\":\"e-1\",\"fileId\":7447398156998994860}",
                "$.fileId: integer found, string expected; file ids have 17 to 19 digits, above 2^53, and many JSON"
                        + " producers round such numbers: send it as a string, in quotes (found"
                        + " 7447398156998994860)");
        assertThat(refusal("{\"eventId\":\"e-1\",\"fileId\":7.447398156998995E18}")
                        .reason())
                .startsWith("$.fileId: number found, string expected; file ids have 17 to 19 digits");
    }

    @Test
    void misspeltProperty_isRefusedWithTheNearestName() {
        assertViolation(
                with("\"deletePart\":[{\"type\":\"a\"}]"),
                "$.deletePart: unknown property (not allowed); did you mean deleteParts?");
        assertThat(refusal(with("\"deleteParts\":[{\"type\":\"a\",\"Definition\":1}]"))
                        .reason())
                .isEqualTo(
                        "$.deleteParts[0].Definition: unknown property (not allowed); did you mean" + " definition?");
        assertThat(refusal(with("\"sub_app_id\":1")).reason()).endsWith("did you mean subAppId?");
    }

    @Test
    void unknownProperty_isRefusedWithTheKnownNames() {
        assertViolation(
                with("\"force\":true"),
                "$.force: unknown property (not allowed); known here: eventId, fileId, subAppId,"
                        + " deleteParts, requestedAt, requestedBy, reason, correlationId, extensions");
    }

    @Test
    void emptyDeleteParts_areRefusedWithTheReasonWhy() {
        assertViolation(
                with("\"deleteParts\":[]"),
                "$.deleteParts: is empty, and the API would take that as delete everything; leave deleteParts out to"
                        + " delete the whole media, or list at least one part (found [])");
    }

    @Test
    void missingProperties_areRefused() {
        assertViolation(
                "{\"fileId\":\"1\"}",
                "$.eventId: missing; every request needs an eventId, a string of 1 to 128 characters that results and"
                        + " logs name it by");
        assertViolation(
                "{\"eventId\":\"e-1\"}",
                "$.fileId: missing; every request needs the fileId of the media to delete, a string");
        assertViolation(
                with("\"deleteParts\":[{\"definition\":1}]"),
                "$.deleteParts[0].type: missing; every part needs a type such as TranscodeFiles");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[] | array", "[{}] | array", "1 | integer", "'\"a\"' | string", "null | null", "true | boolean"})
    void otherValuesThanObjects_areRefused(String value, String type) {
        assertViolation(value, "$: " + type + " found, object expected (found " + value + ")");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.5 | number found, integer expected (found 1.5)",
                "1.0 | expected an integer without fraction and exponent (found 1.0)",
                "1e3 | expected an integer without fraction and exponent (found 1000.0)",
                "-1 | must have a minimum value of 0 (found -1)",
                "9007199254740992 | must have a maximum value of 9007199254740991 (found 9007199254740992)",
                "99999999999999999999 | must have a maximum value of 9007199254740991 (found 99999999999999999999)",
                "'\"1\"' | string found, integer expected (found \"1\")",
                "null | null found, integer expected (found null)"
            })
    void definitionOtherThanWholeNumber_isRefused(String definition, String what) {
        assertViolation(
                with("\"deleteParts\":[{\"type\":\"a\",\"definition\":" + definition + "}]"),
                "$.deleteParts[0].definition: " + what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1e999999999", "1e-999999999", "0.1e1000000000000"})
    void hugeExponent_isRefusedAtOnce(String number) {
        Malformed refused = refusal(with("\"deleteParts\":[{\"type\":\"a\",\"definition\":" + number + "}]"));
        assertThat(refused.code()).isEqualTo("SchemaViolation");
        assertThat(refused.reason()).contains("$.deleteParts[0].definition: ");
    }

    @Test
    void numberOfManyDigits_isRefusedAtOnce() {
        assertThat(refusal(with("\"subAppId\":" + "9".repeat(200_000))).code()).isEqualTo("InvalidJson");
        assertThat(refusal(with("\"subAppId\":" + "9".repeat(1000))).reason())
                .startsWith("$.subAppId: must have a maximum value of 9007199254740991 (found 9999");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0",
                "00",
                "07447398156998994860",
                "-1",
                "+7447398156998994860",
                "74 47",
                "7447\\n",
                "\\t7447",
                "7447\\u00a0",
                "7447\\u0000",
                "\\ufeff7447",
                "7447\\u0664\\u0667",
                "\\uff17\\uff14",
                "7447398156998994860,7447398156998994861",
                "7447398156998994860;",
                "[\\\"7447398156998994860\\\"]",
                "7447398156998994860.0",
                "7.447398156998995e18",
                "0x67",
                "null",
                "undefined",
                "${fileId}",
                "*",
                "123456789012345678901"
            })
    void whatCanBeNoFileId_isRefused(String fileId) {
        assertThat(refusal("{\"eventId\":\"e-1\",\"fileId\":\"" + fileId + "\"}")
                        .reason())
                .startsWith("$.fileId: is not a file id; a file id has 1 to 20 decimal digits, does not begin with 0,"
                        + " and names one media (found \"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "7447398156998994860", "14508071098244929440"})
    void decimalDigits_areAFileId(String fileId) {
        assertThat(Records.request(new RequestDecoder(new RequestRules(null, false, Set.of(), false))
                                .decode(plain("{\"eventId\":\"e-1\",\"fileId\":\"" + fileId + "\"}")))
                        .media()
                        .fileId())
                .isEqualTo(fileId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "-1", "0.0", "0e5"})
    void numberThatNamesNoSubApplication_isRefused(String subAppId) {
        assertThat(refusal(with("\"subAppId\":" + subAppId)).reason())
                .startsWith(
                        "$.subAppId: names no sub-application; leave subAppId out for the service's default, or name"
                                + " one (found ");
    }

    @Test
    void oversizedStrings_areRefusedWithTheirBeginning() {
        String found = "(found \"" + "x".repeat(58) + "…)";
        String request = "{\"eventId\":\"" + "x".repeat(129) + "\",\"fileId\":\"" + "x".repeat(100_000) + "\"}";
        assertViolation(
                request,
                "2 violations: (1) $.eventId: must be at most 128 characters long " + found
                        + " (2) $.fileId: is not a file id; a file id has 1 to 20 decimal digits, does not begin with"
                        + " 0, and names one media "
                        + found);
        assertThat(refusal(with("\"reason\":\"" + "x".repeat(1025) + "\"")).reason())
                .isEqualTo("$.reason: must be at most 1,024 characters long " + found);
        assertThat(refusal(with("\"" + "x".repeat(100_000) + "\":1")).reason())
                .startsWith("$." + "x".repeat(63) + "…: unknown property");
    }

    @Test
    void emptyStrings_areRefused() {
        assertViolation(
                "{\"eventId\":\"\",\"fileId\":\"\"}",
                "2 violations: (1) $.eventId: must be at least 1 characters long (found \"\") (2) $.fileId: is not a"
                        + " file id; a file id has 1 to 20 decimal digits, does not begin with 0, and names one"
                        + " media (found \"\")");
    }

    @Test
    void timeThatIsNone_isRefused() {
        assertViolation(
                with("\"requestedAt\":\"yesterday\""),
                "$.requestedAt: is not an RFC 3339 time with date, seconds and offset, such as 2026-11-22T08:15:30Z"
                        + " (found \"yesterday\")");
    }

    @Test
    void manyViolations_areCountedAndTheFirstListed() {
        String parts = IntStream.range(0, 1000).mapToObj(i -> "{}").collect(Collectors.joining(","));
        String reason = refusal(with("\"deleteParts\":[" + parts + "]")).reason();
        assertThat(reason)
                .startsWith("1000 violations, the first 5: (1) $.deleteParts[0].type: missing;")
                .contains("(5) $.deleteParts[4].type: missing;")
                .doesNotContain("(6)")
                .hasSizeLessThanOrEqualTo(1000);
    }

    /** 256 KiB have room for so many that to tell them all would take more than a small heap, and end each instance in turn. */
    @ParameterizedTest
    @ValueSource(strings = {"\"deleteParts\":[%s1]", "\"deleteParts\":[{%s\"type\":\"x\"}]", "%s\"last\":1"})
    void moreViolationsThanMemory_areNotCollected(String request) {
        boolean isList = request.contains("[%s1]");
        String many = IntStream.range(0, isList ? 120_000 : 20_000)
                .mapToObj(i -> isList ? "1," : "\"p" + i + "\":1,")
                .collect(Collectors.joining());
        String value = with(request.formatted(many));
        com.sun.management.ThreadMXBean memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        refusal(value);
        long before = memory.getCurrentThreadAllocatedBytes();

        Malformed refused = refusal(value);

        assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(40_000_000);
        assertThat(refused.reason()).startsWith("the first violation: $").hasSizeLessThanOrEqualTo(1000);
    }
}
