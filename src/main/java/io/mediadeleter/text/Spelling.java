package io.mediadeleter.text;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known name a misspelt one was meant to be. */
public final class Spelling {

    /** More than this is another word; the longest known name is far shorter, too. */
    private static final int MAX_EDITS = 2;

    private static final int MAX_LENGTH = 64;

    private Spelling() {}

    /** The nearest of {@code known}, letter case and punctuation aside; empty if none is near. */
    public static Optional<String> nearest(String name, List<String> known) {
        if (name.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String letters = letters(name);
        return known.stream()
                .filter(candidate -> isNear(letters, letters(candidate)))
                .min(Comparator.comparingInt(candidate -> edits(letters, letters(candidate))));
    }

    private static boolean isNear(String name, String candidate) {
        return edits(name, candidate) <= Math.min(MAX_EDITS, candidate.length() / 3);
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** The Levenshtein distance: insertions, deletions and replacements that make one of the other. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
