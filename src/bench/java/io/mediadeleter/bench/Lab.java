package io.mediadeleter.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import io.mediadeleter.simulator.fault.Latency;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What every benchmark needs: a broker, APIs, topics with records in them, and time that passes. Confined to one thread. */
record Lab(KafkaFixture kafka) implements AutoCloseable {

    /** What each system's JVM is given: what the image has, but for its archive of classes, which peers have not. */
    static final String JVM_OPTIONS = "@src/main/docker/jvm.options";

    private static final long FIRST_FILE_ID = 7_000_000_000_000_000L;
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final int CHUNK = 50_000;

    static Lab open() {
        return new Lab(KafkaFixture.start());
    }

    /**
     * Starts an API.
     *
     * @param quotaPerSecond calls that pass in each second; 0 for all
     * @param latency as {@link Latency#parse} takes it
     */
    Simulator simulator(int quotaPerSecond, String latency) {
        return Simulator.start(new SimulatorSettings()
                .quotaPerSecond(quotaPerSecond)
                .callCapacity(200_000)
                .latency(Latency.parse(latency)));
    }

    /** The product's own settings, with a group and topics of its own. */
    Deployment deployment(String name, Simulator simulator) {
        return Deployment.plain(kafka.unique(name), kafka.bootstrapServers(), simulator.uri());
    }

    /**
     * Starts an instance of the product; returns at once.
     *
     * @param jvmOptions besides {@link #JVM_OPTIONS}
     */
    static ChildProcess start(Deployment deployment, String instance, String... jvmOptions) {
        return deployment.startPlain(
                instance,
                Stream.concat(Stream.of(JVM_OPTIONS), Stream.of(jvmOptions)).toArray(String[]::new));
    }

    /** Publishes so many records, and makes sure that all of them are there. */
    void publish(int count, IntFunction<ProducerRecord<byte[], byte[]>> record) {
        for (int from = 0; from < count; from += CHUNK) {
            kafka.produce(IntStream.range(from, Math.min(from + CHUNK, count))
                    .mapToObj(record)
                    .toList());
        }
    }

    /** A request for a whole media of its own, keyed by its file id. */
    static ProducerRecord<byte[], byte[]> request(String topic, int number) {
        String fileId = fileId(number);
        return request(topic, fileId, "{\"eventId\":\"e-" + number + "\",\"fileId\":\"" + fileId + "\"}");
    }

    static ProducerRecord<byte[], byte[]> request(String topic, String fileId, String json) {
        return new ProducerRecord<>(topic, fileId.getBytes(UTF_8), json.getBytes(UTF_8));
    }

    static String fileId(int number) {
        return Long.toString(FIRST_FILE_ID + number);
    }

    /** The number of the media that a record is about. */
    static int number(byte[] key) {
        return number(new String(key, UTF_8));
    }

    static int number(String fileId) {
        return Math.toIntExact(Long.parseLong(fileId) - FIRST_FILE_ID);
    }

    /** Lets time pass. */
    static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plus(PATIENCE)).until(() -> true);
    }

    /** Waits until something that is bound to happen has happened. */
    static void waitFor(String what, BooleanSupplier happened) {
        await(what).pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(happened::getAsBoolean);
    }

    /** The same, of an instance, which is not to end before. */
    static void waitFor(String what, ChildProcess instance, BooleanSupplier happened) {
        waitFor(what, () -> {
            requireAlive(instance);
            return happened.getAsBoolean();
        });
    }

    /** Makes sure that what was measured is still there. */
    static void requireAlive(ChildProcess instance) {
        if (!instance.isAlive()) {
            throw new IllegalStateException("the instance has ended: " + instance.log());
        }
    }

    /** Sends SIGTERM to instances and waits for their end. */
    static void stop(List<ChildProcess> instances) {
        instances.stream().filter(ChildProcess::isAlive).toList().forEach(ChildProcess::terminate);
        instances.forEach(instance -> instance.awaitExit(Duration.ofMinutes(1)));
    }

    @Override
    public void close() {
        kafka.close();
    }
}
