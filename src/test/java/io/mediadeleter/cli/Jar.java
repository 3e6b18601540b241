package io.mediadeleter.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.SharedClasses;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The program as it ships, in processes of their own. Used by one thread.
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
        public Cli end() throws IOException, InterruptedException {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("ended in time")
                    .isTrue();
            return new Cli(process.exitValue(), printed(), Files.readString(err, UTF_8));
        }

        /** On standard output until now. */
        public String printed() throws IOException {
            return Files.readString(out, UTF_8);
        }

        @Override
        public void close() {
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
        return startInto(Files.createTempFile(directory, "out", ".txt"), args);
    }

    /** Nobody reads what it prints. */
    public Running startUnread(String... args) throws IOException {
        Running running = start(List.of(), Path.of("/dev/null"), Redirect.PIPE, args);
        running.process().getInputStream().close();
        return running;
    }

    /** Has no standard input at all. */
    public Running startWithoutInput(String... args) throws IOException {
        Path out = Files.createTempFile(directory, "out", ".txt");
        return start(List.of("sh", "-c", "exec \"$0\" \"$@\" <&-"), out, Redirect.to(out.toFile()), args);
    }

    /** What it prints goes to this file. */
    public Running startInto(Path out, String... args) throws IOException {
        return start(List.of(), out, Redirect.to(out.toFile()), args);
    }

    private Running start(List<String> by, Path out, Redirect output, String... args) throws IOException {
        List<String> command = new ArrayList<>(by);
        command.addAll(command("128m", List.of(), args));
        Path err = Files.createTempFile(directory, "err", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output).redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }
}
