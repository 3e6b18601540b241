package io.mediadeleter.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.Programs;
import io.mediadeleter.fixture.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The packaged program in a process of its own, on a terminal or without one. Used by one thread. */
public final class JarRun implements AutoCloseable {

    private static final long PATIENCE_SECONDS = Patience.LIMIT.toSeconds();

    private final Process process;
    private final Path out;

    private JarRun(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    /** Without a terminal: its input is not one, and its output, errors among it, goes to a file. */
    public static JarRun plain(Path directory, Map<String, String> environment, String heap, String... args) {
        return start(directory, environment, Jar.command(heap, List.of(), args));
    }

    /**
     * On a terminal that {@code script}, of Debian's essential packages, makes; what is typed goes there. Ctrl-C is heard
     * even where the build itself was started in the background, which ignores it and hands that on.
     */
    public static JarRun onTerminal(Path directory, Map<String, String> environment, String... args) {
        Programs.assumeInstalled("script");
        return start(
                directory,
                environment,
                List.of(
                        "script",
                        "-qec",
                        "exec env --default-signal=INT " + String.join(" ", Jar.command("128m", List.of(), args)),
                        "/dev/null"));
    }

    private static JarRun start(Path directory, Map<String, String> environment, List<String> command) {
        try {
            Path out = Files.createTempFile(directory, "out", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
            builder.environment().putAll(environment);
            builder.environment().put("LC_ALL", "C"); // as in an image that sets no locale
            return new JarRun(builder.start(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Types on the terminal. */
    public void type(String keys) {
        try {
            process.getOutputStream().write(keys.getBytes(UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stands still at a moment at which this holds. */
    public void pauseWhen(BooleanSupplier condition) {
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(7))
                .until(() -> {
                    Signals.send("STOP", process);
                    if (condition.getAsBoolean()) {
                        return true;
                    }
                    Signals.send("CONT", process);
                    return false;
                });
    }

    /** {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** Waits for its end. */
    public int exitCode() {
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("ends; until now it printed: %s", printed())
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return process.exitValue();
    }

    /** What it has printed until now. */
    public String printed() {
        try {
            return Cli.withoutWaiting(Files.readString(out, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
