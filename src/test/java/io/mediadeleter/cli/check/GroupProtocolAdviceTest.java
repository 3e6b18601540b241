package io.mediadeleter.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.kafka.client.ClusterFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nothing is advised that the brokers do not offer. */
class GroupProtocolAdviceTest {

    @Test
    void brokersThatHaveIt_needNothing() {
        assertThat(KafkaChecks.groupProtocol(
                        facts(Map.of("group.version", 1), Map.of("group.version", 1)), "kafka:9092"))
                .isEmpty();
    }

    @Test
    void brokersThatOfferIt_canBeUpgraded() {
        assertThat(KafkaChecks.groupProtocol(facts(Map.of(), Map.of("group.version", 1)), "kafka:9092"))
                .hasValueSatisfying(finding -> assertThat(finding.remedy())
                        .contains("kafka-features.sh --bootstrap-server kafka:9092 upgrade", "classic"));
    }

    @Test
    void brokersThatDoNotOfferIt_areNotToldToUpgradeAFeature() {
        assertThat(KafkaChecks.groupProtocol(
                        facts(Map.of("metadata.version", 21), Map.of("metadata.version", 21)), "kafka:9092"))
                .hasValueSatisfying(finding -> {
                    assertThat(finding.what()).contains("do not offer");
                    assertThat(finding.remedy()).contains("classic").doesNotContain("kafka-features");
                });
    }

    @Test
    void brokersThatOfferItAtLevelZeroOnly_doNotOfferIt() {
        assertThat(KafkaChecks.groupProtocol(facts(Map.of(), Map.of("group.version", 0)), "kafka:9092"))
                .hasValueSatisfying(finding -> assertThat(finding.remedy()).doesNotContain("kafka-features"));
    }

    private static ClusterFacts facts(Map<String, Integer> features, Map<String, Integer> offered) {
        return new ClusterFacts("c", List.of("1 at h:9092"), features, offered, Map.of());
    }
}
