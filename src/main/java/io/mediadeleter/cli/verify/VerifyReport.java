package io.mediadeleter.cli.verify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.cli.console.PartsJson;
import io.mediadeleter.cli.console.ReportFile;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.text.CommandFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row for each result that the API was asked about, in a file: an object of JSON a line, or CSV where the file's name ends in
 * {@code .csv}. Confined to one thread.
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
    private final @Nullable ReportFile out;
    private final PrintWriter err;
    private long rows;
    private boolean isOver;

    private VerifyReport(@Nullable Path file, @Nullable ReportFile out, PrintWriter err) {
        this.file = file;
        this.out = out;
        this.err = err;
    }

    /**
     * Begins it; an earlier report of the name stays until {@link #finish}.
     *
     * @param file null for no report
     * @param err where it says that it is elsewhere
     * @throws CommandFailure when it cannot be written
     */
    static VerifyReport to(@Nullable Path file, PrintWriter err) {
        try {
            return new VerifyReport(file, file == null ? null : ReportFile.begin(file, COLUMNS), err);
        } catch (IOException failed) {
            throw failure(file, failed);
        }
    }

    void add(CheckedDeletion checked) {
        rows++;
        if (out != null) {
            try {
                out.add(json(checked));
            } catch (IOException failed) {
                isOver = true; // its last row may be cut
                throw failure(file, failed);
            }
        }
    }

    /** Puts it in its place: it has all results. */
    void finish() {
        isOver = true;
        if (out != null) {
            try {
                out.finish();
            } catch (IOException failed) {
                throw failure(file, failed);
            }
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
        PartsJson.put(json, "parts", result.scope().match(List::of, named -> named));
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

    private static CommandFailure failure(@Nullable Path file, IOException failed) {
        return new CommandFailure("Cannot write the report " + file + ": " + Wording.reason(failed));
    }

    /**
     * One that was not finished does not have all results, and never replaces an earlier one: it lies beside it, with no row, too, so that
     * nobody takes the rows of an earlier run for those of this one.
     */
    @Override
    public void close() {
        if (out == null) {
            return;
        }
        try (ReportFile unfinished = out) {
            if (!isOver) {
                isOver = true;
                String place = Wording.line(unfinished.finishPartial().toString());
                err.println("The report is not complete. "
                        + (rows == 0
                                ? "Nothing was verified: " + place + " has no rows."
                                : "What was verified is in " + place + "."));
            }
        } catch (IOException failed) {
            throw failure(file, failed);
        }
    }
}
