package io.mediadeleter.kafka.topics;

import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.topics.TopicInspection.TopicFinding;
import io.mediadeleter.kafka.topics.TopicPlan.Topic;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the planned topics and compares them with what there is. Confined to one thread. */
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
        Map<String, ActualTopic> actual = describe(plan);
        List<Topic> missing = plan.topics().stream()
                .filter(topic -> !actual.containsKey(topic.name()))
                .toList();
        TopicCreation creation = new TopicCreation(carriedBytes(plan, actual), actual);
        Map<String, KafkaFuture<Void>> creations = admin.createTopics(missing.stream()
                        .map(topic -> creation.of(topic, replicas(creation, topic)))
                        .toList())
                .values();
        List<String> created = new ArrayList<>();
        for (Topic topic : missing) {
            String task = "create the topic " + topic.name();
            KafkaFuture<Void> done = creations.get(topic.name());
            if (done != null && isDone(task, done)) {
                created.add(topic.name());
            }
        }
        if (!missing.isEmpty()) {
            awaitVisible(plan);
        }
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
     * How long a topic keeps the results; empty when it is not there.
     *
     * @throws KafkaFailure when Kafka cannot be reached or refuses
     */
    public Optional<ResultRetention> keeps(TopicPlan plan, String results) {
        return Optional.ofNullable(describe(plan).get(results)).map(found -> ResultRetention.of(results, found));
    }

    /**
     * Whether a topic is there.
     *
     * @throws KafkaFailure when Kafka cannot be reached or refuses
     */
    public boolean exists(String topic) {
        return !descriptions(List.of(topic)).isEmpty();
    }

    @Override
    public void close() {
        session.close();
    }

    /** How many replicas a topic will have, where its settings go by that; the brokers alone know their default. */
    private int replicas(TopicCreation creation, Topic topic) {
        if (topic.replicas().isPresent() || topic.bound(TopicPlan.IN_SYNC).isEmpty()) {
            return topic.replicas().orElse((short) 0);
        }
        CreateTopicsResult trial =
                admin.createTopics(List.of(creation.of(topic, 0)), new CreateTopicsOptions().validateOnly(true));
        try {
            return session.answer("try to create the topic " + topic.name(), trial.replicationFactor(topic.name()));
        } catch (KafkaFailure unknown) {
            return 0; // creating it says what is wrong, if anything is
        }
    }

    /** The controller has a topic before the brokers do, and one broker before another: the next question may be any one's. */
    private void awaitVisible(TopicPlan plan) {
        int brokers = session.answer("list the brokers", admin.describeCluster().nodes())
                .size();
        try {
            int seen = 0;
            for (int look = 1; look < LOOKS && seen < brokers; look++) {
                if (describe(plan).size() == plan.topics().size()) {
                    seen++;
                } else {
                    seen = 0;
                    time.sleep(BETWEEN_LOOKS);
                }
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

    private Map<String, ActualTopic> describe(TopicPlan plan) {
        List<String> names = plan.topics().stream().map(Topic::name).toList();
        List<TopicDescription> descriptions = descriptions(names);
        Map<ConfigResource, KafkaFuture<Config>> configs =
                admin.describeConfigs(resources(descriptions)).values();
        Map<String, ActualTopic> actual = new HashMap<>();
        for (TopicDescription description : descriptions) {
            String name = description.name();
            answerIfThere(
                            "read the settings of the topic " + name,
                            Objects.requireNonNull(configs.get(new ConfigResource(ConfigResource.Type.TOPIC, name))))
                    .ifPresent(config -> actual.put(name, ActualTopic.of(description, config)));
        }
        return actual;
    }

    /** Of those that are there. */
    private List<TopicDescription> descriptions(List<String> names) {
        return session.describe(names, UnknownTopicOrPartitionException.class);
    }

    /** Each question may be another broker's, and one of them may not have heard of a topic yet that another tells of. */
    private <T> Optional<T> answerIfThere(String task, KafkaFuture<T> future) {
        return session.answerUnless(UnknownTopicOrPartitionException.class, task, future);
    }

    private static Collection<ConfigResource> resources(List<TopicDescription> descriptions) {
        return descriptions.stream()
                .map(description -> new ConfigResource(ConfigResource.Type.TOPIC, description.name()))
                .toList();
    }

    /** What the carrying topics must take: more than planned where a request topic was made for larger requests. */
    private static long carriedBytes(TopicPlan plan, Map<String, ActualTopic> actual) {
        OptionalLong requestBytes = TopicInspection.requestBytes(plan, actual);
        return requestBytes.isPresent() ? requestBytes.getAsLong() + TopicPlan.HEADER_BYTES : 0;
    }

    /**
     * Makes of a planned topic one that Kafka can create.
     *
     * @param carriedBytes what the topics must take that requests are carried on to, where that is more than planned
     * @param actual the topics that there are, by name
     */
    record TopicCreation(long carriedBytes, Map<String, ActualTopic> actual) {

        /**
         * The topic to create.
         *
         * @param replicas that it will have; 0 when that is not known
         */
        NewTopic of(Topic topic, int replicas) {
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
            topic.bound(TopicPlan.IN_SYNC)
                    .filter(bound -> replicas >= bound.least())
                    .ifPresent(bound -> config.put(bound.name(), String.valueOf(bound.least())));
            return new NewTopic(topic.name(), Optional.of(topic.partitions()), topic.replicas()).configs(config);
        }
    }
}
