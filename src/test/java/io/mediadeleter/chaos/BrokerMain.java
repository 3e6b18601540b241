package io.mediadeleter.chaos;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/** A Kafka broker and controller as a process. */
final class BrokerMain {

    private BrokerMain() {}

    /**
     * Serves until the process is ended.
     *
     * @param arguments the path of the broker's properties
     */
    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(reader);
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        server.startup();
        server.awaitShutdown();
    }
}
