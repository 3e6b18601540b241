package io.mediadeleter.cli.run;

import io.mediadeleter.config.Settings;
import io.mediadeleter.kafka.acl.AccessTrial;
import io.mediadeleter.kafka.acl.AccessTrial.Report;
import io.mediadeleter.kafka.acl.Right;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.logging.Logging;
import io.mediadeleter.service.ClockWatch;
import io.mediadeleter.service.FailureDeadline;
import io.mediadeleter.service.Operations;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.StartupTask;
import io.mediadeleter.service.Termination;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.text.OperatorError;
import io.mediadeleter.vod.CredentialChain;
import io.mediadeleter.vod.CredentialSource;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** Runs one instance of the service until it is told to stop. Confined to one thread. */
@Command(
        name = "run",
        description = "Run one instance of the service until SIGTERM.",
        footer = {
            "",
            "It needs the topics, which `topics create` creates, and credentials, unless dry-run is set. Instances"
                    + " with one group-id share the work and the quota; each has an instance-id of its own, by"
                    + " default the host name.",
            "",
            "A line is logged for each settlement; http://127.0.0.1:8080/ says in one sentence why deletions wait. On"
                    + " SIGTERM calls in flight end, what is settled is committed, and the exit code is 0; a second"
                    + " SIGTERM ends the process at once. Either loses nothing.",
            "",
            "Examples:",
            "  media-deleter run",
            "  MEDIA_DELETER_DRY_RUN=true media-deleter run     everything happens but the call",
            "  media-deleter run --config media-deleter.properties"
        })
public final class RunCommand implements Callable<Integer> {

    /** For a role's endpoint that never answers; a slow machine's start must not meet it. */
    private static final Duration CREDENTIALS_LIMIT = Duration.ofSeconds(30);

    /** Several clients are closed in turn, each in a few seconds at most while its timers run. */
    private static final Duration LONGEST_END = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

    private final Supplier<Settings> settings;

    public RunCommand(Supplier<Settings> settings) {
        this.settings = settings;
    }

    @Override
    public Integer call() throws InterruptedException {
        StopSignal signal = StopSignal.listen(RunCommand::tell);
        try {
            return run(signal);
        } finally {
            signal.endsByItself(); // all is closed: what is left is to say why
        }
    }

    @SuppressWarnings("try") // the watch of the clock is there to be closed
    private int run(StopSignal signal) throws InterruptedException {
        Settings loaded = settings.get();
        Logging.asService(loaded.logFormat());
        tellWhatIsCalled(loaded);
        loaded.warnings().forEach(log::warn);
        warnOfExitOnOutOfMemory();
        Termination.onUncaught(RunCommand::die);
        FailureDeadline ending = new FailureDeadline(LONGEST_END, RunCommand::tellOfHalt);
        ending.alsoOf(signal::startFailed);
        try (ClockWatch clock = ClockWatch.start(ending::fail);
                StartupTask topics = StartupTask.begin("topics", () -> requireTopics(loaded), ending::fail);
                Operations operations = Operations.open(loaded)) {
            return run(loaded, operations, topics, signal, ending);
        }
    }

    private static int run(
            Settings loaded, Operations operations, StartupTask topics, StopSignal signal, FailureDeadline ending)
            throws InterruptedException {
        try (CredentialSource credentials = credentials(loaded)) {
            Service service = Service.start(
                    loaded, credentials, signal.launch(topics::await, ending::fail), operations.telemetry());
            signal.whenAsked(service::stop);
            Termination.onUncaught(ending::fail);
            ending.alsoOf(service::fail);
            service.whenFailed(ending::fail);
            operations.show(service);
            log.info(
                    "Running as {} of group {}",
                    loaded.kafka().instanceId(),
                    loaded.kafka().groupId());
            Optional<Throwable> failure = service.awaitEnd();
            failure.ifPresent(RunCommand::tell);
            log.info(failure.isPresent() ? "Shut down after an error" : "Shutdown complete");
            return failure.map(RunCommand::exitCode).orElse(ExitCode.OK);
        } catch (RuntimeException | Error failed) {
            ending.fail(failed); // where nobody has told of it yet
            throw failed;
        }
    }

    private static int exitCode(Throwable failure) {
        return failure instanceof OperatorError foreseen && foreseen.isMisconfiguration()
                ? ExitCode.USAGE
                : ExitCode.SOFTWARE;
    }

    /** The first line: nobody is to take a simulator for the API, or to wait for brokers without knowing which. */
    private static void tellWhatIsCalled(Settings loaded) {
        log.info(
                "Starting {} of group {}: Kafka at {}; {}",
                loaded.kafka().instanceId(),
                loaded.kafka().groupId(),
                loaded.kafka().bootstrapServers(),
                loaded.dryRun()
                        ? "a dry run, nothing is deleted"
                        : "deletions go to " + loaded.vod().endpoint());
    }

    /** Before the service can be asked to end: nothing is under way yet. */
    private static void die(Throwable thrown) {
        log.error("A thread failed during startup", thrown);
        Logging.flush();
        Runtime.getRuntime().halt(ExitCode.SOFTWARE);
    }

    /** What was foreseen is told in one message; anything else is a defect and shows where it is. */
    private static void tell(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            log.error(
                    "Stopped: out of memory ({}), with at most {} MB of heap; nothing is lost. Give it more memory,"
                            + " or see whether a record has a great many headers or is very large, on the control and"
                            + " quota topics too: see 'A record is too large' in the runbook",
                    failure.getMessage(),
                    Runtime.getRuntime().maxMemory() >> 20,
                    failure);
        } else if (failure instanceof OperatorError) {
            log.error("Stopped: {}", failure.getMessage());
        } else {
            log.error("Stopped: {}", failure.getMessage(), failure);
        }
    }

    private static void tellOfHalt(Throwable failure) {
        tell(failure);
        log.error("Halted: the process did not exit within {} s of the failure", LONGEST_END.toSeconds());
        Logging.flush();
    }

    private static void warnOfExitOnOutOfMemory() {
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.matches("-XX:\\+(ExitOn|CrashOn)OutOfMemoryError"))
                .forEach(option -> log.warn(
                        "{} ends this process for a single record that is larger than the heap, again after each"
                                + " restart: leave it out",
                        option));
    }

    /** A dry run needs none. */
    private static CredentialSource credentials(Settings settings) {
        if (settings.dryRun()) {
            return Optional::empty;
        }
        return CredentialChain.resolve(settings.credentials(), CREDENTIALS_LIMIT);
    }

    /**
     * A consumer waits for a missing topic for ever and says nothing; and what cannot be written once it has been called
     * would be called again after each restart.
     */
    private static void requireTopics(Settings settings) {
        String brokers = settings.kafka().bootstrapServers();
        AccessTrial.requireClients(settings.kafka());
        try (AdminSession session = AdminSession.open(settings.kafka())) {
            Report report = new AccessTrial(settings.kafka(), session)
                    .compareTopics(settings.accessPlan().toRun());
            if (!report.unknown().isEmpty()) {
                List<String> missing =
                        report.unknown().stream().map(Right::name).distinct().toList();
                throw new CommandFailure(
                        "Missing on " + brokers + ": " + missing + ". Create them with: media-deleter topics create");
            }
            if (!report.missing().isEmpty()) {
                throw new CommandFailure("Kafka at " + brokers + " does not grant this client "
                        + report.missing().stream().map(Right::toString).collect(Collectors.joining(", "))
                        + ". For the commands that grant it, run: media-deleter check");
            }
        }
    }
}
