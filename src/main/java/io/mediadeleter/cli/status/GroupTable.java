package io.mediadeleter.cli.status;

import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.control.InstanceReport.Level;
import io.mediadeleter.group.GroupFacts;
import io.mediadeleter.group.GroupFacts.Instance;
import io.mediadeleter.group.GroupFacts.Letters;
import io.mediadeleter.group.GroupFigures;
import io.mediadeleter.group.GroupStatus;
import io.mediadeleter.group.TopicBacklog;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The group for people, on a terminal of 80 columns. For one use. */
final class GroupTable {

    private static final int WIDTH = 80;
    private static final int MOST_ROWS = 20;
    private static final String INSTANCE = "%-22s %10s %7s %7s %9s %6s  %s";
    private static final String TOPIC = "%-40s %-7s %9s %9s  %s";

    private final GroupStatus status;
    private final GroupFacts facts;
    private final int width;
    private final StringBuilder lines = new StringBuilder();

    private GroupTable(GroupStatus status, int width) {
        this.width = width;
        this.status = status;
        this.facts = status.facts();
    }

    static String of(GroupStatus status) {
        return of(status, WIDTH);
    }

    /** @param columns of the terminal; sentences are wrapped within, and at 80 at most */
    static String of(GroupStatus status, int columns) {
        GroupTable table = new GroupTable(status, Math.min(WIDTH, columns));
        table.sentences();
        table.instances();
        table.backlog();
        table.deadLetters();
        return table.lines.toString();
    }

    private void sentences() {
        line("Group " + facts.group() + " at " + Wording.time(facts.at()));
        line("");
        wrap((status.mode() != null ? "NOTE" : status.level()) + ": ", "", status.sentence());
        status.notes().forEach(note -> wrap("- ", "  ", note));
    }

    private void instances() {
        line("");
        if (facts.instances().isEmpty()) {
            line(isNotKnown(GroupFacts.MEMBERS) ? "Instances: not known." : "No instances.");
            return;
        }
        row(INSTANCE, "INSTANCE", "PARTITIONS", "CALLS/S", "FAILED", "IN FLIGHT", "SHARE", "STATE");
        facts.instances().stream().limit(MOST_ROWS).forEach(this::instance);
        more(facts.instances().size());
    }

    private void instance(Instance instance) {
        InstanceReport report = instance.report();
        InstanceReport.Lately lately = report == null ? null : report.lately();
        row(
                INSTANCE,
                Wording.name(instance.name().isEmpty() ? "(no name)" : instance.name(), 22),
                facts.areMembersKnown() ? Figures.number(instance.partitions().size()) : "?",
                lately == null ? "?" : rate(lately.ended(), lately.seconds()),
                lately == null ? "?" : rate(lately.failed(), lately.seconds()),
                report == null ? "?" : report.inFlight() + "/" + report.maxInFlight(),
                instance.share() == null ? "-" : instance.share().toString(),
                state(instance, report));
    }

    private String state(Instance instance, @Nullable InstanceReport report) {
        if (instance.seen() == null) {
            return "unknown";
        }
        if (facts.isSilent(instance)) {
            return "silent";
        }
        if (report == null) {
            return "alive";
        }
        return report.isDryRun() && report.level() != Level.STOPPED
                ? "dry run"
                : report.level().name().toLowerCase(Locale.ROOT);
    }

    private void backlog() {
        GroupFigures figures = status.figures();
        line("");
        if (facts.waiting() != null) {
            List<TopicBacklog> topics = TopicBacklog.of(facts.waiting()).stream()
                    .filter(topic -> !topic.isEmpty())
                    .toList();
            if (topics.isEmpty()) {
                line(
                        isNotKnown(GroupFacts.WAITS)
                                ? "Nothing waits on the topics that could be looked at."
                                : "Nothing waits on any topic.");
            } else {
                row(TOPIC, "TOPIC", "LANE", "WAITING", "DUE", "OLDEST DUE");
                topics.stream().limit(MOST_ROWS).forEach(this::topic);
                more(topics.size());
            }
        }
        String calls = figures.callsPerSecond() == null
                ? (facts.instances().isEmpty() && !isNotKnown(GroupFacts.MEMBERS)
                        ? "Calls: none."
                        : "Calls: not reported.")
                : "Calls: " + decimal(figures.callsPerSecond()) + " a second of " + facts.quotaPerSecond()
                        + (figures.meanCall() == null
                                ? "."
                                : ", " + decimal(figures.meanCall().toMillis() / 1_000.0) + " s each.");
        Duration doneIn = figures.doneIn();
        line(calls
                + (figures.due() == 0
                        ? ""
                        : doneIn == null
                                ? " When it will be done is not known."
                                : " Done in about " + Figures.about(doneIn) + " at this rate."));
        if (facts.control() != null) {
            line("Pauses: " + facts.control().pauses().size() + ". Holds: "
                    + Figures.number(facts.control().holds())
                    + (facts.control().holds() == 0 ? "." : ": media-deleter holds list."));
        }
    }

    private void topic(TopicBacklog topic) {
        Instant oldest = topic.oldestDue();
        row(
                TOPIC,
                Wording.name(topic.name(), 40),
                topic.kind().name().toLowerCase(Locale.ROOT).replace("requested", "live"),
                Figures.number(topic.records()),
                Figures.number(topic.due()),
                (oldest == null ? "-" : ago(oldest))
                        + (topic.undecided() == 0 ? "" : " +" + Figures.number(topic.undecided()) + " undecided"));
    }

    private void deadLetters() {
        GroupFacts.DeadLetters letters = facts.deadLetters();
        if (letters == null) {
            return;
        }
        line("");
        line((letters.count() == 0 ? "No" : Figures.number(letters.count())) + " unresolved dead "
                + (letters.count() == 1 ? "letter" : "letters") + (letters.count() == 0 ? "." : ":"));
        letters.groups().stream().limit(MOST_ROWS).forEach(this::group);
        more(letters.groups().size());
        if (letters.older() > 0) {
            wrap(
                    "",
                    "",
                    "The topic has " + Figures.number(letters.older())
                            + " older records, which were not looked at. To count all: media-deleter dead-letters list.");
        }
    }

    private void group(Letters group) {
        wrap(
                "  ",
                "    ",
                Figures.number(group.count()) + " × " + Wording.fault(group.kind(), group.code()) + ", the oldest "
                        + ago(group.oldest()) + " ago"
                        + (group.lately() == 0 ? "" : ", " + Figures.number(group.lately()) + " lately"));
    }

    private boolean isNotKnown(String what) {
        return facts.gaps().stream().anyMatch(gap -> gap.what().startsWith(what));
    }

    private String ago(Instant instant) {
        return Figures.about(Duration.between(instant, facts.at()));
    }

    private void more(int all) {
        if (all > MOST_ROWS) {
            line(Figures.number(all - MOST_ROWS) + " more; --format json has all.");
        }
    }

    private static String rate(int count, int seconds) {
        return decimal((double) count / seconds);
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    private void row(String form, Object... cells) {
        line(String.format(Locale.ROOT, form, cells).stripTrailing());
    }

    private void wrap(String first, String next, String text) {
        String line = first;
        boolean isFirst = true;
        for (String word : Printable.of(text).split(" ", -1)) {
            if (!isFirst && line.length() + 1 + word.length() > width) {
                line(line);
                line = next + word;
            } else {
                line += (isFirst ? "" : " ") + word;
            }
            isFirst = false;
        }
        line(line);
    }

    private void line(String text) {
        lines.append(text).append('\n');
    }
}
