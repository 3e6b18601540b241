package io.mediadeleter.sandbox;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the service with all that it needs on this machine, shows what becomes of requests, and ends. Confined to one thread. */
@Command(
        name = "sandbox",
        description = "Runs Kafka, a simulated VOD API and two instances, and shows what becomes of requests.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit codes: 0 all ended as expected, 1 something did not, 2 misuse."})
final class Sandbox implements Callable<Integer> {

    /** The retry ladder, with much to spare on a busy machine. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Much slower than the quota. */
    private static final Duration PATIENCE_PER_REQUEST = Duration.ofMillis(50);

    /** While it is there, {@code src/test/sandbox/Building.java} tells that Maven builds. */
    private static final Path BUILDING = Path.of("target", "sandbox.building");

    private final PrintStream out;
    private final SandboxProgress progress;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Your own requests instead of the sandbox's, one JSON object a line.")
    private @Nullable Path file;

    @Option(names = "--keep", description = "Keep everything running until Ctrl-C, to be played with.")
    private boolean keep;

    @Spec
    private CommandSpec spec;

    /** @param terminal whether {@code out} is one, and lines on it can be rewritten */
    Sandbox(PrintStream out, boolean terminal) {
        this.out = out;
        this.progress = new SandboxProgress(out, terminal);
    }

    public static void main(String[] args) throws IOException {
        Files.deleteIfExists(BUILDING);
        System.exit(new CommandLine(new Sandbox(System.out, isTerminal())).execute(args));
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 22 to 24 take anything for a terminal, which only looks worse
    private static boolean isTerminal() {
        return System.console() != null && !"dumb".equals(System.getenv("TERM"));
    }

    @Override
    public Integer call() throws ExecutionException, InterruptedException {
        List<SandboxRequest> own = ownRequests();
        try (SandboxServices stage = SandboxServices.start(progress);
                Trial trial = new Trial(stage, progress)) {
            SandboxReport report = new SandboxReport(trial, out);
            if (file == null) {
                Rehearsal rehearsal = new Rehearsal(stage, trial, progress);
                rehearsal.run();
                report.print();
                rehearsal.replay();
            } else {
                watch(own, trial);
                report.print();
            }
            if (keep) {
                conclude(report.surprises());
                new Invitation(stage, out).print();
                showWhatComes(trial);
            }
            return conclude(end(stage, trial, report)) ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private List<SandboxRequest> ownRequests() {
        try {
            return file == null ? List.of() : RequestFile.read(file);
        } catch (IOException unreadable) {
            throw new ParameterException(spec.commandLine(), "cannot read " + file + ": " + unreadable, unreadable);
        }
    }

    private void watch(List<SandboxRequest> entries, Trial trial) throws ExecutionException, InterruptedException {
        trial.publish(entries);
        progress.note("published the " + entries.size() + " requests of " + file);
        trial.watch(trial::isSettled, PATIENCE.plus(PATIENCE_PER_REQUEST.multipliedBy(entries.size())));
        progress.clear();
    }

    /** Only when the instances have ended can nothing more come. */
    private static List<String> end(SandboxServices stage, Trial trial, SandboxReport report) {
        List<String> surprises = new ArrayList<>();
        stage.stopInstances().forEach(failure -> surprises.add("an instance ended with " + failure));
        if (!trial.watchToEnd(PATIENCE)) {
            surprises.add("the topics could not be read to their end");
        }
        surprises.addAll(report.surprises());
        return surprises;
    }

    private boolean conclude(List<String> surprises) {
        if (surprises.isEmpty()) {
            progress.note("all ended as expected: one settlement for each request, and one for each replay");
        } else {
            surprises.forEach(surprise -> progress.note("NOT AS EXPECTED: " + surprise));
        }
        return surprises.isEmpty();
    }

    private void showWhatComes(Trial trial) {
        while (!Thread.currentThread().isInterrupted()) {
            trial.next().forEach(ending -> progress.note(SandboxReport.line(ending)));
        }
    }
}
