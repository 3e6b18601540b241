package io.mediadeleter.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.config.Settings;
import io.mediadeleter.fixture.NoBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

/** Another client in the place of one whose thread an error has ended. */
class RenewedAdminTest {

    private final List<Admin> made = new ArrayList<>();

    /** Those who look at the group ask one client from several threads, for as long as the process runs. */
    @Test
    void session_connectsAnew() throws IOException {
        try (NoBroker server = new NoBroker();
                AdminSession session = AdminSession.open(
                        Settings.load(Map.of("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", server.address()), null)
                                .kafka())) {
            await().until(() -> {
                assertThatThrownBy(() -> session.answer(
                                "list topics", session.admin().listTopics().names()))
                        .isInstanceOf(KafkaFailure.class)
                        .hasMessageContaining("thread of Kafka's admin client has ended");
                return server.connections() > 1;
            });
        }
    }

    /** As is the one that was being sent when the error came. */
    @Test
    void questionThatTheClientHasForgotten_fails() {
        Forgotten forgotten = new Forgotten();
        try (AdminSession session = AdminSession.open(Settings.load(
                        Map.of(
                                "MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9",
                                "MEDIA_DELETER_KAFKA_CLIENT_DEFAULT_API_TIMEOUT_MS", "30000"),
                        null)
                .kafka())) {
            assertThatThrownBy(() -> session.answer("list topics", forgotten))
                    .isInstanceOf(KafkaFailure.class)
                    .hasMessageContaining("no answer in time");
        }
        assertThat(forgotten.waited).isGreaterThan(Duration.ofSeconds(60));
    }

    /** Lets the whole time pass. */
    private static final class Forgotten extends KafkaFutureImpl<String> {

        private Duration waited = Duration.ZERO;

        @Override
        public String get() {
            throw new AssertionError("for ever");
        }

        @Override
        public String get(long timeout, TimeUnit unit) throws java.util.concurrent.TimeoutException {
            waited = Duration.ofNanos(unit.toNanos(timeout));
            throw new java.util.concurrent.TimeoutException();
        }
    }

    @Test
    void clientThatAnswersNothing_isReplacedWhereItIsDead() {
        try (RenewedAdmin renewed = new RenewedAdmin(this::unconnected)) {
            Admin lives = renewed.get();
            assertThatThrownBy(() -> renewed.answer(new Forgotten(), Duration.ZERO))
                    .hasCauseInstanceOf(TimeoutException.class);
            assertThat(renewed.get()).isSameAs(lives);
            lives.close(Duration.ZERO);
            assertThatThrownBy(() -> renewed.answer(new Forgotten(), Duration.ZERO))
                    .hasCauseInstanceOf(TimeoutException.class);
            assertThat(renewed.get()).isNotSameAs(lives);
        }
    }

    @Test
    void deadClient_isReplacedOnce() {
        try (RenewedAdmin renewed = new RenewedAdmin(this::unconnected)) {
            Admin dead = renewed.get();
            dead.close(Duration.ZERO);
            renewed.failed(exited());

            Admin next = renewed.get();

            assertThat(next).isNotSameAs(dead);
            assertThat(renewed.get()).isSameAs(next);
            assertThat(made).hasSize(2);
        }
    }

    /** Otherwise each would end what was asked of the other, and none would ever answer. */
    @Test
    void failureOfTheClientBefore_replacesNoOther() {
        try (RenewedAdmin renewed = new RenewedAdmin(this::unconnected)) {
            renewed.get().close(Duration.ZERO);
            renewed.failed(exited());
            Admin next = renewed.get();
            renewed.failed(exited());

            assertThat(renewed.get()).isSameAs(next);
        }
    }

    private static TimeoutException exited() {
        return new TimeoutException("The AdminClient thread has exited.");
    }

    private Admin unconnected() {
        Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:9"));
        made.add(admin);
        return admin;
    }
}
