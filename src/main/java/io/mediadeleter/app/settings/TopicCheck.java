package io.mediadeleter.app.settings;

import io.mediadeleter.kafka.TopicNames;
import io.mediadeleter.rule.Rung;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether the topics' names are possible together. */
final class TopicCheck {

    private TopicCheck() {}

    /** Notes at {@code reader} retry topics that Kafka would refuse and names that are given twice. */
    static void check(TopicNames topics, SettingReader reader) {
        for (Rung rung : topics.rungs()) {
            if (!SettingType.isKafkaName(topics.retry(rung))) {
                reader.reject(Catalogue.TOPIC_REQUESTED, "is too long for the retry topic " + topics.retry(rung));
            }
        }
        Map<Setting<String>, String> names = new LinkedHashMap<>();
        names.put(Catalogue.TOPIC_REQUESTED, topics.requested());
        names.put(Catalogue.TOPIC_DELETED, topics.deleted());
        names.put(Catalogue.TOPIC_DEAD_LETTER, topics.deadLetter());
        names.put(Catalogue.TOPIC_REPLAY, topics.replay());
        names.put(Catalogue.TOPIC_QUOTA, topics.quota());
        Map<String, String> seen = new HashMap<>();
        topics.rungs().forEach(rung -> seen.put(collision(topics.retry(rung)), "a retry topic"));
        names.forEach((setting, name) -> {
            String other = seen.putIfAbsent(collision(name), setting.property());
            if (other != null && reader.areSound(setting)) {
                reader.reject(setting, "collides with " + other + ": give each topic a name of its own");
            }
        });
    }

    /** Kafka takes names that differ only in dots and underscores for the same. */
    private static String collision(String name) {
        return name.replace('.', '_');
    }
}
