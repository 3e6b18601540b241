package io.mediadeleter.cli.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.cli.console.ReportFile;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.kafka.codec.RecordJson;
import io.mediadeleter.text.Figures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes a run's report, and says in short what is in it. Confined to one thread. */
final class RunReport {

    /** In the order of CSV. */
    private static final List<String> COLUMNS = List.of(
            "line",
            "eventId",
            "fileId",
            "subAppId",
            "origin",
            "outcome",
            "requestId",
            "faultKind",
            "code",
            "message",
            "attempts",
            "publishedAt",
            "settledAt");

    /** Published, and neither a result nor a dead letter has come. */
    private static final String WAITING = "WAITING";

    /** It may be on the topic or not: the process was killed while it was sent, or Kafka did not acknowledge it. */
    private static final String UNKNOWN = "UNKNOWN";

    private static final String NOT_PUBLISHED = "NOT_PUBLISHED";
    private static final String DRY_RUN = "DRY_RUN";

    private static final int MOST_KINDS = 50;
    private static final ObjectMapper JSON = RecordJson.mapper();

    private final RunJournal journal;
    private final RunLedger ledger;
    private final String topic;
    private final Map<String, Long> kinds = new TreeMap<>();
    private long doubtful;
    private long deadLetters;
    private long dryRuns;

    RunReport(RunJournal journal, String topic) {
        this.journal = journal;
        this.ledger = journal.ledger();
        this.topic = topic;
    }

    /** A row for each request, in their order. */
    void write(RequestLines lines, Path file) throws IOException {
        int[] number = {0};
        try (ReportFile report = ReportFile.begin(file, COLUMNS)) {
            lines.forEach((line, bytes) -> {
                report.add(row(line, number[0]++, JSON.readTree(bytes)));
                return true;
            });
            report.finish();
        }
    }

    /** What has become of them, and what can be done about the others. */
    void tell(PrintWriter out, Path file) {
        String all = kinds.entrySet().stream()
                .map(kind -> Figures.number(kind.getValue()) + " " + kind.getKey())
                .collect(Collectors.joining(", "));
        out.println(Figures.count(ledger.requests(), "request") + ": " + Wording.line(all));
        out.println("report: " + Wording.line(file.toString()));
        if (ledger.isAllDone()) {
            return;
        }
        if (deadLetters > 0) {
            out.println("Look at what was given up with: media-deleter dead-letters list. The command below does"
                    + " not wait for a replay: run it when the replayed requests are settled.");
        }
        if (dryRuns > 0) {
            out.println("DRY_RUN deletes nothing: the service runs with media-deleter.dry-run=true.");
        }
        if (doubtful > 0) {
            out.println("UNKNOWN may be published or not, and is not sent again: Kafka did not acknowledge it, or the"
                    + " process was killed. If it is not settled by the end of the next wait, look for its event id"
                    + " before you publish it once more.");
        }
        out.println("To go on, without publishing anything twice:");
        out.println("  media-deleter request --wait --report " + Wording.quoted(file.toString()));
    }

    private ObjectNode row(long line, int number, JsonNode request) throws IOException {
        ObjectNode row = JSON.createObjectNode().put("line", line);
        row.put("eventId", request.path("eventId").asText());
        row.put("fileId", request.path("fileId").asText());
        if (request.has("subAppId")) {
            row.set("subAppId", request.path("subAppId"));
        }
        String place = ledger.place(number);
        if (place != null) {
            row.put("origin", topic + "/" + place);
        }
        Instant at = ledger.publishedAt(number);
        if (ledger.isEnded(number)) {
            RequestOutcome end = journal.end(number);
            row.setAll((ObjectNode) JSON.valueToTree(end));
            count(end.kind());
            deadLetters += end.outcome().equals(RequestOutcome.DEAD_LETTER) ? 1 : 0;
            dryRuns += end.outcome().equals(DRY_RUN) ? 1 : 0;
        } else {
            String outcome = place != null ? WAITING : number < ledger.sent() ? UNKNOWN : NOT_PUBLISHED;
            row.put("outcome", outcome);
            count(outcome);
            doubtful += outcome.equals(UNKNOWN) ? 1 : 0;
        }
        return at == null ? row : row.put("publishedAt", at.toString());
    }

    private void count(String kind) {
        kinds.merge(kinds.size() < MOST_KINDS || kinds.containsKey(kind) ? kind : "others", 1L, Long::sum);
    }
}
