package io.mediadeleter.app;

import io.mediadeleter.app.check.CheckCommand;
import io.mediadeleter.app.deadletter.DeadLettersCommand;
import io.mediadeleter.app.settings.InvalidSettings;
import io.mediadeleter.app.settings.Settings;
import io.mediadeleter.kafka.KafkaFailure;
import io.mediadeleter.kafka.codec.RequestDecoder;
import io.mediadeleter.pipeline.OperatorError;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

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
            "Exit codes: 0 done, 1 failed, 2 misuse, such as an unknown option or an impossible setting.",
            "",
            "Examples:",
            "  media-deleter topics create                               once, before all else",
            "  media-deleter check                                       what is wrong, and what to do",
            "  media-deleter run                                         an instance; start as many as you like",
            "  media-deleter request --file-id 5285485487985271487",
            "  media-deleter COMMAND --help"
        })
public final class Main implements Runnable {

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "A properties file of settings; the environment goes before it.")
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
        Charset charset =
                OutputCharset.of(System.getProperty("stdout.encoding"), System.getProperty("native.encoding"));
        System.exit(commandLine(System.getenv())
                .setOut(OutputCharset.writer(System.out, charset))
                .setErr(OutputCharset.writer(System.err, charset))
                .execute(args));
    }

    /** The whole command line, with {@code environment} as the process's variables. */
    static CommandLine commandLine(Map<String, String> environment) {
        Main main = new Main(environment);
        return new CommandLine(main)
                // The subcommands, in the order of the help.
                .addSubcommand(new RunCommand(main::settings))
                .addSubcommand(new CheckCommand(main::settings))
                .addSubcommand(new TopicsCommand(main::settings))
                .addSubcommand(new RequestCommand(main::settings, rules -> new RequestDecoder(rules)::decode))
                .addSubcommand(DeadLettersCommand.with(main::settings, Termination::onSignal))
                .addSubcommand(new SimulatorCommand(environment))
                .addSubcommand(new CompletionCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(Main::misused)
                .setExecutionExceptionHandler(Main::failed);
    }

    /** The settings that the options and the environment give. */
    Settings settings() {
        return Settings.load(environment, config);
    }

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing a command: "
                        + String.join(", ", spec.commandLine().getSubcommands().keySet()));
    }

    /** The reason is the last line but one: the whole help would push it out of sight. */
    private static int misused(ParameterException misuse, String[] args) {
        CommandLine command = misuse.getCommandLine();
        command.getErr().println(misuse.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(misuse, command.getErr())) {
            command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.USAGE;
    }

    /** What was foreseen is told in one message; anything else is a defect and shows where it is. */
    private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof InvalidSettings) {
            command.getErr().println(failure.getMessage());
            return ExitCode.USAGE;
        }
        if (failure instanceof OperatorError) {
            command.getErr().println(failure.getMessage());
        } else if (failure instanceof KafkaException) {
            command.getErr().println("Kafka: " + KafkaFailure.reason(failure));
        } else {
            failure.printStackTrace(command.getErr());
        }
        return ExitCode.SOFTWARE;
    }
}
