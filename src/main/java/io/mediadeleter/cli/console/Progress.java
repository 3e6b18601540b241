package io.mediadeleter.cli.console;

import io.mediadeleter.text.Figures;
import io.mediadeleter.time.Time;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Locale;

/**
 * How far a command is: on a terminal one line with a bar that changes, elsewhere a line now and then. Confined to one thread.
 */
public final class Progress {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
    private static final Duration BETWEEN_DRAWINGS = Duration.ofMillis(100);
    private static final int BAR = 30;
    private static final String REWRITE_LINE = "\r\u001b[K";

    /** A narrow terminal cuts the line off: of one that it wraps, the next drawing would leave a part. */
    private static final String CUT_LONG_LINES = "\u001b[?7l";

    private static final String WRAP_LONG_LINES = "\u001b[?7h";

    private final String done;
    private final long all;
    private final boolean isTerminal;
    private final PrintWriter out;
    private final Time time;
    private final long started;
    private long lastShown;
    private long count;

    /**
     * Nothing is done yet.
     *
     * @param done what is done to each, as in "5 of 10 replayed"
     * @param all how many there are to do
     * @param isTerminal that understands the control codes of a line that changes
     */
    public Progress(String done, long all, boolean isTerminal, PrintWriter out, Time time) {
        this.done = done;
        this.all = all;
        this.isTerminal = isTerminal;
        this.out = out;
        this.time = time;
        this.started = time.nanoTime();
        this.lastShown = started;
    }

    /** One that nobody sees. */
    public static Progress unseen(Time time) {
        return new Progress("done", 0, false, new PrintWriter(Writer.nullWriter()), time);
    }

    /** So many more are done. */
    public void add(int more) {
        count += more;
        long now = time.nanoTime();
        if (now - lastShown < (isTerminal ? BETWEEN_DRAWINGS : BETWEEN_LINES).toNanos()) {
            return;
        }
        lastShown = now;
        if (isTerminal) {
            out.print(REWRITE_LINE + CUT_LONG_LINES + bar() + text(now) + WRAP_LONG_LINES);
        } else {
            out.println(text(now));
        }
        out.flush();
    }

    /** How many are done. */
    public long count() {
        return count;
    }

    /** Leaves the line free for what is no progress. */
    public void clear() {
        if (isTerminal) {
            out.print(REWRITE_LINE);
            out.flush();
        }
    }

    private String bar() {
        int full = (int) Math.min(BAR, count * BAR / Math.max(1, all));
        return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "] ";
    }

    private String text(long now) {
        double perSecond = count / Math.max(0.001, (now - started) / 1e9);
        Duration left = Duration.ofMillis(Math.round((all - count) * 1_000 / Math.max(0.001, perSecond)));
        return String.format(
                Locale.ROOT,
                "%s of %s %s (%d %%), %,.0f a second, %s to go",
                Figures.number(count),
                Figures.number(all),
                done,
                count * 100 / Math.max(1, all),
                perSecond,
                Figures.about(left));
    }
}
