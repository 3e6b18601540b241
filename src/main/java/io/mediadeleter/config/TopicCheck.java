package io.mediadeleter.config;

import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.rule.RetryDelay;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether the topics' names are possible together. */
final class TopicCheck {

    private TopicCheck() {}

    /**
     * Notes at {@code reader} retry topics that Kafka would refuse, names that are given twice, and those of retry topics that are in no
     * setting: what lies on such a topic is taken for retries that an earlier setting left, and called.
     */
    static void check(TopicNames topics, SettingReader reader) {
        for (RetryDelay delay : topics.retryDelays()) {
            if (!SettingType.isKafkaName(topics.retry(delay))) {
                reader.reject(
                        SettingDefinitions.TOPIC_REQUESTED, "is too long for the retry topic " + topics.retry(delay));
            }
        }
        reject(topics, SettingDefinitions.TOPIC_REQUESTED, topics.requested(), reader);
        reject(topics, SettingDefinitions.TOPIC_BULK, topics.bulk(), reader);
        Map<Setting<String>, String> names = new LinkedHashMap<>();
        names.put(SettingDefinitions.TOPIC_REQUESTED, topics.requested());
        names.put(SettingDefinitions.TOPIC_BULK, topics.bulk());
        names.put(SettingDefinitions.TOPIC_DELETED, topics.deleted());
        names.put(SettingDefinitions.TOPIC_DEAD_LETTER, topics.deadLetter());
        names.put(SettingDefinitions.TOPIC_REPLAY, topics.replay());
        names.put(SettingDefinitions.TOPIC_QUOTA, topics.quota());
        names.put(SettingDefinitions.TOPIC_CONTROL, topics.control());
        Map<String, String> seen = new HashMap<>();
        topics.retryDelays().forEach(delay -> seen.put(collision(topics.retry(delay)), "a retry topic"));
        topics.graces().forEach(grace -> seen.put(collision(grace), "a grace topic"));
        names.forEach((setting, name) -> {
            String other = seen.putIfAbsent(collision(name), setting.property());
            if (other != null && reader.areSound(setting)) {
                reader.reject(setting, "collides with " + other + ": give each topic a name of its own");
            }
            if (topics.delayOf(name).isPresent() && reader.areSound(setting)) {
                reader.reject(
                        setting,
                        "is named as the retry topics are, so its records would be taken for requests that an earlier"
                                + " retry.delays left: give it another name");
            }
        });
    }

    private static void reject(TopicNames topics, Setting<String> setting, String requests, SettingReader reader) {
        String grace = topics.graceOf(requests);
        if (!SettingType.isKafkaName(grace) && reader.areSound(setting)) {
            reader.reject(setting, "is too long for the grace topic " + grace);
        }
    }

    /** Kafka takes names that differ only in dots and underscores for the same. */
    private static String collision(String name) {
        return name.replace('.', '_');
    }
}
