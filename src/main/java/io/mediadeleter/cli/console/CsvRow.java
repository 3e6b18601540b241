package io.mediadeleter.cli.console;

import io.mediadeleter.text.Printable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A row of a CSV file by RFC 4180, fit for spreadsheets: a text that one of them would take for a formula begins with an
 * apostrophe. Stateless.
 */
public final class CsvRow {

    /** What ends a row. */
    public static final String END = "\r\n";

    /** What a spreadsheet takes for the beginning of a formula, wide forms among them. */
    private static final String FORMULA = "=+-@\t\r\uff1d\uff0b\uff0d\uff20";

    private CsvRow() {}

    /** The cells as one row, without its end. */
    public static String of(List<String> cells) {
        return cells.stream().map(CsvRow::cell).collect(Collectors.joining(","));
    }

    /** In quotes, on one line, and never a formula, whoever wrote the text. */
    private static String cell(String text) {
        if (text.isEmpty()) {
            return "";
        }
        String plain = FORMULA.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
        return "\"" + Printable.of(plain).replace("\"", "\"\"") + "\"";
    }
}
