package io.mediadeleter.kafka.client;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * How to reach Kafka, and as whom.
 *
 * @param instanceId the static member's name and part of the transactional id; the same after a restart
 * @param client passed through to every client
 * @param consumer passed through to consumers, over {@code client}
 * @param producer passed through to producers, over {@code client}
 */
public record KafkaSettings(
        String bootstrapServers,
        String groupId,
        String instanceId,
        Map<String, String> client,
        Map<String, String> consumer,
        Map<String, String> producer) {

    public KafkaSettings {
        client = Map.copyOf(client);
        consumer = Map.copyOf(consumer);
        producer = Map.copyOf(producer);
    }

    /**
     * The same with this service's own times for an admin client's answers: for what a person waits for who stops deletion, whatever
     * the operator lets other clients wait for a broker that does not answer.
     */
    public KafkaSettings promptly() {
        Map<String, String> prompt = new HashMap<>(client);
        prompt.remove(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG);
        prompt.remove(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG);
        return new KafkaSettings(bootstrapServers, groupId, instanceId, prompt, consumer, producer);
    }

    /** Names the instance, not the pass-through values: those may hold passwords. */
    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrapServers + ", group " + groupId + ", instance " + instanceId + "]";
    }
}
