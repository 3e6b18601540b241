package io.mediadeleter.service.brokers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WebPage;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.MetricsText;
import io.mediadeleter.service.ServiceRig;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Requests that nobody can read, as their publisher has not ended its transaction. */
@WithKafka.Together
class OpenTransactionIT {

    private final KafkaFixture kafka;

    @AutoClose
    private final ServiceRig rig;

    OpenTransactionIT(KafkaFixture kafka) {
        this.kafka = kafka;
        this.rig = new ServiceRig(kafka, Map.of("MEDIA_DELETER_TOPICS_PARTITIONS", "1"));
    }

    @Test
    void requestsBehindAnOpenTransaction_areShown() throws Exception {
        byte[] hidden = "never to be read".getBytes(UTF_8);
        try (AutoCloseable open = kafka.hide(
                Collections.nCopies(3, new ProducerRecord<>(rig.topics().requested(), hidden)))) {
            assertThat(open).isNotNull();
            URI pages = rig.startWithPages("one");

            await("the page's word of it").untilAsserted(() -> {
                assertThat(WebPage.text(pages.resolve("/status")))
                        .contains("3 records cannot be read", "\"records\" : 3");
                assertThat(MetricsText.withoutGroup(WebPage.text(pages.resolve("/metrics"))))
                        .contains("media_deleter_undecided 3.0");
            });
            await("the group's word of it")
                    .untilAsserted(() -> assertThat(rig.cli("status").out().replaceAll("\\s+", " "))
                            .contains("STOPPED: 3 records cannot be read, behind a transaction that has been open on "
                                    + rig.topics().requested() + "/0 since"));
            assertThat(rig.cli("check").out())
                    .contains("3 records of " + rig.topics().requested() + "/0 cannot be read");
        }
    }

    /** Nobody who follows the results gets any, whatever the group does. */
    @Test
    void resultsBehindAnOpenTransaction_areSaidToBeMissing() throws Exception {
        String topic = rig.topics().deleted();
        rig.start("one");
        try (AutoCloseable open = kafka.hide(List.of(new ProducerRecord<>(topic, "a result".getBytes(UTF_8))))) {
            assertThat(open).isNotNull();

            Cli traced = rig.cli("trace", "--event-id", "never-heard-of").ended(1);
            assertThat(traced.out())
                    .contains("so this is no proof. This is incomplete: behind an open transaction on " + topic
                            + ": 1 record. The producer must end its transaction; `kafka-transactions.sh");
            await("the group's word of it")
                    .untilAsserted(() -> assertThat(rig.cli("status").out().replaceAll("\\s+", " "))
                            .contains(
                                    "Not known: what has become of the latest requests. Of results and dead letters, 1 record"
                                            + " on " + topic + "/0 cannot be read"));
        }
    }
}
