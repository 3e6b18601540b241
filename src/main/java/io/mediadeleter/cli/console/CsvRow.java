package io.mediadeleter.cli.console;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A row of a CSV file by RFC 4180, fit for spreadsheets: a text that one of them would take for a formula begins with an
 * apostrophe. Stateless.
 */
public final class CsvRow {

    /** What a formula begins with, or what a spreadsheet skips before one. */
    private static final String FORMULA = "=+-@\t\r\n";

    private CsvRow() {}

    /** The cells as one row, without the line end. */
    public static String of(List<String> cells) {
        return cells.stream().map(CsvRow::cell).collect(Collectors.joining(","));
    }

    private static String cell(String text) {
        String safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean isPlain = Stream.of(",", "\"", "\n", "\r").noneMatch(safe::contains);
        return isPlain ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
