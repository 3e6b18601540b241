package io.mediadeleter.sandbox;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What came of the requests, for people. Confined to one thread. */
record SandboxReport(Trial trial, PrintStream out) {

    /** Above this, rows help nobody; the counts still cover all. */
    private static final int MOST_ROWS = 100;

    private static final String NONE = "-";

    /** All of it. */
    void print() {
        out.println();
        printRequests();
        printCounts();
        printDeadLetters();
        out.println();
        out.flush();
    }

    /** What did not end as it should have; empty is as it should be. */
    List<String> surprises() {
        List<String> surprises = new ArrayList<>();
        for (Sent sent : trial.sent()) {
            List<SandboxOutcome> endings = trial.endings(sent);
            if (endings.size() != trial.dueEndings(sent)) {
                surprises.add(sent.entry().name() + ": " + endings.size() + " settlements instead of "
                        + trial.dueEndings(sent));
            } else if (!sent.entry().isAsExpected(endings.get(0))) {
                SandboxOutcome ending = endings.get(0);
                surprises.add(sent.entry().name() + ": " + ending.outcome() + " after " + ending.attempts()
                        + " attempts instead of " + sent.entry().expected() + " after "
                        + sent.entry().attempts());
            }
        }
        return surprises;
    }

    /** One settlement as a line. */
    static String line(SandboxOutcome ending) {
        return ending.origin() + "  " + outcome(ending) + "  "
                + (ending.isDeadLetter() ? ending.reason() : "RequestId " + text(ending.requestId()));
    }

    private void printRequests() {
        Table table = new Table("REQUEST", "OUTCOME", "CALLS", "AFTER");
        List<Sent> shown = trial.sent().stream().limit(MOST_ROWS).toList();
        for (Sent sent : shown) {
            List<SandboxOutcome> endings = trial.endings(sent);
            if (endings.isEmpty()) {
                table.row(sent.entry().name(), "not settled", NONE, NONE);
            }
            for (SandboxOutcome ending : endings) {
                table.row(
                        sent.entry().name(),
                        outcome(ending),
                        String.valueOf(ending.attempts()),
                        "%.1f s".formatted((ending.seenNanos() - sent.nanos()) / 1e9));
            }
        }
        table.print(out);
        if (shown.size() < trial.sent().size()) {
            out.println("… and " + (trial.sent().size() - shown.size()) + " more");
        }
    }

    private void printCounts() {
        Map<String, Integer> counts = new TreeMap<>();
        trial.sent()
                .forEach(
                        sent -> trial.endings(sent).forEach(ending -> counts.merge(ending.outcome(), 1, Integer::sum)));
        out.println();
        out.println(trial.sent().size() + " requests:");
        counts.forEach((outcome, count) -> out.println("  " + count + " × " + outcome));
    }

    private void printDeadLetters() {
        Map<SandboxOutcome, String> dead = new LinkedHashMap<>();
        trial.sent()
                .forEach(sent -> trial.endings(sent).stream()
                        .filter(SandboxOutcome::isDeadLetter)
                        .forEach(ending -> dead.put(ending, sent.entry().name())));
        if (dead.isEmpty()) {
            return;
        }
        out.println();
        out.println("Dead letters, and why:");
        dead.entrySet().stream().limit(MOST_ROWS).forEach(letter -> {
            out.println("  " + letter.getValue() + ", " + letter.getKey().origin());
            out.println("      " + letter.getKey().reason());
        });
    }

    private static String outcome(SandboxOutcome ending) {
        return ending.shared() ? ending.outcome() + ", shared call" : ending.outcome();
    }

    private static String text(@Nullable String requestId) {
        return requestId == null ? NONE : requestId;
    }
}
