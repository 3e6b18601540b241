package io.mediadeleter.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.app.settings.Settings;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.kafka.TopicAdmin;
import io.mediadeleter.kafka.TopicPlan;
import io.mediadeleter.simulator.CallStats;
import io.mediadeleter.simulator.Credential;
import io.mediadeleter.simulator.Latency;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Instances at saturation against an API that is strict about its quota. Used by one thread. */
public final class QuotaBench {

    private static final String SECRET = "bench";
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration MEASURED = Duration.ofSeconds(Integer.getInteger("bench.seconds", 60));
    private static final Duration LEASE_AND_TWO_SECONDS = Duration.ofSeconds(7);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 12;

    /**
     * One row of the table.
     *
     * @param skewed all the work is in one partition
     * @param killed the first instance is killed, and the rest are measured from a lease and two seconds on
     */
    private record Trial(String name, int instances, int quota, boolean skewed, boolean killed) {

        static Trial of(String name) {
            return switch (name) {
                case "skewed" -> new Trial("4, one of them with all the work", 4, 100, true, false);
                case "killed" -> new Trial("4, after kill -9 of one", 4, 100, false, true);
                case "thousand" -> new Trial("4, quota 1,000 a second", 4, 1_000, false, false);
                default -> new Trial(name, Integer.parseInt(name), 100, false, false);
            };
        }

        int requests() {
            return quota * (int) WARM_UP.plus(MEASURED).plus(PATIENCE).toSeconds();
        }
    }

    private final KafkaFixture kafka;
    private final Path jar;
    private final PrintStream out;

    private QuotaBench(KafkaFixture kafka, Path jar, PrintStream out) {
        this.kafka = kafka;
        this.jar = jar;
        this.out = out;
    }

    /** The path of the jar; then what to try: a number of instances, skewed, killed or thousand. */
    public static void main(String[] args) {
        try (KafkaFixture kafka = KafkaFixture.start()) {
            QuotaBench bench = new QuotaBench(kafka, Path.of(args[0]), System.out);
            bench.out.println("| instances | calls/s | accepted/s | of the quota | refused |");
            bench.out.println("| ---: | ---: | ---: | ---: | ---: |");
            for (int i = 1; i < args.length; i++) {
                bench.run(Trial.of(args[i]));
            }
        }
    }

    private void run(Trial trial) {
        List<Process> processes = new ArrayList<>();
        try (Simulator simulator = Simulator.start(SimulatorSettings.builder()
                .credentials(new Credential(SECRET, SECRET))
                .quotaPerSecond(trial.quota())
                .callCapacity(2 * trial.requests())
                .latency(Latency.parse("20ms-120ms"))
                .build())) {
            Map<String, String> environment = environment(simulator, trial);
            publish(trial, Settings.load(environment, null));
            for (int i = 1; i <= trial.instances(); i++) {
                processes.add(start(environment, "bench-" + i));
            }
            await("the first calls")
                    .atMost(PATIENCE)
                    .until(() -> simulator.calls().stats().total() > trial.quota());
            pass(WARM_UP);
            if (trial.killed()) {
                processes.get(0).destroyForcibly();
                pass(LEASE_AND_TWO_SECONDS);
            }
            CallStats before = simulator.calls().stats();
            long began = System.nanoTime();
            pass(MEASURED);
            print(trial, before, simulator.calls().stats(), (System.nanoTime() - began) / 1e9);
        } finally {
            processes.forEach(Process::destroy);
            processes.forEach(QuotaBench::awaitEnd);
        }
    }

    private Map<String, String> environment(Simulator simulator, Trial trial) {
        String prefix = kafka.unique("bench");
        Map<String, String> environment = new HashMap<>();
        environment.put("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("MEDIA_DELETER_GROUP_ID", prefix);
        environment.put("MEDIA_DELETER_TOPICS_REQUESTED", prefix);
        environment.put("MEDIA_DELETER_TOPICS_DELETED", prefix + ".deleted");
        environment.put("MEDIA_DELETER_TOPICS_QUOTA", prefix + ".quota");
        environment.put("MEDIA_DELETER_QUOTA_PER_SECOND", String.valueOf(trial.quota()));
        environment.put("MEDIA_DELETER_OPS_PORT", "0");
        environment.put("MEDIA_DELETER_VOD_ENDPOINT", simulator.uri().toString());
        environment.put("TENCENTCLOUD_SECRET_ID", SECRET);
        environment.put("TENCENTCLOUD_SECRET_KEY", SECRET);
        return environment;
    }

    /** More than can be called. */
    private void publish(Trial trial, Settings settings) {
        try (TopicAdmin admin = new TopicAdmin(settings.kafka())) {
            admin.create(TopicPlan.of(settings.topics(), PARTITIONS, Optional.empty()));
        }
        String requested = settings.topics().requested();
        kafka.produce(IntStream.range(0, trial.requests())
                .mapToObj(i -> {
                    String fileId = String.valueOf(7_000_000_000_000_000L + i);
                    String json = "{\"eventId\":\"e-" + i + "\",\"fileId\":\"" + fileId + "\"}";
                    Integer partition = trial.skewed() ? 0 : i % PARTITIONS;
                    return new ProducerRecord<>(requested, partition, fileId.getBytes(UTF_8), json.getBytes(UTF_8));
                })
                .toList());
    }

    private Process start(Map<String, String> environment, String instance) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-jar",
                jar.toString(),
                "run");
        builder.environment().putAll(environment);
        builder.environment().put("MEDIA_DELETER_INSTANCE_ID", instance);
        builder.redirectErrorStream(true)
                .redirectOutput(jar.resolveSibling(instance + ".log").toFile());
        try {
            return builder.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void print(Trial trial, CallStats before, CallStats after, double seconds) {
        double calls = after.total() - before.total();
        double accepted = after.accepted() - before.accepted();
        out.printf(
                "| %s | %.1f | %.1f | %.1f %% | %.2f %% |%n",
                trial.name(),
                calls / seconds,
                accepted / seconds,
                100 * accepted / seconds / trial.quota(),
                100 * (calls - accepted) / calls);
    }

    private static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plus(PATIENCE)).until(() -> true);
    }

    private static void awaitEnd(Process process) {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
