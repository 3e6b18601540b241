package io.mediadeleter.kafka.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.StoppedTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class GroupClientTest {

    private final StoppedTime time = new StoppedTime();
    private final AtomicInteger made = new AtomicInteger();
    private final GroupClient client = new GroupClient(
            () -> {
                made.incrementAndGet();
                throw new IllegalStateException("not now");
            },
            time);

    private void ask() {
        CompletableFuture<?> asked = client.get().handle((open, failed) -> failed);
        asked.join();
    }

    /** Takeovers ask again in each turn, some ten times a second. */
    @Test
    void clientThatIsLostAtOnce_isMadeAnewOnlyAfterAWhile() {
        ask();
        client.failed(new CompletionException(new TimeoutException("The AdminClient thread has exited.")));
        ask();
        time.pass(GroupClient.BETWEEN.minusNanos(1));
        ask();
        assertThat(made).hasValue(1);
        time.pass(Duration.ofNanos(1));
        ask();
        assertThat(made).hasValue(2);
    }
}
