package io.mediadeleter.sandbox;

import static java.util.stream.Collectors.toList;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.config.Settings;
import io.mediadeleter.fixture.EmbeddedKafka;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.topics.TopicAdmin;
import io.mediadeleter.kafka.topics.TopicPlan;
import io.mediadeleter.service.Operations;
import io.mediadeleter.service.Service;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import io.mediadeleter.simulator.fault.Latency;
import io.mediadeleter.simulator.request.Credential;
import io.mediadeleter.vod.CredentialSource;
import io.mediadeleter.vod.Keys;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;

/** All that the sandbox runs: broker, simulated API, topics and two instances. Any thread may close it. */
final class SandboxServices implements AutoCloseable {

    static final int QUOTA = 100;

    private static final int INSTANCES = 2;
    /** No words: what is redacted in a log would be cut out of other words, too. */
    private static final String SECRET_ID = "sandbox-4f7c2e91-id";

    private static final String SECRET_KEY = "sandbox-4f7c2e91-key";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedKafka kafka;
    private final Simulator simulator;
    private final List<Settings> settings;
    private final List<Service> services = new ArrayList<>();
    private final List<Operations> pages = new ArrayList<>();
    private boolean closed;

    private SandboxServices(EmbeddedKafka kafka, Simulator simulator) {
        this.kafka = kafka;
        this.simulator = simulator;
        this.settings = IntStream.rangeClosed(1, INSTANCES)
                .mapToObj(number -> Settings.load(instance(number), null))
                .collect(toList());
    }

    /** Starts everything; returns when both instances have a share of the partitions. */
    static SandboxServices start(SandboxProgress progress) {
        progress.note("starting Kafka, the simulated VOD API and " + INSTANCES + " instances");
        EmbeddedKafka kafka = EmbeddedKafka.start();
        Simulator simulator = Simulator.start(new SimulatorSettings()
                .credentials(new Credential(SECRET_ID, SECRET_KEY))
                .quotaPerSecond(QUOTA)
                .latency(Latency.parse("p50=60ms,p99=150ms")));
        SandboxServices stage = new SandboxServices(kafka, simulator);
        Runtime.getRuntime().addShutdownHook(new Thread(stage::close, "sandbox-end"));
        try {
            progress.note("Kafka on " + kafka.bootstrapServers() + ", VOD API on " + simulator.uri() + ", quota "
                    + QUOTA + " calls a second");
            stage.createTopics();
            stage.startInstances();
            progress.note(INSTANCES + " instances share the partitions of group "
                    + stage.settings().kafka().groupId());
            return stage;
        } catch (RuntimeException failed) {
            stage.close();
            throw failed;
        }
    }

    /** The settings of the first instance; all have the same, but for the instance's name. */
    Settings settings() {
        return settings.get(0);
    }

    Simulator simulator() {
        return simulator;
    }

    /** Where the instances' status pages are. */
    synchronized List<URI> pages() {
        return pages.stream()
                .map(page -> URI.create("http://127.0.0.1:" + page.port()))
                .toList();
    }

    /** What another process needs in its environment to join in. */
    Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        variables.put("MEDIA_DELETER_VOD_ENDPOINT", simulator.uri().toString());
        variables.put("MEDIA_DELETER_TOPICS_PARTITIONS", "4");
        variables.put("MEDIA_DELETER_RETRY_DELAYS", "1s,3s");
        variables.put("MEDIA_DELETER_QUOTA_MODE", "local");
        variables.put("MEDIA_DELETER_QUOTA_PER_SECOND", String.valueOf(QUOTA / INSTANCES));
        variables.put("TENCENTCLOUD_SECRET_ID", SECRET_ID);
        variables.put("TENCENTCLOUD_SECRET_KEY", SECRET_KEY);
        return variables;
    }

    /** Stops the instances as SIGTERM does; what they wrote is all that they will ever have written. */
    synchronized List<Throwable> stopInstances() {
        services.forEach(Service::stop);
        List<Throwable> failures = services.stream()
                .map(SandboxServices::end)
                .flatMap(Optional::stream)
                .toList();
        services.clear();
        return failures;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            stopInstances();
            pages.forEach(Operations::close);
            simulator.close();
            kafka.close();
        }
    }

    private Map<String, String> instance(int number) {
        Map<String, String> variables = environment();
        variables.put("MEDIA_DELETER_INSTANCE_ID", "sandbox-" + number);
        variables.put("MEDIA_DELETER_OPS_PORT", "0");
        return variables;
    }

    private void createTopics() {
        Settings any = settings();
        try (TopicAdmin admin = new TopicAdmin(any.kafka())) {
            admin.create(TopicPlan.of(any.topics(), any.partitions(), any.replicationFactor()));
        }
    }

    private synchronized void startInstances() {
        CredentialSource credentials = CredentialSource.fixed(new Keys(SECRET_ID, SECRET_KEY, null));
        for (Settings instance : settings) {
            Operations page = Operations.open(instance);
            pages.add(page);
            Service service = Service.start(instance, credentials, () -> {}, page.telemetry());
            services.add(service);
            page.show(service);
        }
        try (Admin admin = Admin.create(ClientConfigs.admin(settings().kafka()))) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> isShared(group(admin)));
        }
    }

    private ConsumerGroupDescription group(Admin admin) throws Exception {
        return admin.describeConsumerGroups(List.of(settings().kafka().groupId()))
                .all()
                .get()
                .values()
                .iterator()
                .next();
    }

    private static boolean isShared(ConsumerGroupDescription group) {
        return group.groupState() == GroupState.STABLE
                && group.members().size() == INSTANCES
                && group.members().stream()
                        .noneMatch(
                                member -> member.assignment().topicPartitions().isEmpty());
    }

    private static Optional<Throwable> end(Service service) {
        try {
            return service.awaitEnd();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.of(interrupted);
        }
    }
}
