package io.mediadeleter.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that nobody can read, as their publisher has not ended its transaction. */
@WithKafka
class OpenTransactionIT {

    private final KafkaFixture kafka;
    private final ServiceRig rig;

    OpenTransactionIT(KafkaFixture kafka) {
        this.kafka = kafka;
        this.rig = new ServiceRig(kafka, Map.of("MEDIA_DELETER_OPS_PORT", "0", "MEDIA_DELETER_TOPICS_PARTITIONS", "1"));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void requestsBehindAnOpenTransaction_areShown() throws Exception {
        try (KafkaProducer<byte[], byte[]> publisher = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "transactional.id",
                        rig.topics().requested(),
                        "transaction.timeout.ms",
                        600_000),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            publisher.initTransactions();
            publisher.beginTransaction();
            for (int i = 0; i < 3; i++) {
                var unused = publisher.send(
                        new ProducerRecord<>(rig.topics().requested(), "never to be read".getBytes(UTF_8)));
            }
            publisher.flush();
            URI pages = rig.startWithPages("one");

            await("the page's word of it").atMost(ServiceRig.PATIENCE).untilAsserted(() -> {
                assertThat(get(pages.resolve("/status"))).contains("3 records cannot be read", "\"records\" : 3");
                assertThat(get(pages.resolve("/metrics"))).contains("media_deleter_undecided 3.0");
            });
            assertThat(rig.cli("check").out())
                    .contains("3 records of " + rig.topics().requested() + "/0 cannot be read");
            publisher.abortTransaction();
        }
    }

    private static String get(URI page) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                .body();
    }
}
