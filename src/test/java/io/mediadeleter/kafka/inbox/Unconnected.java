package io.mediadeleter.kafka.inbox;

import io.mediadeleter.config.Settings;
import io.mediadeleter.kafka.client.ClientConfigs;
import java.util.Map;

/** Consumers that reach no broker, for what the client itself knows. */
final class Unconnected {

    private Unconnected() {}

    /** @param protocol the group protocol, {@code classic} or {@code consumer} */
    static BoundedConsumer bounded(String protocol) {
        Settings settings = Settings.load(
                Map.of(
                        "MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS",
                        "127.0.0.1:1",
                        "MEDIA_DELETER_KAFKA_CONSUMER_GROUP_PROTOCOL",
                        protocol),
                null);
        return new BoundedConsumer(ClientConfigs.consumer(settings.kafka()), "");
    }
}
