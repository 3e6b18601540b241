package io.mediadeleter.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.cli.console.CsvRow;
import io.mediadeleter.event.Part;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.text.Printable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row for each result that the API was asked about, in a file: an object of JSON a line, or CSV where the file's name ends in
 * {@code .csv}. Belongs to one thread.
 */
final class VerifyReport implements AutoCloseable {

    private static final List<String> COLUMNS = List.of(
            "fileId",
            "subAppId",
            "parts",
            "presence",
            "detail",
            "deletedAt",
            "eventId",
            "requestEventId",
            "requestId",
            "checkedAt",
            "checkRequestId");

    private final @Nullable Path file;
    private final @Nullable BufferedWriter out;
    private final boolean isCsv;

    private VerifyReport(@Nullable Path file, @Nullable BufferedWriter out) {
        this.file = file;
        this.out = out;
        this.isCsv = file != null && file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    /**
     * Begins the file anew.
     *
     * @param file null for no report
     * @throws CommandFailure when it cannot be written
     */
    static VerifyReport to(@Nullable Path file) {
        if (file == null) {
            return new VerifyReport(null, null);
        }
        try {
            VerifyReport report = new VerifyReport(file, Files.newBufferedWriter(file, UTF_8));
            if (report.isCsv) {
                report.write(String.join(",", COLUMNS));
            }
            return report;
        } catch (IOException failed) {
            throw failure(file, failed);
        }
    }

    void add(CheckedDeletion checked) {
        if (out != null) {
            write(isCsv ? CsvRow.of(cells(checked)) : Printable.of(json(checked).toString()));
        }
    }

    /** The row as JSON. */
    static ObjectNode json(CheckedDeletion checked) {
        DeletionResult result = checked.result();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("fileId", result.media().fileId());
        if (result.media().subAppId() != null) {
            json.put("subAppId", result.media().subAppId());
        }
        List<Part> parts = result.scope().match(List::of, named -> named);
        if (!parts.isEmpty()) {
            ArrayNode items = json.putArray("parts");
            for (Part part : parts) {
                ObjectNode item = items.addObject().put("type", part.type());
                if (part.definition() != null) {
                    item.put("definition", part.definition());
                }
            }
        }
        json.put("presence", checked.presence().name());
        if (!checked.detail().isEmpty()) {
            json.put("detail", checked.detail());
        }
        json.put("deletedAt", result.deletedAt().toString())
                .put("eventId", result.eventId())
                .put("requestEventId", result.requestEventId())
                .put("requestId", result.requestId())
                .put("checkedAt", checked.checkedAt().toString());
        return checked.checkId() == null ? json : json.put("checkRequestId", checked.checkId());
    }

    private static List<String> cells(CheckedDeletion checked) {
        DeletionResult result = checked.result();
        Long subAppId = result.media().subAppId();
        return List.of(
                result.media().fileId(),
                subAppId == null ? "" : subAppId.toString(),
                CheckedDeletion.text(result.scope()),
                checked.presence().name(),
                checked.detail(),
                result.deletedAt().toString(),
                result.eventId(),
                result.requestEventId(),
                result.requestId() == null ? "" : result.requestId(),
                checked.checkedAt().toString(),
                checked.checkId() == null ? "" : checked.checkId());
    }

    private void write(String row) {
        if (out == null || file == null) {
            return;
        }
        try {
            out.write(row);
            out.write(isCsv ? CsvRow.END : "\n");
        } catch (IOException failed) {
            throw failure(file, failed);
        }
    }

    private static CommandFailure failure(Path file, IOException failed) {
        return new CommandFailure("Cannot write the report " + file + ": " + failed);
    }

    /** Writes what is left; a row that cannot be written is no row. */
    @Override
    public void close() {
        if (out == null || file == null) {
            return;
        }
        try {
            out.close();
        } catch (IOException failed) {
            throw failure(file, failed);
        }
    }
}
