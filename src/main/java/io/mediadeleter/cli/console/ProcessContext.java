package io.mediadeleter.cli.console;

import io.mediadeleter.config.Settings;
import io.mediadeleter.time.Time;
import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a command that changes something needs of the process.
 *
 * @param onSignal has what it is given run when SIGINT or SIGTERM comes
 */
public record ProcessContext(Supplier<Settings> settings, Terminal terminal, Consumer<Runnable> onSignal, Time time) {

    /** Whether to go on: asked where somebody sits at a terminal, unless they have agreed before. */
    public boolean agrees(boolean before, String question) {
        return before || !terminal.isThere() || terminal.agrees(question);
    }

    /** Drawn on a terminal; elsewhere nobody sees it. */
    public Progress progress(String done, long all, PrintWriter out) {
        return terminal.isThere() ? new Progress(done, all, true, out, time) : Progress.unseen(time);
    }
}
