package io.mediadeleter.cli.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.cli.console.CsvRow;
import io.mediadeleter.text.Printable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/** The report, a row for each request: JSON lines, or CSV by its name. It takes the file's place as a whole, at the end. */
final class ReportFile implements AutoCloseable {

    /** The columns, in the order of CSV. */
    static final List<String> COLUMNS = List.of(
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

    private final Path file;
    private final Path unfinished;
    private final boolean isCsv;
    private final BufferedWriter out;

    private ReportFile(Path file, Path unfinished, BufferedWriter out) {
        this.file = file;
        this.unfinished = unfinished;
        this.isCsv = file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
        this.out = out;
    }

    /** Begins a new one; {@code file} stays as it is until {@link #finish}. */
    static ReportFile begin(Path file) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        ReportFile report = new ReportFile(file, unfinished, Files.newBufferedWriter(unfinished, UTF_8));
        if (report.isCsv) {
            report.out.write(String.join(",", COLUMNS) + CsvRow.END);
        }
        return report;
    }

    /** Adds a row; what it does not have is left out, or empty. */
    void add(ObjectNode row) throws IOException {
        if (isCsv) {
            out.write(CsvRow.of(COLUMNS.stream()
                            .map(name -> row.path(name).asText(""))
                            .toList())
                    + CsvRow.END);
        } else {
            out.write(Printable.of(row.toString()));
            out.write("\n");
        }
    }

    void finish() throws IOException {
        out.close();
        try {
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException otherwise) {
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(unfinished);
    }
}
