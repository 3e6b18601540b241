package io.mediadeleter.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.text.Printable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A report, row by row: JSON lines, or CSV where the file's name ends so. It takes the file's place as a whole, at the end; until
 * then an earlier report stays. Confined to one thread.
 */
public final class ReportFile implements AutoCloseable {

    /** What ends a row of CSV. */
    private static final String END = "\r\n";

    /** What a spreadsheet takes for the beginning of a formula, wide forms among them. */
    private static final String FORMULA = "=+-@\t\r\uff1d\uff0b\uff0d\uff20";

    private final Path file;
    private final Path unfinished;
    private final List<String> columns;
    private final boolean isCsv;
    private final BufferedWriter out;

    private ReportFile(Path file, Path unfinished, boolean isCsv, List<String> columns, BufferedWriter out) {
        this.file = file;
        this.unfinished = unfinished;
        this.columns = columns;
        this.isCsv = isCsv;
        this.out = out;
    }

    /**
     * Begins a new one; the file of this name stays as it is until {@link #finish}, unless it is a pipe, a device or one that this process has open,
     * as {@code /dev/stdout} may be: these are written to as they are. Where it is another link, the file that it leads to is replaced, or made, as
     * whoever reads that one expects.
     *
     * @param columns of CSV: the names of a row's properties
     */
    public static ReportFile begin(Path name, List<String> columns) throws IOException {
        boolean isCsv = name.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
        ReportPlace place = ReportPlace.of(name);
        Path file = place.file();
        Path unfinished = place.isStream() ? file : file.resolveSibling(file.getFileName() + ".new");
        OutputStream out = place.isStream() ? place.open() : Files.newOutputStream(unfinished);
        ReportFile report = new ReportFile(
                file, unfinished, isCsv, columns, new BufferedWriter(new OutputStreamWriter(out, UTF_8.newEncoder())));
        if (report.isCsv) {
            report.out.write(String.join(",", columns) + END);
        }
        return report;
    }

    /** Adds a row; what it does not have is left out, or empty. */
    public void add(ObjectNode row) throws IOException {
        if (isCsv) {
            out.write(row(columns.stream().map(name -> cell(row.path(name))).toList()) + END);
        } else {
            out.write(Printable.of(row.toString()));
            out.write("\n");
        }
        if (unfinished.equals(file)) {
            out.flush(); // what else is printed there comes between rows
        }
    }

    /** A row of CSV by RFC 4180 without its end, fit for spreadsheets: what one would take for a formula begins with an apostrophe. */
    static String row(List<String> cells) {
        return cells.stream().map(ReportFile::quoted).collect(Collectors.joining(","));
    }

    /** In quotes, on one line, and never a formula, whoever wrote the text. */
    private static String quoted(String text) {
        if (text.isEmpty()) {
            return "";
        }
        String plain = FORMULA.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
        return "\"" + Printable.of(plain).replace("\"", "\"\"") + "\"";
    }

    /** In a cell a list is its items' values, as in {@code TranscodeFiles:100010 OriginalFiles}. */
    private static String cell(JsonNode value) {
        if (!value.isContainerNode()) {
            return value.asText("");
        }
        StringBuilder cell = new StringBuilder();
        value.forEach(item ->
                cell.append(cell.isEmpty() ? "" : value.isArray() ? " " : ":").append(cell(item)));
        return cell.toString();
    }

    /** It is whole now; what an earlier run left beside it goes. */
    public void finish() throws IOException {
        moveTo(file);
        if (!unfinished.equals(file)) {
            Files.deleteIfExists(partial());
        }
    }

    /** It will not be whole: an earlier report stays, and this one lies beside it. Returns where it is. */
    public Path finishPartial() throws IOException {
        Path partial = unfinished.equals(file) ? file : partial();
        moveTo(partial);
        return partial;
    }

    private Path partial() {
        return file.resolveSibling(file.getFileName() + ".partial");
    }

    private void moveTo(Path place) throws IOException {
        out.close();
        if (unfinished.equals(file)) {
            return;
        }
        try {
            Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException otherwise) {
            Files.move(unfinished, place, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Leaves nothing behind of one that was not finished. */
    @Override
    public void close() throws IOException {
        try {
            out.close();
        } finally {
            if (!unfinished.equals(file)) {
                Files.deleteIfExists(unfinished);
            }
        }
    }
}
