package io.mediadeleter.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.cli.Cli;
import io.mediadeleter.config.Settings;
import io.mediadeleter.deadletter.UnresolvedCounts;
import io.mediadeleter.fixture.FreePorts;
import io.mediadeleter.fixture.Json;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.pipeline.status.ConsumerLag;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import io.mediadeleter.simulator.request.Credential;
import io.mediadeleter.vod.CredentialSource;
import io.mediadeleter.vod.Keys;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Instances of the service between a real Kafka and a simulated API, with topics of their own. Confined to one thread. */
public final class ServiceRig implements AutoCloseable {

    public static final Duration PATIENCE = Patience.LIMIT;

    private final KafkaFixture kafka;
    private volatile Simulator simulator;
    private final Map<String, String> environment;
    private final List<Service> services = new ArrayList<>();
    private final List<Operations> operations = new ArrayList<>();

    public ServiceRig(KafkaFixture kafka, Map<String, String> settings) {
        this.kafka = kafka;
        simulator = simulate(FreePorts.take(1).get(0));
        environment = kafka.environment(kafka.unique("rig"));
        environment.put("MEDIA_DELETER_RETRY_DELAYS", "1s,2s");
        environment.put("MEDIA_DELETER_VOD_ENDPOINT", simulator.uri().toString());
        environment.put("MEDIA_DELETER_VOD_CALL_TIMEOUT", "20s"); // for what is not about time-outs
        environment.put("MEDIA_DELETER_VOD_CONNECT_TIMEOUT", "2s");
        environment.putAll(settings);
        kafka.createTopics(settings("x"));
    }

    /** Instances that start from now on have this setting. */
    public void set(String name, String value) {
        environment.put(name, value);
    }

    /** What an instance of this name gets that runs as a process of its own. */
    public Map<String, String> environment(String instance) {
        Map<String, String> own = new HashMap<>(environment);
        own.put("MEDIA_DELETER_INSTANCE_ID", instance);
        own.put("TENCENTCLOUD_SECRET_ID", "id");
        own.put("TENCENTCLOUD_SECRET_KEY", "key");
        return own;
    }

    /** Runs a command with the settings. */
    public Cli cli(String... arguments) {
        return Cli.run(environment, arguments);
    }

    /** Starts one more instance. */
    public Service start(String instance, Telemetry... listeners) {
        return start(instance, new Keys("id", "key", null), listeners);
    }

    /** Starts one more instance, which signs with this key. */
    public Service start(String instance, Keys key, Telemetry... listeners) {
        Service service = Service.start(settings(instance), CredentialSource.fixed(key), () -> {}, listeners);
        services.add(service);
        return service;
    }

    /** Ends an instance, and waits until it has ended. */
    public static void end(Service service) throws InterruptedException {
        service.stop();
        service.awaitEnd();
    }

    /** How many requests an instance has read that wait for their call. */
    public static int inLine(Service service) {
        return service.status().backlog().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** What lies ahead of what an instance has read. */
    public static ConsumerLag lag(Service service) {
        return service.lag();
    }

    /** The unresolved dead letters, as an instance counts them. */
    public static Optional<UnresolvedCounts> unresolved(Service service) {
        return service.unresolved();
    }

    /** Starts one more instance with health, metrics and status; where they are. */
    public URI startWithPages(String instance) {
        return startWithPages(instance, new Keys("id", "key", null));
    }

    /** The same, which signs with this key. */
    public URI startWithPages(String instance, Keys key) {
        Operations pages = Operations.open(settings(instance));
        operations.add(pages);
        pages.show(start(instance, key, pages.telemetry()));
        return URI.create("http://127.0.0.1:" + pages.port());
    }

    /** The pages of the instance that was started at this place end, as if it were gone. */
    public void endPages(int place) {
        operations.get(place).close();
    }

    public Simulator simulator() {
        return simulator;
    }

    /** From now on connections are refused. */
    public void simulatorGone() {
        simulator.close();
    }

    /** A new one listens where the old one did. */
    public void simulatorBack() {
        simulator = simulate(simulator.port());
    }

    private static Simulator simulate(int port) {
        return Simulator.start(
                new SimulatorSettings().address("127.0.0.1", port).credentials(new Credential("id", "key")));
    }

    public TopicNames topics() {
        return settings("x").topics();
    }

    /** Publishes a request; its origin, as {@code TOPIC/PARTITION/OFFSET}. */
    public String request(String json) {
        return publish("key".getBytes(UTF_8), json.getBytes(UTF_8), Map.of());
    }

    /** Publishes requests for whole media, all at once. */
    public void requestAll(Stream<String> fileIds) {
        requestAll(topics().requested(), fileIds);
    }

    public void requestAll(String topic, Stream<String> fileIds) {
        kafka.produce(fileIds.map(fileId -> wholeMedia(topic, fileId)).toList());
    }

    /** A request whose event id is {@code e-} and the file id. */
    public static ProducerRecord<byte[], byte[]> wholeMedia(String topic, String fileId) {
        String json = "{\"eventId\":\"e-" + fileId + "\",\"fileId\":\"" + fileId + "\"}";
        return new ProducerRecord<>(topic, fileId.getBytes(UTF_8), json.getBytes(UTF_8));
    }

    public String publish(byte @Nullable [] key, byte @Nullable [] value, Map<String, String> headers) {
        ProducerRecord<byte[], byte[]> outgoing = new ProducerRecord<>(topics().requested(), key, value);
        headers.forEach((name, text) -> outgoing.headers().add(name, text.getBytes(UTF_8)));
        var written = kafka.produce(List.of(outgoing)).get(0);
        return written.topic() + "/" + written.partition() + "/" + written.offset();
    }

    /** The results that readers of committed transactions see, once there are so many. */
    public List<ConsumerRecord<byte[], byte[]>> results(int count) {
        return committed(topics().deleted(), count);
    }

    public List<ConsumerRecord<byte[], byte[]>> deadLetters(int count) {
        return committed(topics().deadLetter(), count);
    }

    /** Results and dead letters, once there are so many of them together. */
    public List<ConsumerRecord<byte[], byte[]>> ends(int count) {
        return await("results and dead letters")
                .atMost(PATIENCE.plusMillis(10L * count))
                .pollInterval(between(count))
                .until(
                        () -> kafka.readCommitted(List.of(topics().deleted(), topics().deadLetter()), count),
                        records -> records.size() >= count);
    }

    public List<ConsumerRecord<byte[], byte[]>> committed(String topic, int count) {
        return await("records of " + topic)
                .pollInterval(between(count))
                .until(() -> kafka.readCommitted(List.of(topic), count), records -> records.size() >= count);
    }

    /** Each look reads all of them anew. */
    private static Duration between(int count) {
        return Duration.ofMillis(250 + count / 10);
    }

    public static JsonNode json(ConsumerRecord<byte[], byte[]> consumed) {
        return Json.read(consumed.value());
    }

    /** A header's text; empty when it is missing. */
    public static String header(ConsumerRecord<byte[], byte[]> consumed, String name) {
        Header header = consumed.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    @Override
    public void close() {
        services.forEach(Service::stop);
        for (Service service : services) {
            try {
                service.awaitEnd();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        operations.forEach(Operations::close);
        simulator.close();
    }

    /** What an instance of this name is set to. */
    public Settings settings(String instance) {
        Map<String, String> own = new HashMap<>(environment);
        own.put("MEDIA_DELETER_INSTANCE_ID", instance);
        return Settings.load(own, null);
    }
}
