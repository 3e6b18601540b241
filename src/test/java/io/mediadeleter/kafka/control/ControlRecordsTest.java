package io.mediadeleter.kafka.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.CallReport;
import io.mediadeleter.control.CallReport.CountedCalls;
import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Forgotten;
import io.mediadeleter.control.ControlEntry.Lifted;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.ControlEntry.Replaced;
import io.mediadeleter.control.ControlEntry.Reported;
import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.ControlEntry.Unknown;
import io.mediadeleter.control.ControlEntry.Unreported;
import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.control.Membership;
import io.mediadeleter.control.Namesake;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlRecordsTest {

    private static final Selector MEDIA = Selector.parse("media:77").orElseThrow();

    private static ControlEntry read(String key, @Nullable String value) {
        return ControlRecords.read(key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8));
    }

    private static ControlEntry again(Put put) {
        return ControlRecords.read(ControlRecords.key(put.selector()), ControlRecords.value(put));
    }

    @Test
    void hold_isReadAsItWasWritten() {
        Put until = new Put(MEDIA, "case 12", "jane", Instant.parse("2027-01-01T00:00:00Z"), null);
        Put lasts = new Put(MEDIA, "case \u001b \"12\"", null, null, Duration.ofHours(36));

        assertThat(again(until)).isEqualTo(until);
        assertThat(again(lasts)).isEqualTo(lasts);
    }

    @Test
    void publishersHold_mayBeWrittenAsPeopleWrite() {
        assertThat(read("media:77", "{\"reason\":\"r\",\"for\":\"90m\",\"ticket\":4}"))
                .isEqualTo(new Put(MEDIA, "r", null, null, Duration.ofMinutes(90)));
        assertThat(read("media:77", "{\"reason\":\"r\",\"for\":\"1h30m\"}"))
                .isEqualTo(new Put(MEDIA, "r", null, null, Duration.ofMinutes(90)));
        assertThat(read("media:77", "{\"reason\":\"r\",\"until\":\"2027-01-01T01:00:00+01:00\"}"))
                .isEqualTo(new Put(MEDIA, "r", null, Instant.parse("2027-01-01T00:00:00Z"), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "null",
                "[]",
                "{}",
                "{\"reason\":\"\"}",
                "{\"reason\":4}",
                "{\"reason\":\"r\",\"until\":\"tomorrow\"}",
                "{\"reason\":\"r\",\"until\":5}",
                "{\"reason\":\"r\",\"for\":\"-1h\"}",
                "{\"reason\":\"r\",\"for\":\"1h\",\"until\":\"2027-01-01T00:00:00Z\"}",
                "[[[[[[[[[[[[[[[[[[[[[[[[[["
            })
    void unreadableValue_holdsForEver(String value) {
        assertThat(read("media:77", value)).isInstanceOfSatisfying(Put.class, put -> {
            assertThat(put.selector()).isEqualTo(MEDIA);
            assertThat(put.reason()).contains("unreadable");
            assertThat(put.until()).isNull();
            assertThat(put.lasts()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"until\":\"tomorrow\"",
                "\"until\":5",
                "\"for\":\"a while\"",
                "\"for\":\"1h\",\"until\":\"2027-01-01T00:00:00Z\""
            })
    void endThatCannotBeRead_isNone_butWhoAndWhyAreKept(String end) {
        assertThat(read("media:77", "{\"reason\":\"case 12\",\"by\":\"jane\"," + end + "}"))
                .isInstanceOfSatisfying(Put.class, put -> {
                    assertThat(put.reason()).contains("unreadable").endsWith(": case 12");
                    assertThat(put.by()).isEqualTo("jane");
                    assertThat(put.until()).isNull();
                    assertThat(put.lasts()).isNull();
                    assertThat(put.stamped(Instant.EPOCH).isUnreadable()).isTrue();
                });
    }

    @Test
    void tombstones_liftAndForget() {
        assertThat(read("media:77", null)).isEqualTo(new Lifted(MEDIA));
        assertThat(read("instance:i1", null)).isEqualTo(new Forgotten("i1"));
    }

    @Test
    void probe_isReadAsItWasWritten() {
        Probe probe = new Probe("i1", "i1-4711", 12, null);
        assertThat(ControlRecords.read(ControlRecords.key(probe), ControlRecords.value(new Seen(probe))))
                .isEqualTo(new Seen(probe));
        Probe member = new Probe("i1", "i1-4711", 12, new Membership("media-deleter", "i1-33f1"));
        assertThat(ControlRecords.read(ControlRecords.key(member), ControlRecords.value(new Seen(member))))
                .isEqualTo(new Seen(member));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"member\":\"m\"",
                "\"group\":\"g\"",
                "\"group\":\" \",\"member\":\"m\"",
                "\"group\":{},\"member\":[]"
            })
    void probeThatTellsNoMembershipThatMakesSense_isOneThatTellsNone(String told) {
        String value = "{\"version\":1,\"process\":\"p\",\"number\":1," + told + "}";
        assertThat(read("instance:i1", value)).isEqualTo(new Seen(new Probe("i1", "p", 1, null)));
    }

    @Test
    void whatAProbeTellsOfItsInstance_isReadAsItWasWritten() {
        Seen told = new Seen(
                new Probe("i1", "i1-4711", 12, null),
                new InstanceReport(
                        InstanceReport.Level.STOPPED,
                        "AuthFailure.SignatureFailure",
                        "API calls suspended",
                        true,
                        "127.0.0.1:8085",
                        9,
                        3,
                        64,
                        new InstanceReport.Lately(10, 50, 40, 30, 20, 6_000, "AuthFailure.SignatureFailure"),
                        "web-1",
                        new Namesake(Instant.ofEpochMilli(1_700_000_000_123L), "web-2")));

        assertThat(again(told)).isEqualTo(told);
    }

    @Test
    void whatIsOddInAReport_doesNotMakeTheProbeCountForNothing() {
        for (String report : List.of(
                "7",
                "[]",
                "null",
                "{}",
                "{\"level\":\"melting\",\"waiting\":-5,\"inFlight\":1e99,\"lately\":{\"seconds\":0,\"millis\":-1}}",
                "{\"host\":[],\"namesake\":7}",
                "{\"namesake\":{\"seen\":1e99,\"host\":\"h\"}}",
                "{\"text\":\"" + "x\\u001b".repeat(900) + "\"}")) {
            ControlEntry entry =
                    read("instance:i1", "{\"version\":1,\"process\":\"p\",\"number\":1,\"report\":" + report + "}");

            assertThat(entry)
                    .asInstanceOf(InstanceOfAssertFactories.type(Seen.class))
                    .satisfies(seen -> {
                        assertThat(seen.probe()).isEqualTo(new Probe("i1", "p", 1, null));
                        if (seen.report() != null) {
                            assertThat(seen.report().level()).isEqualTo(InstanceReport.Level.BUSY);
                            assertThat(seen.report().lately().seconds()).isPositive();
                            assertThat(String.valueOf(seen.report().text()))
                                    .hasSizeLessThan(700)
                                    .doesNotContain("\u001b");
                        }
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"version\":1,\"process\":\"p\",\"number\":0}",
                "{\"version\":2,\"process\":\"p\",\"number\":1}",
                "{\"version\":1,\"process\":\"p q\",\"number\":1}",
                "{\"version\":1,\"process\":\"p\",\"number\":1.5}"
            })
    void whatIsNoProbe_isUnknown(String value) {
        assertThat(read("instance:i1", value)).isInstanceOf(Unknown.class);
    }

    @Test
    void report_isReadAsItWasWritten() {
        CallReport report = new CallReport(
                "i1-4711",
                "i1",
                12,
                300,
                List.of(new CountedCalls(Instant.parse("2026-11-26T12:00:00.123Z"), 7)),
                3,
                20);
        CallReport withoutLimit = new CallReport("i1-4711", "i1", 13, null, List.of(), 0, 0);

        assertThat(again(new Reported(report))).isEqualTo(new Reported(report));
        assertThat(again(new Reported(withoutLimit))).isEqualTo(new Reported(withoutLimit));
        assertThat(again(new Unreported("i1-4711"))).isEqualTo(new Unreported("i1-4711"));
        assertThat(again(new Lifted(Selector.BRAKE))).isEqualTo(new Lifted(Selector.BRAKE));
    }

    @Test
    void longestReport_fits() {
        List<CountedCalls> hour = IntStream.range(0, 61)
                .mapToObj(minute -> new CountedCalls(
                        Instant.parse("2026-11-26T12:00:00.123Z").plusSeconds(60L * minute), 1_000_000))
                .toList();
        CallReport report = new CallReport(
                "p".repeat(300),
                "i".repeat(249),
                Long.MAX_VALUE,
                Integer.MAX_VALUE,
                hour,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE);

        assertThat(ControlRecords.value(new Reported(report))).hasSizeLessThan(ControlRecords.MOST_BYTES / 4);
        assertThat(again(new Reported(report))).isEqualTo(new Reported(report));
    }

    private static ControlEntry again(ControlEntry entry) {
        return ControlRecords.read(ControlRecords.key(entry), ControlRecords.value(entry));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"version\":1,\"instance\":\"i1\",\"number\":0,\"counted\":[],\"recent\":0,\"reserved\":0}",
                "{\"version\":2,\"instance\":\"i1\",\"number\":1,\"counted\":[],\"recent\":0,\"reserved\":0}",
                "{\"version\":1,\"instance\":\"i 1\",\"number\":1,\"counted\":[],\"recent\":0,\"reserved\":0}",
                "{\"version\":1,\"instance\":\"i1\",\"number\":1,\"counted\":[[1]],\"recent\":0,\"reserved\":0}",
                "{\"version\":1,\"instance\":\"i1\",\"number\":1,\"counted\":[[1,0]],\"recent\":0,\"reserved\":0}",
                "{\"version\":1,\"instance\":\"i1\",\"number\":1,\"counted\":[],\"recent\":0,\"reserved\":-1}",
                "{\"version\":1,\"instance\":\"i1\",\"number\":1,\"counted\":[],\"recent\":0,\"reserved\":1e9}",
                "{\"version\":1,\"instance\":\"i1\",\"number\":1,\"counted\":[],\"recent\":0}"
            })
    void whatIsNoReport_isUnknown(String value) {
        assertThat(read("calls:i1-4711", value)).isInstanceOf(Unknown.class);
        assertThat(read("calls:i 1", null)).isInstanceOf(Unknown.class);
    }

    @Test
    void noteOfAReplacedTopic_isReadAsItWasWritten() {
        ControlEntry note = new Replaced("vPeOCWypqUOSepEvx0cbog");
        assertThat(ControlRecords.read(ControlRecords.key(note), ControlRecords.value(note)))
                .isEqualTo(note);
        assertThat(read("topic:vPeOCWypqUOSepEvx0cbog", null)).isInstanceOf(Unknown.class);
        assertThat(read("topic:media", "{}")).isInstanceOf(Unknown.class);
    }

    @Test
    void keyThatNamesNothing_isUnknown() {
        assertThat(read("media:*", "{\"reason\":\"r\"}")).isEqualTo(new Unknown("media:*"));
        assertThat(ControlRecords.read(null, new byte[0])).isInstanceOf(Unknown.class);
        assertThat(ControlRecords.read(new byte[] {(byte) 0xff}, new byte[0])).isInstanceOf(Unknown.class);
    }
}
