package io.mediadeleter.kafka.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Selector;
import io.mediadeleter.kafka.codec.SchemaFiles;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What the published schema accepts is read as that hold; what it refuses holds all the same, without an end. */
class HoldSchemaPropertyTest {

    private static final Schema SCHEMA = SchemaFiles.compile(SchemaFiles.HOLD);
    private static final Selector MEDIA = Selector.parse("media:77").orElseThrow();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    private static Put read(JsonNode value) {
        return (Put)
                ControlRecords.read(ControlRecords.key(MEDIA), value.toString().getBytes(UTF_8));
    }

    private static boolean isUnreadable(Put put) {
        return put.reason().startsWith("its record on the control topic is unreadable: ");
    }

    @Example
    void patterns_areThoseOfTheSchema() {
        JsonNode properties = SchemaFiles.read(SchemaFiles.HOLD).path("properties");
        assertThat(properties.at("/reason/pattern").textValue()).isEqualTo(Hold.VISIBLE);
        assertThat(properties.at("/for/pattern").textValue()).isEqualTo(HoldValue.LENGTH);
        assertThat(properties.at("/for/allOf/0/pattern").textValue()).isEqualTo(HoldValue.POSITIVE);
        assertThat(properties.at("/reason/maxLength").intValue()).isEqualTo(HoldValue.MOST_CHARS);
        assertThat(properties.at("/by/maxLength").intValue()).isEqualTo(HoldValue.MOST_CHARS);
    }

    @Property(tries = 4_000)
    void schemaAndReader_agree(@ForAll("values") JsonNode value) {
        Put put = read(value);

        assertThat(isUnreadable(put))
                .as(value.toString())
                .isEqualTo(!SCHEMA.validate(value).isEmpty());
        assertThat(put.selector()).isEqualTo(MEDIA);
        if (isUnreadable(put)) {
            assertThat(put.until()).isNull();
            assertThat(put.lasts()).isNull();
        } else {
            assertThat(put.reason()).isEqualTo(value.path("reason").textValue());
            assertThat(put.by()).isEqualTo(value.path("by").textValue());
            assertThat(put.until() != null).isEqualTo(value.has("until"));
            assertThat(put.lasts() != null).isEqualTo(value.has("for"));
        }
    }

    @Property
    void hold_isWrittenAsTheSchemaWantsIt_andReadAgain(@ForAll("puts") Put put) {
        byte[] written = ControlRecords.value(put);

        assertThat(ControlRecords.read(ControlRecords.key(MEDIA), written)).isEqualTo(put);
        assertThat(SCHEMA.validate(new String(written, UTF_8), com.networknt.schema.InputFormat.JSON))
                .isEmpty();
    }

    @Example
    void sameValueUnderTwoKeys_isAHoldOfEach() {
        Selector other = Selector.parse("event:e-1").orElseThrow();
        byte[] value = "{\"reason\":\"r\",\"by\":\"jane\",\"for\":\"7d\"}".getBytes(UTF_8);
        byte[] broken = "{}".getBytes(UTF_8);

        for (Selector selector : List.of(MEDIA, other, MEDIA)) {
            byte[] key = ControlRecords.key(selector);
            assertThat(ControlRecords.read(key, value))
                    .isEqualTo(new Put(selector, "r", "jane", null, Duration.ofDays(7)));
        }
        for (Selector selector : List.of(MEDIA, other)) {
            Put put = (Put) ControlRecords.read(ControlRecords.key(selector), broken);
            assertThat(put.selector()).isEqualTo(selector);
            assertThat(isUnreadable(put)).isTrue();
        }
    }

    @Property
    void length_isAsLongAsItSays(@ForAll("lengths") Map.Entry<String, Duration> length) {
        ObjectNode value = JSON.objectNode().put("reason", "r").put("for", length.getKey());

        assertThat(SCHEMA.validate(value)).isEmpty();
        assertThat(read(value).lasts()).isEqualTo(length.getValue());
    }

    @Provide
    Arbitrary<JsonNode> values() {
        Arbitrary<JsonNode> reasons = texts().map(JSON::textNode);
        return Combinators.combine(
                        reasons.optional(0.95),
                        texts().<JsonNode>map(JSON::textNode).optional(0.4),
                        times().optional(0.4),
                        durations().optional(0.4),
                        others().optional(0.1),
                        Arbitraries.of("reason", "by", "until", "for", "ticket", "Reason"))
                .as((reason, by, until, length, other, at) -> {
                    ObjectNode value = JSON.objectNode();
                    reason.ifPresent(node -> value.set("reason", node));
                    by.ifPresent(node -> value.set("by", node));
                    until.ifPresent(text -> value.put("until", text));
                    length.ifPresent(text -> value.put("for", text));
                    other.ifPresent(node -> value.set(at, node));
                    return value;
                });
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of("", " ", "\t\n", "\u00a0", "\u3000", "\ufeff", "\u200b", "\u0085", "r", " r ", "\u200d"),
                Arbitraries.of(
                        "x".repeat(1_024),
                        "x".repeat(1_025),
                        "\ud83d\ude00".repeat(1_024),
                        "\ud83d\ude00".repeat(1_025)),
                Arbitraries.strings().ofMaxLength(20));
    }

    private static Arbitrary<String> times() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "2027-03-01T00:00:00Z",
                        "2027-03-01t00:00:00.5z",
                        "2027-03-01 00:00:00+01:00",
                        "2026-12-31T23:59:60Z",
                        "2026-12-31T23:58:60Z",
                        "2027-03-01T00:00:00+23:59",
                        "2027-02-29T00:00:00Z",
                        "2028-02-29T00:00:00Z",
                        "0000-01-01T00:00:00Z",
                        "tomorrow",
                        "2027-03-01"),
                mutated("2027-03-01T00:00:00.123Z", "0123456789-+:.TZtz "));
    }

    private static Arbitrary<String> durations() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "P",
                        "PT",
                        "P1D",
                        "P1DT",
                        "PT0S",
                        "0s",
                        "007d",
                        "PT0H30M",
                        "PT1.5S",
                        "PT0.5S",
                        "PT.5S",
                        "P1W",
                        "p1d",
                        "-1h",
                        "PT-1H",
                        "1 h",
                        "7d",
                        "90s",
                        "15m",
                        "36h",
                        "1h30m",
                        "1h30",
                        "30m1h",
                        "0h0m",
                        "1d12h",
                        "500ms",
                        "9999999999s",
                        "PT0.0S"),
                mutated("PT36H15M", "0123456789PTDHMS.msd"),
                mutated("2h15m30s", "0123456789msdhPT"),
                mutated("36h", "0123456789msdhPT"));
    }

    /** One character of it is another one, or one is added. */
    private static Arbitrary<String> mutated(String text, String characters) {
        return Combinators.combine(
                        Arbitraries.integers().between(0, text.length() - 1),
                        Arbitraries.of(characters
                                .chars()
                                .mapToObj(c -> String.valueOf((char) c))
                                .toList()),
                        Arbitraries.of(0, 1))
                .as((at, character, dropped) -> text.substring(0, at) + character + text.substring(at + dropped));
    }

    private static Arbitrary<JsonNode> others() {
        return Arbitraries.of(
                JSON.nullNode(),
                JSON.numberNode(5),
                JSON.booleanNode(true),
                JSON.arrayNode().add("2027-03-01T00:00:00Z"),
                JSON.objectNode().put("reason", "r"));
    }

    @Provide
    Arbitrary<Put> puts() {
        Arbitrary<Instant> ends =
                Arbitraries.longs().between(0, 253_402_300_799_999L).map(Instant::ofEpochMilli);
        Arbitrary<Duration> lengths =
                Arbitraries.longs().between(1, 86_400_000_000_000_000L).map(Duration::ofMillis);
        Arbitrary<String> texts =
                Arbitraries.strings().ascii().ofMinLength(1).ofMaxLength(40).map(text -> "x" + text);
        return Combinators.combine(texts, texts.injectNull(0.3), ends, lengths, Arbitraries.of(0, 1, 2))
                .as((reason, by, end, length, which) ->
                        new Put(MEDIA, reason, by, which == 1 ? end : null, which == 2 ? length : null));
    }

    @Provide
    Arbitrary<Map.Entry<String, Duration>> lengths() {
        Arbitrary<Long> numbers = Arbitraries.longs().between(1, 999_999_999);
        return Arbitraries.oneOf(
                Combinators.combine(numbers, Arbitraries.of(UNITS.keySet()))
                        .as((number, unit) -> Map.entry(number + unit, Duration.of(number, UNITS.get(unit)))),
                Combinators.combine(numbers, numbers)
                        .as((hours, seconds) -> Map.entry(
                                hours + "h" + seconds + "s",
                                Duration.ofHours(hours).plusSeconds(seconds))),
                Combinators.combine(numbers, numbers, numbers, numbers)
                        .as((days, hours, minutes, seconds) -> Map.entry(
                                "P" + days + "DT" + hours + "H" + minutes + "M" + seconds + "S",
                                Duration.ofDays(days)
                                        .plusHours(hours)
                                        .plusMinutes(minutes)
                                        .plusSeconds(seconds))));
    }
}
