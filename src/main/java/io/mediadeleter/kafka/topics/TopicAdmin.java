package io.mediadeleter.kafka.topics;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.topics.TopicInspection.Actual;
import io.mediadeleter.kafka.topics.TopicPlan.Topic;
import io.mediadeleter.time.Signal;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Creates the planned topics and compares them with what there is. Belongs to one thread. */
public final class TopicAdmin implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final int LOOKS = 300;

    private final String bootstrapServers;
    private final Time time;
    private final AdminSession session;
    private final Admin admin;

    /**
     * Connects on first use.
     *
     * @throws KafkaFailure when the client's settings are impossible
     */
    public TopicAdmin(KafkaSettings settings) {
        this(settings, Time.system());
    }

    TopicAdmin(KafkaSettings settings, Time time) {
        this.time = time;
        bootstrapServers = settings.bootstrapServers();
        session = AdminSession.open(settings);
        admin = session.admin();
    }

    /**
     * Creates what is missing and leaves the rest as it is. Returns when the brokers know the new topics, so that they can
     * be used at once.
     *
     * @return the names of the topics that were created, in the plan's order
     * @throws KafkaFailure when Kafka cannot be reached or refuses
     */
    public List<String> create(TopicPlan plan) {
        Map<String, Actual> actual = describe(plan);
        List<Topic> missing = plan.topics().stream()
                .filter(topic -> !actual.containsKey(topic.name()))
                .toList();
        long carriedBytes = carriedBytes(plan, actual);
        Map<String, KafkaFuture<Void>> creations = admin.createTopics(missing.stream()
                        .map(topic -> newTopic(topic, carriedBytes, actual))
                        .toList())
                .values();
        List<String> created = new ArrayList<>();
        for (Topic topic : missing) {
            String task = "create the topic " + topic.name();
            KafkaFuture<Void> creation = creations.get(topic.name());
            if (creation != null && isDone(task, creation)) {
                created.add(topic.name());
            }
        }
        awaitVisible(plan);
        return created;
    }

    /**
     * Compares what there is with the plan.
     *
     * @return what is missing or wrong; empty when nothing is
     * @throws KafkaFailure when Kafka cannot be reached or refuses
     */
    public List<TopicFinding> check(TopicPlan plan) {
        return new TopicInspection(bootstrapServers).findings(plan, describe(plan));
    }

    /**
     * Whether a topic is there.
     *
     * @throws KafkaFailure when Kafka cannot be reached or refuses
     */
    public boolean exists(String topic) {
        return description(
                        topic,
                        admin.describeTopics(List.of(topic))
                                .topicNameValues()
                                .values()
                                .iterator()
                                .next())
                .isPresent();
    }

    @Override
    public void close() {
        session.close();
    }

    /** The controller has a topic before the brokers do. */
    private void awaitVisible(TopicPlan plan) {
        Signal never = new Signal();
        try {
            for (int look = 1;
                    look < LOOKS && describe(plan).size() < plan.topics().size();
                    look++) {
                time.await(never, BETWEEN_LOOKS.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw session.failure("wait for the new topics", e);
        }
    }

    /** False when another was quicker, which is as good. */
    private boolean isDone(String task, KafkaFuture<Void> creation) {
        return session.answerUnless(TopicExistsException.class, task, creation.thenApply(done -> true))
                .isPresent();
    }

    private Map<String, Actual> describe(TopicPlan plan) {
        List<String> names = plan.topics().stream().map(Topic::name).toList();
        List<TopicDescription> descriptions = new ArrayList<>();
        admin.describeTopics(names)
                .topicNameValues()
                .forEach((name, future) -> session.answerUnless(
                                UnknownTopicOrPartitionException.class, "describe the topic " + name, future)
                        .ifPresent(descriptions::add));
        Map<ConfigResource, Config> configs = session.answer(
                "read the settings of the topics",
                admin.describeConfigs(resources(descriptions)).all());
        Map<String, Actual> actual = new HashMap<>();
        for (TopicDescription description : descriptions) {
            Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, description.name()));
            int replicas = description.partitions().stream()
                    .mapToInt(partition -> partition.replicas().size())
                    .min()
                    .orElse(0);
            int partitions = description.partitions().size();
            actual.put(description.name(), new Actual(partitions, replicas, values(config)));
        }
        return actual;
    }

    private Optional<TopicDescription> description(String topic, KafkaFuture<TopicDescription> future) {
        return session.answerUnless(UnknownTopicOrPartitionException.class, "describe the topic " + topic, future);
    }

    private static Collection<ConfigResource> resources(List<TopicDescription> descriptions) {
        return descriptions.stream()
                .map(description -> new ConfigResource(ConfigResource.Type.TOPIC, description.name()))
                .toList();
    }

    private static Map<String, String> values(@Nullable Config config) {
        return config == null
                ? Map.of()
                : config.entries().stream()
                        .filter(entry -> entry.value() != null)
                        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    /** What the carrying topics must take: more than planned where a request topic was made for larger requests. */
    private static long carriedBytes(TopicPlan plan, Map<String, Actual> actual) {
        OptionalLong requestBytes = TopicInspection.requestBytes(plan, actual);
        return requestBytes.isPresent() ? requestBytes.getAsLong() + TopicPlan.HEADER_BYTES : 0;
    }

    private static NewTopic newTopic(Topic topic, long carriedBytes, Map<String, Actual> actual) {
        Map<String, String> config = new HashMap<>(topic.config());
        if (topic.carries()) {
            config.computeIfPresent(
                    TopicPlan.MAX_BYTES,
                    (name, planned) -> String.valueOf(Math.max(Long.parseLong(planned), carriedBytes)));
        }
        config.computeIfPresent(
                TopicPlan.RETENTION,
                (name, planned) -> TopicInspection.retention(
                        Math.max(Long.parseLong(planned), TopicInspection.keep(topic, actual))));
        return new NewTopic(topic.name(), Optional.of(topic.partitions()), topic.replicas()).configs(config);
    }
}
