package io.mediadeleter.service.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.cli.Jar;
import io.mediadeleter.config.Settings;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.kafka.topics.TopicAdmin;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was foreseen ends an instance with one sentence that says what to do, and no stack trace. */
@WithKafka.Together
class ForeseenErrorsIT {

    @TempDir
    Path directory;

    private final KafkaFixture kafka;
    private final Deployment deployment;

    ForeseenErrorsIT(KafkaFixture kafka) {
        this.kafka = kafka;
        deployment = Deployment.of(kafka.unique("foreseen"), kafka.bootstrapServers(), URI.create("http://127.0.0.1:1"))
                .with("quota.mode", "group")
                .with("quota.per-second", "10")
                .with("dry-run", "true");
    }

    @Test
    void quotaTopicOfThreePartitions_isOneLine() throws Exception {
        createTopicsWith(3, Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));

        assertEndsWith("has 3 partitions and must have one");
    }

    @Test
    void quotaTopicByTheMembersOwnClocks_isOneLine() throws Exception {
        createTopicsWith(1, Map.of());

        assertEndsWith("must have message.timestamp.type=LogAppendTime");
    }

    @Test
    void missingControlTopic_isOneLine_andCheckSaysItToo() throws Exception {
        Settings settings = deployment.typed("one");
        try (TopicAdmin admin = new TopicAdmin(settings.kafka())) {
            admin.create(settings.topicPlan().without(settings.topics().control()));
        }
        Jar jar = new Jar(directory, deployment.environment("one"));

        Cli run = jar.run("run").ended(1);
        Cli check = jar.run("check").ended(1);

        assertThat(run.err().lines())
                .singleElement(STRING)
                .contains("[" + settings.topics().control() + "]", "media-deleter topics create");
        assertThat(check.out().lines().filter(line -> line.startsWith("wrong   topics ")))
                .singleElement(STRING)
                .contains(settings.topics().control() + ": is missing", "run `media-deleter topics create`");
    }

    @Test
    void controlTopicThatForgetsHolds_isOneLineWithTheCommandThatMendsIt() throws Exception {
        kafka.createTopics(1, deployment.name() + ".control");
        deployment.createTopics();

        assertEndsWith("--add-config cleanup.policy=compact`");
    }

    private void createTopicsWith(int partitions, Map<String, String> config) {
        kafka.createTopics(List.of(
                new NewTopic(deployment.name() + ".quota", Optional.of(partitions), Optional.empty()).configs(config)));
        deployment.createTopics();
    }

    private void assertEndsWith(String reason) throws Exception {
        Cli run = new Jar(directory, deployment.environment("one")).run("run").ended(1);

        assertThat(run.out()).contains("Stopped: ", reason).doesNotContain("\tat ", "Exception");
        assertThat(run.err()).doesNotContain("\tat ");
    }
}
