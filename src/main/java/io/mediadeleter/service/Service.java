package io.mediadeleter.service;

import io.mediadeleter.config.HostName;
import io.mediadeleter.config.QuotaMode;
import io.mediadeleter.config.Settings;
import io.mediadeleter.deadletter.DeadLetterWatch;
import io.mediadeleter.deadletter.UnresolvedCounts;
import io.mediadeleter.kafka.KafkaRequestLog;
import io.mediadeleter.kafka.inbox.ConsumerView;
import io.mediadeleter.logging.LogPipe;
import io.mediadeleter.ops.CompositeTelemetry;
import io.mediadeleter.ops.log.CallHealthLog;
import io.mediadeleter.ops.log.LogTelemetry;
import io.mediadeleter.ops.status.InstanceReporter;
import io.mediadeleter.ops.status.InstanceStatus;
import io.mediadeleter.ops.status.RecentActivity;
import io.mediadeleter.pipeline.Pipeline;
import io.mediadeleter.pipeline.PipelineParts;
import io.mediadeleter.pipeline.port.MediaStore;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.pipeline.status.BrakeRelease;
import io.mediadeleter.pipeline.status.ConsumerLag;
import io.mediadeleter.pipeline.status.PipelineStatus;
import io.mediadeleter.quota.QuotaSnapshot;
import io.mediadeleter.time.Time;
import io.mediadeleter.vod.CredentialSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One instance of the service, wired in one place: read {@link #wire} top to bottom for the architecture. Thread-safe.
 */
public final class Service {

    /** Above a call's own limit: the time to commit what the last calls brought. */
    private static final Duration DRAIN_MARGIN = Duration.ofSeconds(3);

    /** How the process takes part in a start. */
    public interface Launch {

        /** Waits for what has to be well, beside the service's own parts; what it throws ends the start. */
        void await();

        /** Is called last of all, before anything is read. */
        default void begins() {}

        /**
         * Is told why the start has failed, as soon as that is known and on any thread; what was opened is still to be closed, which
         * may take long, and another part may still be waited for.
         */
        default void failed(Throwable why) {}
    }

    private final Pipeline pipeline;
    private final KafkaRequestLog requests;
    private final DeadLetterWatch letters;
    private final RecentActivity activity;
    private final Resources resources;

    private Service(
            Pipeline pipeline,
            KafkaRequestLog requests,
            DeadLetterWatch letters,
            RecentActivity activity,
            Resources resources) {
        this.pipeline = pipeline;
        this.requests = requests;
        this.letters = letters;
        this.activity = activity;
        this.resources = resources;
    }

    /**
     * Starts to consume, call and settle.
     *
     * @param listeners hear of what happens, beside the log
     * @throws io.mediadeleter.pipeline.port.RequestLogFailure if the transactional producer cannot be initialised
     */
    public static Service start(
            Settings settings, CredentialSource credentials, Launch launch, Telemetry... listeners) {
        Resources resources = new Resources();
        try {
            return wire(settings, credentials, launch, listeners, resources);
        } catch (RuntimeException failed) {
            launch.failed(failed);
            resources.close();
            throw failed;
        }
    }

    private static Service wire(
            Settings settings,
            CredentialSource credentials,
            Launch launch,
            Telemetry[] listeners,
            Resources resources) {
        Time time = Time.system();

        ServiceFactory factory = new ServiceFactory(settings, resources);
        KafkaRequestLog requests = resources.add(factory.requests());
        StartupTask writing = resources.add(StartupTask.begin("outbox", requests::openWriting, launch::failed));
        StartupTask reading = resources.add(StartupTask.begin("inbox", requests::openReading, launch::failed));

        RecentActivity activity = new RecentActivity(time, LogPipe.standardOutput()::flow);
        InstanceReporter reporter = reporter(settings, activity);
        CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
        MediaStore store = factory.store(credentials, uncaught::complete);

        PipelineParts parts = new PipelineParts(
                requests,
                store,
                factory.bucket(time),
                factory.policy(),
                CompositeTelemetry.of(
                        CompositeTelemetry.of(new LogTelemetry(), activity, new CallHealthLog(time)), listeners),
                time,
                factory.limits());
        Pipeline pipeline = new Pipeline(parts, factory.sharing(), factory.control(reporter, requests));
        reporter.of(pipeline::status, requests::lag);

        var unused = uncaught.thenAccept(pipeline::fail);
        pipeline.start(() -> {
            launch.await();
            writing.await();
            reading.await();
            launch.begins();
        });
        resources.add(ConsumerWatch.start(() -> requests.consumer().lost(), pipeline::fail));
        DeadLetterWatch letters = resources.add(DeadLetterWatch.start(
                settings.kafka(),
                settings.topics(),
                () -> pipeline.status().loop().open().keySet(),
                time));
        return new Service(pipeline, requests, letters, activity, resources);
    }

    /** How long a drain may take. */
    public static Duration drainLimit(Settings settings) {
        return settings.vod().callTimeout().plus(DRAIN_MARGIN);
    }

    public PipelineStatus status() {
        return pipeline.status();
    }

    /** Lets deletion go on after the brake, within moments. */
    public BrakeRelease releaseBrake() {
        return pipeline.releaseBrake();
    }

    /** What lies ahead of what was read. */
    ConsumerLag lag() {
        return requests.lag();
    }

    /** This instance's part of the unresolved dead letters; empty while it is not known. */
    Optional<UnresolvedCounts> unresolved() {
        return letters.unresolved();
    }

    /** What happened of late. */
    RecentActivity activity() {
        return activity;
    }

    ConsumerView consumer() {
        return requests.consumer();
    }

    private static InstanceReporter reporter(Settings settings, RecentActivity activity) {
        return new InstanceReporter(
                settings.dryRun(),
                settings.vod().endpoint(),
                HostName.ofMachine(System.getenv()),
                limits(settings),
                activity);
    }

    /** What an instance is set to, for people. */
    static InstanceStatus.Limits limits(Settings settings) {
        return new InstanceStatus.Limits(
                settings.quotaPerSecond(),
                settings.quotaMode() == QuotaMode.GROUP,
                settings.vod().maxInFlight(),
                settings.requests().deadline().orElse(null));
    }

    /** This instance's share of the quota; empty when it has the quota for itself, or has not begun to share it. */
    public Optional<QuotaSnapshot> quota() {
        return pipeline.quota();
    }

    /** Ends the service because a thread outside the engine failed; returns at once. */
    public void fail(Throwable thrown) {
        pipeline.fail(thrown);
    }

    /** Tells what ends the service, as soon as that is known, on any thread. */
    public void whenFailed(Consumer<Throwable> listener) {
        pipeline.whenFailed(listener);
    }

    /** Asks the service to drain and end; returns at once. */
    public void stop() {
        pipeline.stop();
    }

    /** Waits for the end and closes all resources; returns the failure, or empty after a clean stop. */
    public Optional<Throwable> awaitEnd() throws InterruptedException {
        Optional<Throwable> failure = pipeline.awaitEnd();
        resources.close();
        return failure;
    }
}
