package io.mediadeleter.app.deadletter;

import io.mediadeleter.app.settings.Settings;
import io.mediadeleter.pipeline.Time;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a command that changes something needs of the process.
 *
 * @param onSignal has what it is given run when SIGINT or SIGTERM comes
 */
record Surroundings(Supplier<Settings> settings, Terminal terminal, Consumer<Runnable> onSignal, Time time) {}
