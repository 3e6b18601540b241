package io.mediadeleter.cli.control;

import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Selector;
import io.mediadeleter.kafka.control.ControlFailure;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.text.Printable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/**
 * Holds that others wrote in the moment between this command's last look and its tombstone, which has lifted them unread. They
 * are written again, unless somebody has written to their keys since: whoever lifts means what was shown. Confined to one thread.
 */
final class OverwrittenHolds {

    private final ControlSession session;

    OverwrittenHolds(ControlSession session) {
        this.session = session;
    }

    /**
     * Writes them again, each with the end that it had; how many.
     *
     * @throws CommandFailure when one could not be written again
     */
    int restore(PrintWriter messages) {
        Map<Selector, LoggedEntry> later = session.own().later();
        List<Put> holds = session.own().earlier().values().stream()
                .filter(logged -> logged.entry() instanceof Put put && !later.containsKey(put.selector()))
                .map(OverwrittenHolds::again)
                .toList();
        if (!holds.isEmpty()) {
            session.client().put(holds).failure().ifPresent(failure -> {
                throw new CommandFailure(
                        "A hold that came meanwhile was lifted with the others and could not be written" + " again: "
                                + Printable.copyable(holds.get(0).selector().toString()) + ". Add it again. "
                                + failure.getMessage());
            });
            holds.forEach(hold -> messages.println("Came meanwhile, and stands: "
                    + Printable.copyable(hold.selector().toString()) + ", " + Wording.cell(hold.reason())));
        }
        return holds.size();
    }

    /** The same for a command that ends early, of which more is to be told than of a failure here. */
    void restoreBeforeEnd(PrintWriter messages) {
        try {
            session.readToNow();
            restore(messages);
        } catch (ControlFailure | CommandFailure failed) {
            messages.println("A hold that came meanwhile may have been lifted with the others: look at `holds list`. "
                    + failed.getMessage());
        }
    }

    private static Put again(LoggedEntry logged) {
        Put put = (Put) logged.entry();
        Hold hold = put.stamped(logged.stamp());
        return new Put(put.selector(), put.reason(), put.by(), hold.until(), null);
    }
}
