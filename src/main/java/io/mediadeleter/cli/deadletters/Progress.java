package io.mediadeleter.cli.deadletters;

import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.time.Time;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * How far a change is: on a terminal one line with a bar that changes, elsewhere a line now and then. Belongs to one thread.
 */
final class Progress {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
    private static final Duration BETWEEN_DRAWINGS = Duration.ofMillis(100);
    private static final int BAR = 30;
    private static final String REWRITE_LINE = "\r\u001b[K";

    private final Change change;
    private final long all;
    private final boolean isTerminal;
    private final PrintWriter out;
    private final Time time;
    private final long started;
    private long lastShown;
    private long done;

    Progress(Change change, long all, boolean isTerminal, PrintWriter out, Time time) {
        this.change = change;
        this.all = all;
        this.isTerminal = isTerminal;
        this.out = out;
        this.time = time;
        this.started = time.nanoTime();
        this.lastShown = started;
    }

    /** So many more are done. */
    void add(int letters) {
        done += letters;
        long now = time.nanoTime();
        if (now - lastShown < (isTerminal ? BETWEEN_DRAWINGS : BETWEEN_LINES).toNanos()) {
            return;
        }
        lastShown = now;
        if (isTerminal) {
            out.print(REWRITE_LINE + bar() + text(now));
        } else {
            out.println(text(now));
        }
        out.flush();
    }

    long done() {
        return done;
    }

    /** Leaves the line free for what is no progress. */
    void clear() {
        if (isTerminal) {
            out.print(REWRITE_LINE);
            out.flush();
        }
    }

    private String bar() {
        int full = (int) Math.min(BAR, done * BAR / Math.max(1, all));
        return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "] ";
    }

    private String text(long now) {
        double perSecond = done / Math.max(0.001, (now - started) / 1e9);
        Duration left = Duration.ofMillis(Math.round((all - done) * 1_000 / Math.max(0.001, perSecond)));
        return String.format(
                Locale.ROOT,
                "%s of %s %s (%d %%), %.0f a second, %s to go",
                Wording.number(done),
                Wording.number(all),
                change.done(),
                done * 100 / Math.max(1, all),
                perSecond,
                Wording.duration(left));
    }
}
