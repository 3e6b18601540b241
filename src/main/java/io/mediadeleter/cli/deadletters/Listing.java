package io.mediadeleter.cli.deadletters;

import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.deadletter.DeadLetter;
import io.mediadeleter.deadletter.FaultGroups;
import io.mediadeleter.deadletter.MediaExtractor;
import io.mediadeleter.deadletter.OriginHistory;
import io.mediadeleter.text.Figures;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The counts by fault, and the latest letters, as many as asked for. Confined to one thread. */
final class Listing {

    private static final String ROW = "%-20s  %-45s  %-20s  %-10s  %7s  %s%n";

    private record Row(Instant failedAt, String fault, String fileId, String subAppId, int replays, String name) {}

    private final MediaExtractor extractor;
    private final OriginHistory history;
    private final int limit;
    private final FaultGroups groups = new FaultGroups();
    private final PriorityQueue<Row> latest = new PriorityQueue<>(Comparator.comparing(Row::failedAt));
    private long foreign;
    private long disproved;

    Listing(MediaExtractor extractor, OriginHistory history, int limit) {
        this.extractor = extractor;
        this.history = history;
        this.limit = limit;
    }

    void add(DeadLetter letter) {
        groups.add(letter);
        foreign += letter.origin().isEmpty() ? 1 : 0;
        disproved += history.disproof(letter).isPresent() ? 1 : 0;
        boolean isShown = latest.size() < limit
                || (!latest.isEmpty() && letter.failedAt().isAfter(latest.peek().failedAt()));
        if (isShown) {
            latest.add(row(letter));
            if (latest.size() > limit) {
                latest.remove();
            }
        }
    }

    /** That what was asked for is not there, and what is. */
    static void sayNoneFits(List<FaultGroups.Group> inTable, PrintWriter out) {
        long count = inTable.stream().mapToLong(FaultGroups.Group::count).sum();
        out.println(
                count == 0
                        ? "No dead letters."
                        : "No dead letter matches. In the table: " + Wording.letters(count) + ":");
        inTable.forEach(group -> out.println("  " + row(group)));
    }

    void print(PrintWriter out) {
        out.println(Wording.letters(groups.count()) + ":");
        groups.largestFirst().forEach(group -> out.println("  " + row(group)));
        if (foreign > 0) {
            out.println(Figures.number(foreign)
                    + " of them not written by this service: the key is no origin on a topic of this group. They are"
                    + " named by their place, and never replayed.");
        }
        if (disproved > 0) {
            out.println(Figures.number(disproved)
                    + " of them forged, or from another cluster: the topic's history disproves the origin. They are never"
                    + " replayed; `dead-letters show` says why.");
        }
        if (latest.isEmpty()) {
            return;
        }
        out.println();
        out.printf(ROW, "GIVEN UP", "FAULT", "FILE ID", "SUB-APP", "REPLAYS", "ORIGIN");
        newestFirst()
                .forEach(row -> out.printf(
                        ROW, Wording.time(row.failedAt), row.fault, row.fileId, row.subAppId, row.replays, row.name));
        long more = groups.count() - latest.size();
        if (more > 0) {
            out.println(Figures.number(more) + " more, older ones. --limit N shows N, --format json all.");
        }
    }

    /** One line for all letters of a fault. */
    static String row(FaultGroups.Group group) {
        return Figures.number(group.count()) + " × " + Wording.fault(group.kind(), group.code()) + " since "
                + Wording.time(group.since()) + (group.count() == 1 ? "" : ", the last " + Wording.time(group.last()));
    }

    private List<Row> newestFirst() {
        return latest.stream()
                .sorted(Comparator.comparing(Row::failedAt).reversed().thenComparing(Row::name))
                .toList();
    }

    private Row row(DeadLetter letter) {
        MediaExtractor.Media media = extractor.at(letter);
        return new Row(
                letter.failedAt(),
                Wording.fault(letter.faultKind(), letter.hold().orElse(letter.faultCode())),
                media.fileId() == null ? "-" : Wording.cell(media.fileId()),
                media.subAppId() == null ? "-" : media.subAppId().toString(),
                letter.replays(),
                letter.name());
    }
}
