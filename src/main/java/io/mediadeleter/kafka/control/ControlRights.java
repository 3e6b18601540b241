package io.mediadeleter.kafka.control;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import java.util.List;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Whether a command may use the control topic at all. Stateless. */
final class ControlRights {

    private ControlRights() {}

    /**
     * Who may neither read nor write it is told so in one line, before any client logs a denial of its own. Whoever may only do
     * one of the two goes on: a pause is to be written even where nobody could look whether it is obeyed.
     */
    static void requireAny(KafkaSettings settings, String topic) {
        try (AdminSession session = AdminSession.open(settings)) {
            session.answerUnless(
                    UnknownTopicOrPartitionException.class,
                    "look at the control topic " + topic,
                    session.admin().describeTopics(List.of(topic)).allTopicNames());
        } catch (KafkaFailure failed) {
            if (failed.getCause() instanceof TopicAuthorizationException denied) {
                throw new ControlFailure(
                        "Cannot use the control topic " + topic + ": missing ACL: Read and Write on topic " + topic,
                        denied);
            }
            throw failed;
        }
    }
}
