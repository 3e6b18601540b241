package io.mediadeleter.service;

import io.mediadeleter.config.PartitionMeters;
import io.mediadeleter.config.Settings;
import io.mediadeleter.logging.LogPipe;
import io.mediadeleter.ops.CompositeTelemetry;
import io.mediadeleter.ops.LogFlow;
import io.mediadeleter.ops.http.AcceptedFormat;
import io.mediadeleter.ops.http.AllowedHosts;
import io.mediadeleter.ops.http.Health;
import io.mediadeleter.ops.http.OpsServer;
import io.mediadeleter.ops.http.Page;
import io.mediadeleter.ops.meters.ExemplarTrace;
import io.mediadeleter.ops.meters.LibraryMeterFilter;
import io.mediadeleter.ops.meters.MeterTelemetry;
import io.mediadeleter.ops.meters.StatusMeters;
import io.mediadeleter.ops.meters.TakeoverTelemetry;
import io.mediadeleter.ops.meters.WaitingMeters;
import io.mediadeleter.ops.status.InstanceStatus;
import io.mediadeleter.ops.status.InstanceStatus.Identity;
import io.mediadeleter.otel.Collector;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.rule.RetryDelay;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.time.Time;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators see of one instance by HTTP: health, metrics and status. Confined to one thread. */
public final class Operations implements AutoCloseable {

    /**
     * What a turn may wait for beside the drain, and some to spare: a transaction that Kafka does not answer, some three
     * times 10 s, and what the group has committed, 5 s. While Kafka is away they come true, and a restart would not help.
     */
    private static final Duration LONGEST_KAFKA_WAIT = Duration.ofSeconds(60);

    /** The search for credentials, the tries of the transactional producer, and some to spare. */
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private static final String LIVE = "/health/live";
    private static final String READY = "/health/ready";

    private static final Duration SENT_EACH = Duration.ofMinutes(1);

    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text";

    private static final Logger log = LoggerFactory.getLogger(Operations.class);

    private final Settings settings;
    private final Time time = Time.system();
    private final ExemplarTrace traces = new ExemplarTrace();
    private final PrometheusMeterRegistry shown =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, traces);
    private final MeterRegistry registry;
    private final Resources resources = new Resources();
    private final OpsServer server;
    private final Telemetry telemetry;

    private Operations(Settings settings, OpsServer server) {
        this.settings = settings;
        this.server = resources.add(server);
        resources.add(shown::close);
        Collector.Source source = new Collector.Source(
                settings.kafka().groupId(), settings.kafka().instanceId(), ManifestVersion.text());
        registry = settings.otel()
                .metrics()
                .map(address -> sentToo(new Collector(address, source)))
                .orElse(shown);
        // Whoever runs several groups tells them apart, in whatever jobs Prometheus puts them.
        registry.config().commonTags("group", settings.kafka().groupId());
        registry.config()
                .meterFilter(new LibraryMeterFilter(
                        settings.partitionMeters() == PartitionMeters.ALL, settings.topics()::mayBeOrigin));
        LogFlow.meters(LogPipe.standardOutput()::flow).bindTo(registry);
        telemetry = CompositeTelemetry.of(
                new MeterTelemetry(
                        registry,
                        time,
                        settings.topics().retryDelays().stream()
                                .map(RetryDelay::name)
                                .toList(),
                        traces),
                listeners(source));
        List<MeterBinder> process = List.of(
                new JvmMemoryMetrics(),
                resources.add(new JvmGcMetrics()),
                new JvmThreadMetrics(),
                new ProcessorMetrics(),
                new FileDescriptorMetrics(),
                new UptimeMetrics());
        process.forEach(binder -> binder.bindTo(registry));
    }

    /**
     * Takes the port; there is nothing to see yet but that the instance starts.
     *
     * @throws CommandFailure if the port cannot be had
     */
    public static Operations open(Settings settings) {
        long began = Time.system().nanoTime();
        try {
            return new Operations(
                    settings, OpsServer.bind(settings.opsHost(), settings.opsPort(), hosts(settings), starting(began)));
        } catch (UncheckedIOException failed) {
            throw new CommandFailure("Health, metrics and status " + failed.getMessage()
                    + ". Set media-deleter.ops.port to another port, or to 0 for any free one; media-deleter.ops.host is an address of"
                    + " this machine");
        }
    }

    private static Map<String, Function<AcceptedFormat, Page>> starting(long began) {
        return Map.of(
                LIVE,
                asked -> Health.starting(Duration.ofNanos(Time.system().nanoTime() - began), LONGEST_START)
                        .page(),
                READY,
                asked -> Health.STARTING.page());
    }

    private static AllowedHosts hosts(Settings settings) {
        Set<String> names = new HashSet<>(settings.opsAllowedHosts());
        names.add(settings.opsHost());
        return new AllowedHosts(names);
    }

    /** What is shown, and sent to the collector, too. */
    private MeterRegistry sentToo(Collector collector) {
        MeterRegistry sent = collector.meters(SENT_EACH);
        resources.add(sent::close);
        return new CompositeMeterRegistry(Clock.SYSTEM, List.of(shown, sent));
    }

    private Telemetry[] listeners(Collector.Source source) {
        Stream<Telemetry> always = Stream.of(new TakeoverTelemetry(registry));
        Stream<Telemetry> spans =
                settings.otel().traces().stream().map(address -> resources.add(new Collector(address, source).spans()));
        return Stream.concat(always, spans).toArray(Telemetry[]::new);
    }

    /** Hears of what happens for the metrics. */
    public Telemetry telemetry() {
        return telemetry;
    }

    /** The one that was taken. */
    public int port() {
        return server.port();
    }

    /** From now on shows how this service is doing. */
    public void show(Service service) {
        GroupWatch group = resources.add(GroupWatch.of(settings, time));
        Identity identity = new Identity(
                ManifestVersion.text(),
                settings.kafka().groupId(),
                settings.kafka().instanceId(),
                time.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                settings.dryRun(),
                settings.vod().endpoint().toString());
        Duration longestTurn = Service.drainLimit(settings).plus(LONGEST_KAFKA_WAIT);
        InstanceStatus.Limits limits = Service.limits(settings);
        Gauge.builder("media.deleter.info", () -> 1)
                .tags("version", identity.version(), "group", identity.group(), "instance_id", identity.name())
                .description("Always 1; its tags say which instance of which group and version this is. Alert when more"
                        + " than one version stays in a group.")
                .register(registry);
        new StatusMeters(service::status, limits).bindTo(registry);
        new WaitingMeters(service::status, service::lag, service::unresolved, limits, time::now).bindTo(registry);
        resources.add(service.consumer()).bindTo(registry);
        server.show(
                Map.of(
                        "/",
                        asked -> Page.resource("status.html", "text/html; charset=utf-8"),
                        "/status.css",
                        asked -> Page.resource("status.css", "text/css; charset=utf-8"),
                        "/status.js",
                        asked -> Page.resource("status.js", "text/javascript; charset=utf-8"),
                        LIVE,
                        asked -> Health.live(service.status(), longestTurn).page(),
                        READY,
                        asked -> Health.ready(service.status()).page(),
                        "/metrics",
                        this::metrics,
                        "/history",
                        asked -> Page.json(200, service.activity().history(time.now())),
                        "/status",
                        asked -> Page.json(
                                200,
                                InstanceStatus.of(
                                        new InstanceStatus.Subject(identity, limits),
                                        service.status(),
                                        service.lag(),
                                        service.activity(),
                                        group.status().orElse(null)))),
                Map.of("/brake/release", () -> release(service)));
        log.info("Serving health, metrics and status on port {} of {}", port(), settings.opsHost());
    }

    private Page metrics(AcceptedFormat asked) {
        String type = asked.prefers(OPEN_METRICS) ? OPEN_METRICS + "; version=1.0.0; charset=utf-8" : PROMETHEUS_TEXT;
        return new Page(200, type, shown.scrape(type));
    }

    private static Page release(Service service) {
        return switch (service.releaseBrake()) {
            case ASKED -> Page.json(200, Map.of("released", true));
            case NOT_HELD ->
                Page.json(409, Map.of("error", "the deletion limit is not reached: there is nothing to release"));
            case UNKNOWN ->
                Page.json(
                        503,
                        Map.of(
                                "error",
                                "this instance cannot read the control topic now, or it ends, so nothing was released: ask"
                                        + " another instance, or run media-deleter resume"));
        };
    }

    @Override
    public void close() {
        resources.close();
    }
}
