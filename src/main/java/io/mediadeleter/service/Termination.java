package io.mediadeleter.service;

import io.mediadeleter.time.Daemon;
import io.mediadeleter.time.Signal;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import picocli.CommandLine.ExitCode;

/**
 * What ends the process. SIGTERM and SIGINT: the first asks to end cleanly, the second ends at once. Any error that a
 * thread dies of: at once, as a failure.
 *
 * <p>Why not a shutdown hook? The JVM's own answer to SIGTERM always exits with 143, and it does not hear a second one
 * while hooks run. Why by reflection? {@code sun.misc.Signal} is supported and the only way to hear a signal, but the
 * compiler warns of it in a way that no annotation silences.
 */
public final class Termination {

    /** Each with what the shell reports for a process that it ended. */
    private static final Map<String, Integer> SIGNALS = Map.of("TERM", 143, "INT", 130);

    /** For words that go to where nobody may be reading. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private Termination() {}

    /** Runs {@code stop}, once, on the signal's own thread. */
    public static void onSignal(Runnable stop) {
        answers(stop, Runtime.getRuntime()::halt).forEach(Termination::handle);
    }

    /** What is to be done at each signal, by its name. */
    static Map<String, Runnable> answers(Runnable stop, IntConsumer halt) {
        AtomicBoolean asked = new AtomicBoolean();
        Map<String, Runnable> answers = new HashMap<>();
        SIGNALS.forEach((name, code) -> answers.put(name, () -> {
            if (asked.compareAndSet(false, true)) {
                stop.run();
            } else {
                halt.accept(code);
            }
        }));
        return answers;
    }

    /**
     * What ends any thread of the process that has no handler of its own goes to {@code fail}: a service that lost one of
     * its threads may look alive and not be.
     */
    public static void onUncaught(Consumer<Throwable> fail) {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> fail.accept(thrown));
    }

    /** Ends the process as a failure, with these words, unless it has ended before; returns at once. */
    static void haltAfter(Duration limit, Runnable lastWords) {
        Daemon.start("media-deleter-end", () -> {
            try {
                new Signal().await(limit.toNanos());
                Thread words = Daemon.start("media-deleter-last-words", lastWords);
                words.join(LAST_WORDS.toMillis());
            } catch (InterruptedException atOnce) {
                Thread.currentThread().interrupt();
            } finally {
                Runtime.getRuntime().halt(ExitCode.SOFTWARE);
            }
        });
    }

    private static void handle(String name, Runnable answer) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handles = Proxy.newProxyInstance(
                    Termination.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            answer.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), handles);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("this JVM has no sun.misc.Signal, in the module jdk.unsupported", missing);
        }
    }
}
