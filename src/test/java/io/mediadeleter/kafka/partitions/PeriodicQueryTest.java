package io.mediadeleter.kafka.partitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.StoppedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PeriodicQueryTest {

    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final StoppedTime time = new StoppedTime();
    private final List<CompletableFuture<String>> asked = new ArrayList<>();
    private final PeriodicQuery<String> query = new PeriodicQuery<>(this::ask, PERIOD, PATIENCE, time);

    private CompletableFuture<String> ask() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        asked.add(answer);
        return answer;
    }

    @Test
    void questionIsAsked_aPeriodAfterEachAnswer() {
        assertThat(query.look()).isEmpty();
        assertThat(asked).isEmpty();
        time.pass(PERIOD);
        assertThat(query.look()).isEmpty();
        assertThat(asked).hasSize(1);
        asked.get(0).complete("a");

        assertThat(query.look().map(CompletableFuture::join)).contains("a");
        assertThat(query.look()).as("once").isEmpty();
        assertThat(asked).hasSize(1);
        time.pass(PERIOD);
        assertThat(query.look()).isEmpty();
        assertThat(asked).hasSize(2);
    }

    /** Kafka's client ends each question in time, but for the one that it was sending when it died; the next one tells. */
    @Test
    void questionThatIsNeverAnswered_isAskedAnew() {
        time.pass(PERIOD);
        query.look();
        time.pass(PATIENCE.minusNanos(1));
        assertThat(query.look()).isEmpty();
        assertThat(asked).as("an answer may still come").hasSize(1);
        time.pass(Duration.ofNanos(1));
        assertThat(query.look()).isEmpty();
        assertThat(asked).hasSize(2);
        asked.get(1).completeExceptionally(new IllegalStateException("dead"));

        assertThat(query.look()).contains(asked.get(1));
    }
}
