package io.mediadeleter.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The entries of a properties file with the lines that they begin on. Java's own reader lets the last of two entries with
 * one name win and says nothing.
 *
 * @param entries by name, in the order of the file
 */
record PropertiesFile(SortedMap<String, List<Entry>> entries) {

    /** What some editors put before the first line. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** What a line gives. */
    record Entry(int line, String value) {}

    /**
     * Reads all of it.
     *
     * @throws IllegalArgumentException at a malformed escape
     * @throws IOException where it cannot be read, or is not UTF-8
     */
    static PropertiesFile read(Path file) throws IOException {
        SortedMap<String, List<Entry>> entries = new TreeMap<>();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int first = ++number;
                StringBuilder logical =
                        new StringBuilder(first == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line);
                while (!isComment(logical) && isContinued(logical) && (line = reader.readLine()) != null) {
                    number++;
                    logical.append('\n').append(line);
                }
                Properties one = new Properties();
                one.load(new StringReader(logical.toString()));
                one.stringPropertyNames()
                        .forEach(name -> entries.computeIfAbsent(name, none -> new ArrayList<>())
                                .add(new Entry(first, one.getProperty(name))));
                if (line == null) {
                    break;
                }
            }
        }
        return new PropertiesFile(entries);
    }

    private static boolean isComment(CharSequence line) {
        String text = line.toString().stripLeading();
        return text.startsWith("#") || text.startsWith("!");
    }

    private static boolean isContinued(CharSequence line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
