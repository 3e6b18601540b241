package io.mediadeleter.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.Documents;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.Programs;
import io.mediadeleter.fixture.SharedClasses;
import io.mediadeleter.fixture.Signals;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The program as it ships, in processes of their own. Confined to one thread.
 *
 * @param directory for what they print
 * @param environment that they get besides the build's
 */
public record Jar(Path directory, Map<String, String> environment) {

    public static final String FILE = System.getProperty("jar", "target/media-deleter.jar");

    private static final long PATIENCE_SECONDS = Patience.LIMIT.toSeconds();

    /**
     * What starts it, from whatever folder.
     *
     * @param options of the JVM, besides the usual ones of a test
     */
    public static List<String> command(String heap, List<String> options, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        command.addAll(SharedClasses.ofTheJar());
        command.addAll(options);
        command.addAll(List.of("-jar", Path.of(FILE).toAbsolutePath().toString()));
        command.addAll(List.of(args));
        return command;
    }

    /** A process that goes on. */
    public record Running(Process process, Path out, Path err) implements AutoCloseable {

        /** Waits for its end. */
        public Cli end() throws InterruptedException {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("ends; until now it printed: %s", printed())
                    .isTrue();
            return new Cli(process.exitValue(), Documents.text(out), Documents.text(err));
        }

        /** Waits for its end with this exit code; what it has printed. */
        public String ended(int exitCode) throws InterruptedException {
            return Cli.withoutWaiting(end().ended(exitCode).out());
        }

        /** On standard output until now, but for the word that a busy machine's broker is waited for. */
        public String printed() {
            return Cli.withoutWaiting(Documents.text(out));
        }

        /** Types on the terminal. */
        public void type(String keys) throws IOException {
            process.getOutputStream().write(keys.getBytes(UTF_8));
            process.getOutputStream().flush();
        }

        /** Stands still at a moment at which this holds. */
        public void pauseWhen(BooleanSupplier condition) {
            await().pollInSameThread().pollInterval(Duration.ofMillis(7)).until(() -> {
                Signals.send("STOP", process);
                if (condition.getAsBoolean()) {
                    return true;
                }
                Signals.send("CONT", process);
                return false;
            });
        }

        /** {@code kill -9}; returns when it is gone. */
        public void kill() throws InterruptedException {
            process.destroyForcibly();
            end();
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Runs a command to its end. */
    public Cli run(String... args) throws IOException, InterruptedException {
        try (Running running = start(args)) {
            return running.end();
        }
    }

    public Running start(String... args) throws IOException {
        return startInto(file("out"), args);
    }

    /** Nobody reads what it prints. */
    public Running startUnread(String... args) throws IOException {
        Running running = start(command("128m", List.of(), args), Path.of("/dev/null"), Redirect.PIPE);
        running.process().getInputStream().close();
        return running;
    }

    /** Has no standard input at all. */
    public Running startWithoutInput(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$0\" \"$@\" <&-"));
        command.addAll(command("128m", List.of(), args));
        Path out = file("out");
        return start(command, out, Redirect.to(out.toFile()));
    }

    /** With arguments that a shell makes of this: they can have bytes that no text of Java becomes. */
    public Cli runInShell(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$0\" \"$@\" " + arguments));
        command.addAll(command("128m", List.of()));
        Path out = file("out");
        try (Running running = start(command, out, Redirect.to(out.toFile()))) {
            return running.end();
        }
    }

    /** What it prints goes to this file. */
    public Running startInto(Path out, String... args) throws IOException {
        return start(command("128m", List.of(), args), out, Redirect.to(out.toFile()));
    }

    /** With so much memory and without a terminal; its errors come among what it prints. */
    public Running startPlain(String heap, String... args) throws IOException {
        return startMixed(command(heap, List.of(), args));
    }

    /** Runs such a process to its end with this exit code; what it has printed. */
    public String runPlain(int exitCode, String heap, String... args) throws IOException, InterruptedException {
        try (Running running = startPlain(heap, args)) {
            return running.ended(exitCode);
        }
    }

    /**
     * On a terminal that {@code script}, of Debian's essential packages, makes; what is typed goes there. Ctrl-C is heard
     * even where the build itself was started in the background, which ignores it and hands that on.
     */
    public Running startOnTerminal(String... args) throws IOException {
        Programs.assumeInstalled("script");
        String command = String.join(" ", command("128m", List.of(), args));
        return startMixed(List.of("script", "-qec", "exec env --default-signal=INT " + command, "/dev/null"));
    }

    private Running start(List<String> command, Path out, Redirect output) throws IOException {
        Path err = file("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output).redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    private Running startMixed(List<String> command) throws IOException {
        Path out = file("out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("LC_ALL", "C"); // as in an image that sets no locale
        return new Running(builder.start(), out, out);
    }

    private Path file(String name) throws IOException {
        return Files.createTempFile(directory, name, ".txt");
    }
}
