package io.mediadeleter.simulator;

import io.mediadeleter.simulator.DeletionBody.Deletion;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Deletions that were answered with success and happen later, as at an API that takes its time. What is due is carried out
 * before the next call is looked at, so nobody can tell it from one that happened in time.
 *
 * <p>Thread-safe: every method holds the instance's lock.
 */
final class DelayedDeletions {

    private static final int MOST_WAITING = 100_000;

    private record Waiting(Instant dueAt, Deletion deletion) {}

    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparing(Waiting::dueAt));
    private final MediaLibrary media;

    DelayedDeletions(MediaLibrary media) {
        this.media = media;
    }

    /** Of too many, the one that is due next happens at once. */
    synchronized void add(Instant dueAt, Deletion deletion) {
        waiting.add(new Waiting(dueAt, deletion));
        if (waiting.size() > MOST_WAITING) {
            carryOutNext();
        }
    }

    /** Deletes what is due by now. */
    synchronized void carryOut(Instant now) {
        while (!waiting.isEmpty() && !waiting.element().dueAt().isAfter(now)) {
            carryOutNext();
        }
    }

    /** A media that is gone meanwhile stays gone. */
    private void carryOutNext() {
        Deletion next = waiting.remove().deletion();
        var unused = media.delete(next.subAppId(), next.fileId(), next.parts());
    }
}
