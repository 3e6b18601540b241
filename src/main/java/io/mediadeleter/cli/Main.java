package io.mediadeleter.cli;

import io.mediadeleter.cli.check.CheckCommand;
import io.mediadeleter.cli.console.FileName;
import io.mediadeleter.cli.console.OutputCharset;
import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.console.StandardOutput;
import io.mediadeleter.cli.console.Terminal;
import io.mediadeleter.cli.control.HoldsCommand;
import io.mediadeleter.cli.control.PauseCommand;
import io.mediadeleter.cli.control.ResumeCommand;
import io.mediadeleter.cli.deadletters.DeadLettersCommand;
import io.mediadeleter.cli.offsets.OffsetsCommand;
import io.mediadeleter.cli.request.RequestCommand;
import io.mediadeleter.cli.run.RunCommand;
import io.mediadeleter.cli.simulator.SimulatorCommand;
import io.mediadeleter.cli.status.StatusCommand;
import io.mediadeleter.cli.topics.TopicsCommand;
import io.mediadeleter.cli.trace.TraceCommand;
import io.mediadeleter.cli.verify.VerifyCommand;
import io.mediadeleter.config.LogFormat;
import io.mediadeleter.config.SettingSources;
import io.mediadeleter.config.Settings;
import io.mediadeleter.kafka.codec.RequestDecoder;
import io.mediadeleter.kafka.trace.KafkaTraceLog;
import io.mediadeleter.logging.Logging;
import io.mediadeleter.service.ManifestVersion;
import io.mediadeleter.service.Termination;
import io.mediadeleter.time.Time;
import io.mediadeleter.trace.TraceLog;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program's entry point: the top command and what all commands share. */
@Command(
        name = "media-deleter",
        description = "Deletes Tencent Cloud VOD media on request from Kafka.",
        versionProvider = ManifestVersion.class,
        footer = {
            "",
            "Settings come from the environment (MEDIA_DELETER_QUOTA_PER_SECOND=50), else from the file of --config"
                    + " (media-deleter.quota.per-second=50), else they are the defaults. Credentials come from"
                    + " TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, a profile or a role.",
            "",
            "Exit codes: 0 success, 1 failure, 2 usage or configuration error (wrong settings in `check`: 1), 130 or 143 stopped"
                    + " at once by a signal, such as a second Ctrl-C or SIGTERM.",
            "",
            "Examples:",
            "  media-deleter topics create                               create the topics (run once)",
            "  media-deleter check                                       diagnose configuration and connectivity",
            "  media-deleter status                                      how the whole group is doing",
            "  media-deleter run                                         start an instance; run two at least",
            "  media-deleter request --file-id 5285485487985271487",
            "  media-deleter trace --file-id 5285485487985271487         tell what has become of it",
            "  media-deleter pause --reason \"wrong export\"               stop all deletion, until resume",
            "  media-deleter COMMAND --help"
        })
public final class Main implements Runnable {

    private static final Duration LAST_WORD = Duration.ofSeconds(1);

    /** The SDK reads a role's keys by the JDK's connections, which wait for ever otherwise: each silence would take a reader for good. */
    private static final List<String> URL_TIMEOUTS =
            List.of("sun.net.client.defaultConnectTimeout", "sun.net.client.defaultReadTimeout");

    private static final String URL_TIMEOUT_MS = "10000";

    private final Map<String, String> environment;
    private @Nullable SettingSources sources;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "A properties file of settings; the environment takes precedence.")
    private @Nullable Path config;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    private Main(Map<String, String> environment) {
        this.environment = environment;
    }

    public static void main(String[] args) {
        URL_TIMEOUTS.forEach(name -> System.getProperties().putIfAbsent(name, URL_TIMEOUT_MS));
        Charset charset =
                OutputCharset.of(System.getProperty("stdout.encoding"), System.getProperty("native.encoding"));
        PrintWriter errors = OutputCharset.writer(System.err, charset);
        StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        CommandLine commandLine = commandLine(System.getenv());
        Main main = commandLine.getCommand();
        CommandArguments arguments = CommandArguments.of(args);
        int exitCode = commandLine
                .setExecutionStrategy(new ReadableArguments(
                        new WaitNotice(() -> main.settings().kafka()), arguments.lost()::contains))
                .setOut(OutputCharset.writer(output, charset))
                .setErr(errors)
                .execute(arguments.texts().toArray(String[]::new));
        int lost = Logging.flush();
        if (lost > 0) {
            Failures.within(
                    LAST_WORD,
                    () -> errors.println(
                            "The last " + lost + " log lines could not be written to standard" + " output."));
        }
        commandLine.getOut().flush();
        System.exit(output.failure().map(why -> cutShort(why, errors, exitCode)).orElse(exitCode));
    }

    /** Whoever keeps what a command prints must not take a part for the whole, though the command has done its work. */
    private static int cutShort(String why, PrintWriter errors, int exitCode) {
        errors.println("The output is not complete: " + why + ".");
        return exitCode == ExitCode.OK ? ExitCode.SOFTWARE : exitCode;
    }

    /** The whole command line, with {@code environment} as the process's variables. */
    public static CommandLine commandLine(Map<String, String> environment) {
        Main main = new Main(environment);
        Failures failures = new Failures(main::logFormat);
        ProcessContext process =
                new ProcessContext(main::settings, Terminal.system(), Termination::onSignal, Time.system());
        CommandLine all = new CommandLine(main)
                // The subcommands, in the order of the help.
                .addSubcommand(new RunCommand(main::settings))
                .addSubcommand(new CheckCommand(main::settings))
                .addSubcommand(new StatusCommand(process))
                .addSubcommand(new TopicsCommand(main::settings))
                .addSubcommand(new RequestCommand(process, rules -> new RequestDecoder(rules)::decode))
                .addSubcommand(new TraceCommand(process, Main::traceLog))
                .addSubcommand(new PauseCommand(process))
                .addSubcommand(new ResumeCommand(process))
                .addSubcommand(HoldsCommand.with(process))
                .addSubcommand(OffsetsCommand.with(process))
                .addSubcommand(DeadLettersCommand.with(process))
                .addSubcommand(new VerifyCommand(process))
                .addSubcommand(new SimulatorCommand(environment))
                .addSubcommand(new CompletionCommand());
        HelpCommand.addTo(all);
        return all.setExpandAtFiles(false) // an argument may be anybody's text, which is to name no file
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .registerConverter(Path.class, new FileName())
                .setExecutionStrategy(new ReadableArguments(new RunLast(), place -> false))
                .setParameterExceptionHandler((misuse, args) -> failures.misused(misuse))
                .setExecutionExceptionHandler((failure, command, parsed) -> failures.failed(failure, command));
    }

    /** The settings that the options and the environment give. */
    Settings settings() {
        return Settings.load(sources());
    }

    /** Kept, since the file may be a pipe. Any thread may ask. */
    private synchronized SettingSources sources() {
        if (sources == null) {
            sources = SettingSources.read(environment, config);
        }
        return sources;
    }

    private static TraceLog traceLog(Settings settings) {
        return new KafkaTraceLog(
                settings.kafka(),
                settings.topics(),
                settings.gracePeriod(),
                settings.requestRules().defaultSubAppId());
    }

    /** In which form the service's log is asked for, even where other settings are wrong. */
    private LogFormat logFormat() {
        return Settings.logFormat(sources());
    }

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing a command: "
                        + String.join(", ", spec.commandLine().getSubcommands().keySet()));
    }
}
