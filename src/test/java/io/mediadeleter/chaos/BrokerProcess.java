package io.mediadeleter.chaos;

import io.mediadeleter.fixture.Broker;
import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** One node of a cluster, broker and controller in one, in a process of its own. Not thread-safe. */
final class BrokerProcess implements AutoCloseable {

    /** Where a node listens. */
    record Node(int id, int port, int controllerPort) {

        String address() {
            return "127.0.0.1:" + port;
        }

        String voter() {
            return id + "@127.0.0.1:" + controllerPort;
        }
    }

    private final Node node;
    private final Path configuration;
    private final List<String> java;
    private ChildProcess process;

    private BrokerProcess(Node node, Path configuration, List<String> java) {
        this.node = node;
        this.configuration = configuration;
        this.java = java;
        this.process = launch();
    }

    /**
     * Formats the node's storage below {@code directory} and starts it; does not wait until it serves.
     *
     * @param java its class path and other options of {@code java}
     */
    static BrokerProcess start(
            Node node, Path directory, String clusterId, Map<String, String> settings, List<String> java) {
        Path data = directory.resolve("node-" + node.id());
        Path configuration = directory.resolve("node-" + node.id() + ".properties");
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", Integer.toString(node.id()));
        properties.setProperty(
                "listeners", "PLAINTEXT://" + node.address() + ",CONTROLLER://127.0.0.1:" + node.controllerPort());
        properties.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.setProperty("controller.listener.names", Broker.CONTROLLER);
        properties.setProperty("log.dirs", data.toString());
        try (Writer writer = Files.newBufferedWriter(configuration)) {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Broker.format(data, node.id(), clusterId, List.of());
        return new BrokerProcess(node, configuration, java);
    }

    Node node() {
        return node;
    }

    void kill() {
        process.kill();
    }

    /** Starts the node again, after {@link #kill}. */
    void restart() {
        process = launch();
    }

    /** SIGTERM; returns when the process is gone. */
    void terminate() {
        process.terminate();
        process.awaitExit(Patience.LIMIT);
    }

    void pause() {
        process.pause();
    }

    void resume() {
        process.resume();
    }

    @Override
    public void close() {
        process.close();
    }

    private ChildProcess launch() {
        return ChildProcess.java(
                "broker-" + node.id(),
                Map.of(),
                Stream.concat(java.stream(), Stream.of(BrokerMain.class.getName(), configuration.toString()))
                        .toList());
    }
}
