package io.mediadeleter.kafka.inbox;

import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long the brokers wait for a silent member of a group of the consumer protocol, which they decide. Stateless. */
final class GroupSession {

    private static final Logger log = LoggerFactory.getLogger(GroupSession.class);

    /** What the brokers allow at most, unless that was changed; most let nobody ask who has no business there. */
    static final Duration LONGEST = Duration.ofSeconds(60);

    private static final String TIMEOUT = "consumer.session.timeout.ms";
    private static final int ANSWER_WITHIN_MS = 3_000;

    private GroupSession() {}

    /** As the brokers say; empty where they do not. */
    static Optional<Duration> of(KafkaSettings settings) {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, settings.groupId());
        Admin admin = Admin.create(ClientConfigs.admin(settings));
        try {
            ConfigEntry timeout = admin.describeConfigs(
                            List.of(group), new DescribeConfigsOptions().timeoutMs(ANSWER_WITHIN_MS))
                    .all()
                    .get(ANSWER_WITHIN_MS, TimeUnit.MILLISECONDS)
                    .getOrDefault(group, new Config(List.of()))
                    .get(TIMEOUT);
            return Optional.ofNullable(timeout).map(told -> Duration.ofMillis(Long.parseLong(told.value())));
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        } catch (KafkaException | ExecutionException | TimeoutException | NumberFormatException unknown) {
            log.debug("The session timeout is unknown: {}", unknown.toString());
            return Optional.empty();
        } finally {
            admin.close(Duration.ZERO); // what has not come by now is waited for no longer
        }
    }
}
