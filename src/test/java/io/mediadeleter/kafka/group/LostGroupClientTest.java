package io.mediadeleter.kafka.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.config.Settings;
import io.mediadeleter.control.Membership;
import io.mediadeleter.fixture.NoBroker;
import io.mediadeleter.pipeline.port.GroupPeers.Removal;
import io.mediadeleter.pipeline.port.GroupPeers.RemovalOutcome;
import io.mediadeleter.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A client of Kafka's whose thread an error has ended would remove nobody any more. */
class LostGroupClientTest {

    private static final Membership SILENT = new Membership("g", "i2-6f1c4a0e-43a7-4f3b-8a34-3c4b9f7c3b11");

    @Test
    void clientThatRemoves_isMadeAnew() throws IOException {
        try (NoBroker server = new NoBroker();
                KafkaGroupPeers peers = new KafkaGroupPeers(
                        Settings.load(Map.of("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", server.address()), null)
                                .kafka(),
                        Optional::empty,
                        Time.system())) {
            await().until(() -> {
                remove(peers);
                return server.connections() > 1;
            });
        }
    }

    private static void remove(KafkaGroupPeers peers) {
        peers.remove(
                Map.of("i2", SILENT), System.nanoTime() + Duration.ofMinutes(5).toNanos());
        List<Removal> ended = new ArrayList<>();
        await().until(() -> ended.addAll(peers.ended()));
        assertThat(ended).extracting(Removal::end).containsExactly(RemovalOutcome.NOT_NOW);
    }
}
