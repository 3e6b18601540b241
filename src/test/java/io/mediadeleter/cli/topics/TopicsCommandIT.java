package io.mediadeleter.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import java.util.Map;
import org.junit.jupiter.api.Test;

@WithKafka
class TopicsCommandIT {

    private final Map<String, String> environment;

    TopicsCommandIT(KafkaFixture kafka) {
        environment = Map.of(
                "MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "MEDIA_DELETER_TOPICS_REQUESTED", kafka.unique("requested"),
                "MEDIA_DELETER_TOPICS_DELETED", kafka.unique("deleted"),
                "MEDIA_DELETER_TOPICS_QUOTA", kafka.unique("quota"),
                "MEDIA_DELETER_TOPICS_CONTROL", kafka.unique("control"),
                "MEDIA_DELETER_TOPICS_PARTITIONS", "2");
    }

    @Test
    void missingTopics_areFoundThenCreatedThenInOrder() {
        Cli missing = Cli.run(environment, "topics", "check").ended(1);
        Cli created = Cli.run(environment, "topics", "create").ended(0);
        Cli again = Cli.run(environment, "topics", "create").ended(0);
        Cli complete = Cli.run(environment, "topics", "check").ended(0);

        assertThat(missing.out().lines()).hasSize(12).allMatch(line -> line.contains("is missing"));
        assertThat(created.out().lines()).hasSize(12).allMatch(line -> line.startsWith("created "));
        assertThat(again.out().lines()).hasSize(12).allMatch(line -> line.startsWith("exists "));
        assertThat(complete.out())
                .startsWith("All 12 topics are as they should be.")
                .contains(environment.get("MEDIA_DELETER_TOPICS_DELETED")
                        + " keeps results for 7 days, less than 90 days: ");
    }
}
