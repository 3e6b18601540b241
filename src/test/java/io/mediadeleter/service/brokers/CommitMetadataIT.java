package io.mediadeleter.service.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.LogLines;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.service.ServiceRig;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another program, or another version, left in the commit of a partition. */
@WithKafka
class CommitMetadataIT {

    @AutoClose
    private final LogLines lines = LogLines.of("io.mediadeleter.kafka");

    private final KafkaFixture kafka;

    @AutoClose
    private final ServiceRig rig;

    CommitMetadataIT(KafkaFixture kafka) {
        this.kafka = kafka;
        this.rig = new ServiceRig(kafka, Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"md9.of a later version", "md1.!!!", "somebody else's note"})
    void metadataThatCannotBeRead_isWarnedOfAndTheOffsetCounts(String metadata) {
        String[] last = {};
        for (int i = 0; i < 3; i++) {
            last = rig.request("{\"eventId\":\"e\",\"fileId\":\"744739815699899486" + i + "\"}")
                    .split("/", -1);
        }
        TopicPartition partition = new TopicPartition(last[0], Integer.parseInt(last[1]));
        kafka.commit(rig.topics().requested(), Map.of(partition, new OffsetAndMetadata(1, metadata)));

        rig.start("one");

        assertThat(rig.results(2)).hasSize(2);
        assertThat(lines.all())
                .filteredOn(line -> line.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains(partition.topic()) && line.contains("cannot read"));
    }
}
