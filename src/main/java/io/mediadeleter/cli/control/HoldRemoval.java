package io.mediadeleter.cli.control;

import io.mediadeleter.cli.console.Progress;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Selector;
import io.mediadeleter.kafka.control.ControlFailure;
import io.mediadeleter.kafka.control.ControlTopicClient.Receipt;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.text.Figures;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lifts holds, each only as it was looked at: what was written to its key since is another hold, and stays. It looks again before each
 * chunk of them, since many take a while. Confined to one thread.
 */
final class HoldRemoval {

    private final ControlSession session;
    private final PrintWriter messages;
    private final List<Hold> lifted = new ArrayList<>();
    private String tally = "";

    HoldRemoval(ControlSession session, PrintWriter messages) {
        this.session = session;
        this.messages = messages;
    }

    /**
     * Lifts these; those that it has lifted.
     *
     * @param done what becomes of them, as in "holds are removed"
     * @throws CommandFailure when it ended early, or when what came meanwhile is not known; it says how many are lifted
     */
    List<Hold> lift(List<Hold> looked, String done, Progress progress) {
        Map<Selector, Hold> bySelector = new LinkedHashMap<>();
        looked.forEach(hold -> bySelector.put(hold.selector(), hold));
        String all = Figures.number(looked.size()) + " " + done;
        try {
            ControlSession.WriteOutcome end =
                    session.write(bySelector.keySet(), chunk -> lift(chunk, bySelector), progress);
            if (!end.isWhole()) {
                new OverwrittenHolds(session).restoreBeforeEnd(messages);
                throw new CommandFailure(end.reason());
            }
        } catch (CommandFailure early) {
            throw new CommandFailure("Stopped: " + Figures.number(session.own().size()) + " of " + all + ": "
                    + early.getMessage() + ".\nRun the same command again for the others.");
        }
        tally = Figures.number(lifted.size()) + " of " + all;
        return afterwards(() -> {
            restoreOthers();
            return lifted;
        });
    }

    /**
     * Looks at what came meanwhile. Where that fails, requests are called again all the same.
     *
     * @throws CommandFailure when it fails; it says how many are lifted
     */
    <T> T afterwards(Supplier<T> look) {
        try {
            return look.get();
        } catch (ControlFailure | CommandFailure late) {
            throw new CommandFailure(tally + ". What came meanwhile is not certain: " + late.getMessage()
                    + ". See: media-deleter holds list");
        }
    }

    private Receipt lift(List<Selector> chunk, Map<Selector, Hold> looked) {
        try {
            restoreOthers();
        } catch (ControlFailure failed) {
            return new Receipt(List.of(), Optional.of(failed));
        }
        List<Hold> same = chunk.stream()
                .flatMap(selector -> session.view().hold(selector).stream())
                .filter(hold -> hold.equals(looked.get(hold.selector())))
                .toList();
        lifted.addAll(same);
        return session.client().lift(same.stream().map(Hold::selector).toList());
    }

    private void restoreOthers() {
        session.readToNow();
        new OverwrittenHolds(session).restore(messages);
    }
}
