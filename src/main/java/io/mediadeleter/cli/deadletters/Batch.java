package io.mediadeleter.cli.deadletters;

import io.mediadeleter.deadletter.DeadLetter;
import java.util.ArrayList;
import java.util.List;

/** The letters of the next transaction. Belongs to one thread. */
final class Batch {

    private static final int MOST_BYTES = 4 << 20;

    private final int mostLetters;
    private final List<DeadLetter> letters = new ArrayList<>();
    private long bytes;

    Batch(int mostLetters) {
        this.mostLetters = mostLetters;
    }

    void add(DeadLetter letter) {
        letters.add(letter);
        bytes += letter.message().weight();
    }

    boolean isFull() {
        return letters.size() >= mostLetters || bytes >= MOST_BYTES;
    }

    int size() {
        return letters.size();
    }

    /** What is in it; it is empty afterwards. */
    List<DeadLetter> drain() {
        List<DeadLetter> drained = List.copyOf(letters);
        letters.clear();
        bytes = 0;
        return drained;
    }
}
