package io.mediadeleter.cli.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.cli.console.ReportFile;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.scan.PartitionExtent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of results and dead letters, and how it is written for spreadsheets. */
class ReportRowsTest {

    private static final String LONG = "n".repeat(60_000);

    private static Message message(String key, String value, String... headers) {
        List<Header> list = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            list.add(new Header(headers[i], headers[i + 1].getBytes(UTF_8)));
        }
        return new Message(key.getBytes(UTF_8), value.getBytes(UTF_8), list, Instant.EPOCH);
    }

    @Test
    void result_tellsOriginAndEnd() {
        SettledRecord found = SettledRecord.ofResult(message(
                        "k",
                        "{\"outcome\":\"ALREADY_ABSENT\",\"requestId\":\"r\",\"errorCode\":\"Gone\",\"attempts\":2,"
                                + "\"deletedAt\":\"2026\",\"source\":{\"topic\":\"t\",\"partition\":3,\"offset\":17}}",
                        "report-row",
                        "run-1/12"))
                .orElseThrow();

        assertThat(found.origin()).isEqualTo(new Origin("t", 3, 17));
        assertThat(found.end()).isEqualTo(new RequestOutcome("ALREADY_ABSENT", "r", null, "Gone", null, 2, "2026"));
        assertThat(found.end().isDone()).isTrue();
        assertThat(found.number("run-1", 13)).isEqualTo(OptionalInt.of(12));
        assertThat(found.number("run-1", 12)).as("never sent").isEmpty();
        assertThat(found.number("run-2", 13)).isEmpty();
        assertThat(found.isCut()).isFalse();
    }

    @Test
    void resultOfARequestWithAVeryLongName_isRead() {
        assertThat(SettledRecord.ofResult(message(
                        "k",
                        "{\"outcome\":\"DELETED\",\"extensions\":{\"" + LONG
                                + "\":1},\"source\":{\"topic\":\"t\",\"partition\":3,\"offset\":17}}")))
                .isPresent();
    }

    @Test
    void requestWithAVeryLongName_hasItsRow(@TempDir Path folder) throws IOException {
        Path requests = Files.writeString(
                folder.resolve("requests"),
                "{\"eventId\":\"e\",\"fileId\":\"1\",\"extensions\":{\"" + LONG + "\":1}}\n");
        Path file = folder.resolve("done.jsonl");
        try (RunJournal journal = RunJournal.open(folder.resolve("journal"));
                RequestLines lines = RequestLines.in(requests)) {
            journal.begin(new RunStart("run", "c", "requested", "deleted", "dead", 1, "abc", 0), Map.of());
            new RunReport(journal, "requested").write(lines, file);
        }

        assertThat(file).hasContent("{\"line\":1,\"eventId\":\"e\",\"fileId\":\"1\",\"outcome\":\"NOT_PUBLISHED\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"outcome\":\"DELETED\"}",
                "{\"outcome\":7,\"source\":{\"topic\":\"t\"}}",
                "{\"outcome\":\"NONE\",\"outcome\":\"DELETED\",\"source\":{\"topic\":\"t\",\"partition\":3,\"offset\":17}}"
            })
    void whatIsNoResult_isNothing(String value) {
        assertThat(SettledRecord.ofResult(message("k", value))).isEmpty();
    }

    @Test
    void rowOfJson_hasNothingThatATerminalActsOn(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("done.jsonl");
        try (ReportFile report = ReportFile.begin(file, List.of("eventId"))) {
            report.add(JsonNodeFactory.instance.objectNode().put("eventId", "e\u009b2J\u202e"));
            report.finish();
        }

        assertThat(file).hasContent("{\"eventId\":\"e\\u009b2J\\u202e\"}");
    }

    @Test
    void earlierReport_staysUntilTheNewOneIsWhole(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("done.csv"), "of yesterday");
        try (ReportFile report = ReportFile.begin(file, List.of("eventId", "parts"))) {
            report.add(JsonNodeFactory.instance.objectNode().put("eventId", "1"));
        }
        assertThat(file).hasContent("of yesterday");
        assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining(other -> !other.equals(file));

        try (ReportFile report = ReportFile.begin(file, List.of("eventId", "parts"))) {
            ObjectNode row = JsonNodeFactory.instance.objectNode().put("eventId", "=cmd|' /C calc'!A0");
            row.putArray("parts").addObject().put("type", "TranscodeFiles").put("definition", 100_010);
            row.withArray("parts").addObject().put("type", "OriginalFiles");
            report.add(row);
            report.finish();
        }
        assertThat(file)
                .hasContent("eventId,parts\r\n\"'=cmd|' /C calc'!A0\",\"TranscodeFiles:100010 OriginalFiles\"\r\n");
    }

    @Test
    void deviceAsReport_isWrittenTo_andNotReplaced() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full));
        try (ReportFile report = ReportFile.begin(full, List.of("eventId"))) {
            assertThatThrownBy(() ->
                            report.add(JsonNodeFactory.instance.objectNode().put("eventId", "1")))
                    .hasMessageContaining("space");
        }
        assertThat(Files.isRegularFile(full)).isFalse();
        assertThat(Path.of("/dev/full.new")).doesNotExist();
    }

    @Test
    void recreatedTopic_isReadFromItsBeginning_andAnyOtherFromWhereItWas() {
        PartitionExtent whole = new PartitionExtent(new Partition("deleted", 0), 2, null, 2, 9, 0);

        assertThat(SettlementWatch.news(whole, 7))
                .extracting(PartitionExtent::begin)
                .isEqualTo(7L);
        assertThat(SettlementWatch.news(whole, 0))
                .extracting(PartitionExtent::begin)
                .isEqualTo(2L);
        assertThat(SettlementWatch.news(whole, 9))
                .extracting(PartitionExtent::length)
                .isEqualTo(0L);
        assertThat(SettlementWatch.news(whole, 4_711))
                .extracting(PartitionExtent::begin)
                .isEqualTo(2L);
    }

    @Test
    void deadLetter_tellsWhy_andATombstoneNothing() {
        Message letter = message(
                "t/3/17@AAAAAAAAAAAAAAAAAAAAAA",
                "{}",
                "md-fault-kind",
                "HELD",
                "md-fault-code",
                "Hold.Media",
                "md-fault-message",
                "line\nline\u202e",
                "md-attempt",
                "0",
                "md-failed-at",
                "2026-11-26T08:00:00Z");
        SettledRecord found = SettledRecord.ofDeadLetter(letter).orElseThrow();

        assertThat(found.origin().offset()).isEqualTo(17);
        assertThat(found.end())
                .isEqualTo(new RequestOutcome(
                        "DEAD_LETTER",
                        null,
                        "HELD",
                        "Hold.Media",
                        "line\\u000aline\\u202e",
                        0,
                        "2026-11-26T08:00:00Z"));
        assertThat(found.end().isDone()).isFalse();
        assertThat(found.end().kind()).isEqualTo("DEAD_LETTER HELD Hold.Media");
        assertThat(SettledRecord.ofDeadLetter(new Message(letter.key(), null, List.of(), Instant.EPOCH)))
                .isEmpty();
        assertThat(SettledRecord.ofDeadLetter(message("no origin", "{}"))).isEmpty();
    }
}
