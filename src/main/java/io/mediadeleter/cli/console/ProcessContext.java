package io.mediadeleter.cli.console;

import io.mediadeleter.config.Settings;
import io.mediadeleter.time.Time;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a command that changes something needs of the process.
 *
 * @param onSignal has what it is given run when SIGINT or SIGTERM comes
 */
public record ProcessContext(Supplier<Settings> settings, Terminal terminal, Consumer<Runnable> onSignal, Time time) {}
