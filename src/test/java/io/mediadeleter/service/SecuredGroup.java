package io.mediadeleter.service;

import io.mediadeleter.config.Settings;
import io.mediadeleter.fixture.Acls;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.SecuredKafka;
import java.util.Map;

/**
 * A group with its topics on a broker that asks who somebody is, and one on call who may do nothing yet.
 *
 * @param kafka who may do all
 * @param environment of the one on call
 * @param acls of the same
 */
public record SecuredGroup(KafkaFixture kafka, Settings settings, Map<String, String> environment, Acls acls)
        implements AutoCloseable {

    public static SecuredGroup start() {
        SecuredKafka broker = SecuredKafka.start();
        KafkaFixture kafka = KafkaFixture.on(broker);
        Settings plain = Settings.load(Map.of("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()), null);
        kafka.createTopics(plain);
        Map<String, String> environment = broker.environment(SecuredKafka.ON_CALL);
        return new SecuredGroup(kafka, plain, environment, new Acls(kafka.admin(), SecuredKafka.ON_CALL));
    }

    @Override
    public void close() {
        kafka.close();
    }
}
