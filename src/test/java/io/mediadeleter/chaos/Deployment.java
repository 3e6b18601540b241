package io.mediadeleter.chaos;

import io.mediadeleter.app.settings.Settings;
import io.mediadeleter.kafka.TopicAdmin;
import io.mediadeleter.kafka.TopicPlan;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One group of the service with topics of its own, and the settings that all its instances share. Immutable.
 *
 * @param name of the group, and of all its topics
 * @param settings by environment variable
 */
record Deployment(String name, Map<String, String> settings) {

    private static final String PREFIX = "MEDIA_DELETER_";

    Deployment {
        settings = Map.copyOf(settings);
    }

    /** Short timeouts of the API, three quick retries, and a quota that does not slow anything down. */
    static Deployment of(String name, String bootstrapServers, URI api) {
        return new Deployment(name, Map.of())
                .with("kafka.bootstrap-servers", bootstrapServers)
                .with("group-id", name)
                .with("topics.requested", name)
                .with("topics.deleted", name + ".deleted")
                .with("topics.quota", name + ".quota")
                .with("topics.partitions", "6")
                .with("retry.delays", "500ms,1s,2s")
                .with("vod.endpoint", api.toString())
                .with("vod.connect-timeout", "1s")
                .with("vod.call-timeout", "2s")
                .with("quota.mode", "local")
                .with("quota.per-second", "1000")
                .with("ops.port", "0");
    }

    Deployment with(String setting, String value) {
        Map<String, String> changed = new HashMap<>(settings);
        changed.put(PREFIX + setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value);
        return new Deployment(name, changed);
    }

    String requested() {
        return name;
    }

    String deleted() {
        return name + ".deleted";
    }

    String deadLetter() {
        return name + ".dead-letter";
    }

    /** The topics that tell what became of the requests. */
    List<String> outcomes() {
        return Stream.concat(
                        Stream.of(deleted(), deadLetter()),
                        typed("any").retryLadder().rungs().stream().map(rung -> name + ".retry." + rung.name()))
                .toList();
    }

    /** The settings as an instance in this JVM takes them. */
    Settings typed(String instance) {
        return Settings.load(with("instance-id", instance).settings(), null);
    }

    void createTopics() {
        Settings typed = typed("topics");
        try (TopicAdmin admin = new TopicAdmin(typed.kafka())) {
            admin.create(TopicPlan.of(typed.topics(), typed.partitions(), typed.replicationFactor()));
        }
    }

    /** Starts an instance from the jar that ships; returns at once. */
    ChildProcess start(String instance) {
        Map<String, String> environment =
                new HashMap<>(with("instance-id", instance).settings());
        environment.put("TENCENTCLOUD_SECRET_ID", "simulator");
        environment.put("TENCENTCLOUD_SECRET_KEY", "simulator");
        return ChildProcess.java(
                name + "-" + instance,
                environment,
                List.of("-jar", System.getProperty("jar", "target/media-deleter.jar"), "run"));
    }
}
