package io.mediadeleter.group;

import io.mediadeleter.group.GroupStatus.Finding;
import io.mediadeleter.group.GroupStatus.Level;
import io.mediadeleter.text.Figures;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a group says that does its work: how far it is. Pure. */
final class ProgressFinding {

    /** What has been due for less is in flight, as ever. */
    private static final Duration KEEPING_UP = Duration.ofSeconds(10);

    private ProgressFinding() {}

    static Finding of(GroupFacts facts, GroupFigures figures) {
        String later = later(figures);
        if (facts.waiting() == null) {
            return new Finding(Level.WELL, "Healthy as far as is known.");
        }
        if (figures.due() == 0) {
            return new Finding(Level.WELL, "Healthy: no requests are waiting." + later);
        }
        Instant oldest = figures.oldestDue();
        if (oldest != null && oldest.isAfter(facts.at().minus(KEEPING_UP))) {
            return new Finding(Level.WELL, "Healthy: keeping up." + later);
        }
        return new Finding(
                Level.BUSY,
                Figures.count(figures.due(), "request") + (figures.due() == 1 ? " is due" : " are due")
                        + (oldest == null
                                ? ""
                                : ", the oldest for " + Figures.about(Duration.between(oldest, facts.at())))
                        + ". " + rate(figures, facts) + later);
    }

    private static String rate(GroupFigures figures, GroupFacts facts) {
        Double calls = figures.callsPerSecond();
        if (calls == null) {
            return facts.instances().isEmpty() ? "Nobody calls." : "No instance tells how many calls it makes.";
        }
        String made = "The group makes " + GroupWords.rate(calls) + " calls a second of " + facts.quotaPerSecond();
        return made + done(figures.doneIn());
    }

    private static String done(@Nullable Duration doneIn) {
        return doneIn == null ? "." : ": done in about " + Figures.about(doneIn) + " at this rate.";
    }

    private static String later(GroupFigures figures) {
        return (figures.untilDue() == 0 ? "" : " " + GroupWords.retries(figures.untilDue()))
                + (figures.inGrace() == 0 ? "" : " " + GroupWords.inGrace(figures.inGrace()) + ".");
    }
}
