package io.mediadeleter.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.SharedClasses;
import io.mediadeleter.service.Service;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a broker's process starts: with an archive of its classes, whose loading is half of what a start computes. An archive takes
 * jars alone, so what is not Kafka's has a jar made for it. Thread-safe.
 */
final class BrokerClasses {

    private static final List<String> OWN =
            List.of(BrokerMain.class.getName().replace('.', '/') + ".class", "logback-test.xml");

    private static final List<String> OPTIONS = chosen();

    private BrokerClasses() {}

    /** The class path and what else {@code java} is given. */
    static List<String> options() {
        return OPTIONS;
    }

    private static List<String> chosen() {
        try {
            return archived();
        } catch (IOException | RuntimeException | AssertionError withoutIt) {
            System.err.println("Without an archive of the broker's classes: " + withoutIt);
            return List.of("-cp", System.getProperty("java.class.path"));
        }
    }

    private static List<String> archived() throws IOException {
        String jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
        StringBuilder build = new StringBuilder(jars);
        for (String name : OWN) {
            build.append(Arrays.hashCode(bytes(name)));
        }
        Path own = SharedClasses.directory()
                .resolve("broker-" + Integer.toHexString(build.toString().hashCode()) + ".jar");
        String classPath = own + File.pathSeparator + jars;
        Path archive = SharedClasses.archive("broker", build.toString(), begun -> {
            writeOwn(own);
            make(begun, classPath);
        });
        return Stream.concat(SharedClasses.options(archive).stream(), Stream.of("-cp", classPath))
                .toList();
    }

    private static void writeOwn(Path jar) throws IOException {
        try (JarOutputStream written = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : OWN) {
                written.putNextEntry(new JarEntry(name));
                written.write(bytes(name));
            }
        }
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = BrokerClasses.class.getClassLoader().getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    /** All that a broker needs from its start over a group's first transaction to its end. */
    private static void make(Path archive, String classPath) {
        List<String> java = List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable", "-cp", classPath);
        ClusterProcess cluster = ClusterProcess.start(1, java);
        try (KafkaFixture kafka = KafkaFixture.on(cluster)) {
            Deployment first = Deployment.of("first", kafka.bootstrapServers(), URI.create("http://x"))
                    .with("dry-run", "true");
            first.createTopics();
            kafka.produce(first.requested(), "key", "{\"eventId\":\"e\",\"fileId\":\"1\"}");
            Service service = Service.start(first.typed("only"), Optional::empty, () -> {});
            try {
                await("its first result")
                        .pollInSameThread() // any other thread waits until this class is initialised
                        .until(() -> !kafka.readCommitted(List.of(first.deleted()), 1)
                                .isEmpty());
            } finally {
                service.stop();
                assertThat(service.awaitEnd()).isEmpty();
            }
            cluster.broker(0).terminate();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
