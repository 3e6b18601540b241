package io.mediadeleter.ops;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps the values of a tag that come from outside to a bounded number: the first so many keep their names, all others
 * are {@value #OTHER}. Thread-safe.
 */
public final class BoundedTagValues {

    /** Fault codes that keep their names; an API may make up any number of them. */
    public static final int MOST_CODES = 60;

    static final String OTHER = "other";

    private final int size;

    @GuardedBy("this")
    private final Set<String> words = new HashSet<>();

    public BoundedTagValues(int size) {
        this.size = size;
    }

    public synchronized String known(String word) {
        if (words.size() < size) {
            words.add(word);
        }
        return words.contains(word) ? word : OTHER;
    }
}
