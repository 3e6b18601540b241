package io.mediadeleter.cli.console;

import io.mediadeleter.text.Excerpt;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.Printable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How numbers, times and texts from outside are written for people. Nothing of these reaches a terminal but printable text. */
public final class Wording {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
    private static final int MAX_TEXT = 2_000;
    private static final int MAX_CELL = 60;

    private Wording() {}

    /** As in "1 dead letter" and "1,204 dead letters". */
    public static String letters(long count) {
        return Figures.count(count, "dead letter");
    }

    /** In UTC, to the second, in the form that options take. A forged record may name a time that no calendar has; that is shown as it is. */
    public static String time(Instant time) {
        try {
            return TIME.format(time);
        } catch (DateTimeException beyond) {
            return time.toString();
        }
    }

    /** The first so many, each whole so that it can be copied, and how many more there are. */
    public static String first(int most, Collection<?> all) {
        String first = all.stream()
                .limit(most)
                .map(each -> Printable.copyable(each.toString()))
                .collect(Collectors.joining(", "));
        return all.size() > most ? first + " and " + Figures.number(all.size() - most) + " more" : first;
    }

    /** One word for a shell, in quotes where it takes any. */
    public static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    public static String fault(String kind, String code) {
        return cell(code.isEmpty() ? kind : kind + " " + code);
    }

    /** Why a file cannot be read or written. Of many reasons Java's own words are the file's name and a class. */
    public static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "access is denied";
        }
        String reason = failure instanceof FileSystemException named ? named.getReason() : null;
        return reason == null ? String.valueOf(failure.getMessage()) : reason;
    }

    /** A short text from outside, on one line. */
    public static String cell(String text) {
        return Excerpt.of(text, MAX_CELL);
    }

    /** A name of so many characters at most. Names of one group differ at their ends: a long one is cut in the middle. */
    public static String name(String text, int max) {
        String shown = Printable.of(text);
        int tail = (max - 1) * 2 / 3;
        return shown.length() <= max
                ? shown
                : shown.substring(0, max - 1 - tail) + "…" + shown.substring(shown.length() - tail);
    }

    /** A text from outside, on one line. */
    public static String line(String text) {
        return Excerpt.of(text, MAX_TEXT);
    }
}
