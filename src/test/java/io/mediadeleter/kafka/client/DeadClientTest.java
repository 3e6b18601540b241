package io.mediadeleter.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class DeadClientTest {

    /** Whoever still has it learns that nothing comes of it any more. */
    @Test
    void clientThatWasClosed_isOfNoMoreUse() {
        Admin closed = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:9"));
        closed.close(Duration.ZERO);

        Throwable refused = catchThrowable(() -> closed.listTopics().names().get());

        assertThat(DeadClient.isToldBy(refused)).isTrue();
        assertThat(DeadClient.isToldBy(new TimeoutException("no answer"))).isFalse();
        assertThat(DeadClient.isToldBy(new IllegalStateException("no answer"))).isFalse();
    }
}
