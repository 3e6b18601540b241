package io.mediadeleter.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a misspelt name was probably meant to be. */
public final class Suggestion {

    private static final int MOST_SLIPS = 4;
    private static final int LETTERS_PER_SLIP = 4;

    private Suggestion() {}

    /** The nearest of the known names; empty when none is near. */
    public static Optional<String> of(String misspelt, Collection<String> known) {
        return nearest(misspelt, known, Math.min(MOST_SLIPS, misspelt.length() / LETTERS_PER_SLIP));
    }

    /** The nearest of the known names that is at most {@code slips} letters away. */
    public static Optional<String> nearest(String misspelt, Collection<String> known, int slips) {
        return known.stream()
                .filter(name -> Math.abs(name.length() - misspelt.length()) <= slips)
                .filter(name -> distance(misspelt, name) <= slips)
                .min(Comparator.comparingInt((String name) -> distance(misspelt, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The same, with letter case and punctuation aside. */
    public static Optional<String> nearestByLetters(String misspelt, Collection<String> known, int slips) {
        Map<String, String> byLetters = new LinkedHashMap<>();
        known.forEach(name -> byLetters.putIfAbsent(letters(name), name));
        return nearest(letters(misspelt), byLetters.keySet(), slips).map(byLetters::get);
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Letters to add, drop or change to make one text of the other (Levenshtein). */
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
