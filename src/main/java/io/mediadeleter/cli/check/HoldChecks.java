package io.mediadeleter.cli.check;

import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.config.Settings;
import io.mediadeleter.control.ControlEntry.Replaced;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.ControlView;
import io.mediadeleter.kafka.control.ControlTopicClient;
import io.mediadeleter.kafka.control.TopicSuccession;
import io.mediadeleter.kafka.partitions.ObeyedTopics;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the group is told not to do. Stateless. */
final class HoldChecks {

    static final String HOLDS = "holds";

    /** Whoever may write there may write any number. */
    private static final int MOST_NAMED = 5;

    private static final String REPLACED =
            "%s is not the topic that the group obeyed: it was deleted and created again,"
                    + " so its pauses and holds are gone. The next instance that starts pauses deletion until: media-deleter resume";

    private HoldChecks() {}

    static List<Finding> holds(Settings settings) {
        ControlView view = new ControlView(hold -> true);
        boolean[] isKnown = {false};
        Set<String> noted = new HashSet<>();
        String topic = settings.topics().control();
        try (ControlTopicClient client = new ControlTopicClient(settings.kafka(), topic)) {
            Instant now = client.readToNow(logged -> {
                view.read(logged);
                isKnown[0] |= TopicSuccession.isPause(logged.entry());
                if (logged.entry() instanceof Replaced replaced) {
                    noted.add(replaced.topicId());
                }
            });
            List<Finding> findings = new ArrayList<>();
            if (!isKnown[0] && ObeyedTopics.isAnother(settings.kafka(), topic, noted)) {
                findings.add(Finding.warning(HOLDS, REPLACED.formatted(topic)));
            }
            findings.addAll(findings(view, now, settings.maxHolds()));
            return findings;
        }
    }

    /** What stops calling is a warning, since somebody has wanted it. */
    static List<Finding> findings(ControlView view, Instant brokerNow, int maxHolds) {
        List<Hold> pauses = view.pauses().stream()
                .filter(pause -> pause.isInForce(brokerNow))
                .toList();
        List<Finding> findings = new ArrayList<>();
        pauses.stream().limit(MOST_NAMED).forEach(pause -> findings.add(Finding.warning(HOLDS, stops(pause))));
        if (pauses.size() > MOST_NAMED) {
            findings.add(Finding.warning(
                    HOLDS, Figures.number(pauses.size() - MOST_NAMED) + " more pauses: media-deleter holds list"));
        }
        long standing = view.count(hold -> hold.isInForce(brokerNow));
        long weight = view.weight(hold -> hold.isInForce(brokerNow));
        String number = number(standing - pauses.size(), view.size() - standing);
        findings.add(
                weight > maxHolds
                        ? Finding.wrong(
                                HOLDS,
                                number + counted(standing, weight) + ", and holds.max is " + Figures.number(maxHolds)
                                        + ": nothing is called",
                                "remove some, or raise holds.max on every instance")
                        : Finding.ok(HOLDS, pauses.isEmpty() ? "nothing is paused; " + number : number));
        return findings;
    }

    private static String number(long holds, long ended) {
        return Figures.count(holds, "hold") + (ended == 0 ? "" : " and " + Figures.number(ended) + " that have ended");
    }

    /** What a long id, or a reason or author of its own, makes of one. */
    private static String counted(long standing, long weight) {
        return weight == standing ? "" : "; those in force, with the pauses, count as " + Figures.number(weight);
    }

    private static String stops(Hold pause) {
        String until = pause.until() == null ? "" : " until " + Wording.time(pause.until());
        String what = pause.selector().equals(Selector.BRAKE) ? "the deletion limit (" : "deletion is paused (";
        return what + Printable.copyable(pause.selector().toString()) + ") since " + Wording.time(pause.since()) + until
                + ", " + Wording.line(pause.because()) + ": no call is made. To go on: media-deleter resume";
    }
}
