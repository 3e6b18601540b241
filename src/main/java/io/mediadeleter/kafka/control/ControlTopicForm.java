package io.mediadeleter.kafka.control;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.topics.ActualTopic;
import io.mediadeleter.kafka.topics.TopicInspection;
import io.mediadeleter.kafka.topics.TopicPlan;
import io.mediadeleter.pipeline.port.ControlLogLost;
import io.mediadeleter.pipeline.port.ControlLogRefused;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the control topic is one that holds are safe on, and one that may be used at all. Stateless. */
final class ControlTopicForm {

    private static final Logger log = LoggerFactory.getLogger(ControlTopicForm.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private ControlTopicForm() {}

    /**
     * Looks at the topic.
     *
     * @return how many replicas have to be in sync for a record to be written; 0 where Kafka does not tell
     * @throws ControlLogRefused when it is missing, or holds would not last on it, or nobody could tell when they were put on
     * @throws ControlLogLost when Kafka does not answer
     */
    static int require(KafkaSettings settings, String topic) {
        Admin admin = Admin.create(ClientConfigs.admin(settings));
        try {
            TopicDescription description = Objects.requireNonNull(admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .get(topic));
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            Config config = admin.describeConfigs(List.of(resource))
                    .all()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .get(resource);
            ActualTopic found = ActualTopic.of(description, config);
            new TopicInspection(settings.bootstrapServers())
                    .breaches(TopicPlan.control(topic, Optional.empty()), found)
                    .findFirst()
                    .ifPresent(breach -> {
                        throw new ControlLogRefused(
                                "The control topic " + breach + ". See: media-deleter topics check");
                    });
            return found.leastInSync();
        } catch (ExecutionException failed) {
            judge(settings, topic, failed.getCause() == null ? failed : failed.getCause());
            return 0;
        } catch (TimeoutException late) {
            throw new ControlLogLost(
                    "cannot look at the control topic " + topic + ": no answer within " + PATIENCE.toSeconds() + " s");
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        } finally {
            admin.close(Duration.ZERO); // what has not come by now is waited for no longer
        }
    }

    /**
     * Who may neither read nor write it is told so in one line, before any client logs a denial of its own. Whoever may only do
     * one of the two goes on: a pause is to be written even where nobody could look whether it is obeyed.
     *
     * @throws ControlFailure when this client may do neither
     * @throws KafkaFailure when nobody can, because no broker leads it
     */
    static void requireAnyRight(KafkaSettings settings, String topic) {
        try (AdminSession session = AdminSession.open(settings)) {
            var unused = session.allLed(
                    "use the control topic " + topic,
                    session.describe(List.of(topic), UnknownTopicOrPartitionException.class));
        } catch (KafkaFailure failed) {
            if (failed.getCause() instanceof TopicAuthorizationException denied) {
                throw new ControlFailure(
                        "Cannot use the control topic " + topic + ": missing ACL: Read and Write on topic " + topic,
                        denied);
            }
            throw failed;
        }
    }

    private static void judge(KafkaSettings settings, String topic, Throwable cause) {
        if (cause instanceof UnknownTopicOrPartitionException) {
            throw new ControlLogRefused("The control topic " + topic + " does not exist at "
                    + settings.bootstrapServers()
                    + ". Create it with: media-deleter topics create. If the group has one by"
                    + " another name, set group-id or topics.control as the instances do");
        }
        if (cause instanceof AuthorizationException) {
            log.warn(
                    "Could not look at the settings of the control topic {}: {}. Holds are lost if its cleanup.policy is"
                            + " not compact. Allow DescribeConfigs on it",
                    topic,
                    cause.getMessage());
            return;
        }
        throw new ControlLogLost("cannot look at the control topic " + topic + ": " + cause, cause);
    }
}
