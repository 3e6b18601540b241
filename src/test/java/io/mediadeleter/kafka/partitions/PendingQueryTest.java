package io.mediadeleter.kafka.partitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.pipeline.port.RequestLogFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class PendingQueryTest {

    private static final Duration NOT_AT_ALL = Duration.ZERO;

    private final StoppedTime time = new StoppedTime();
    private final List<String> asked = new ArrayList<>();
    private CompletableFuture<String> coming = new CompletableFuture<>();
    private final PendingQuery<String, String> question = new PendingQuery<>(this::ask, time);

    private CompletableFuture<String> ask(String about) {
        asked.add(about);
        return coming;
    }

    @Test
    void answerThatTakesManyTurns_isAskedForOnce() {
        assertThat(question.answer("a", NOT_AT_ALL)).isEmpty();
        assertThat(question.answer("a", NOT_AT_ALL)).isEmpty();
        time.pass(Duration.ofSeconds(3));
        coming.complete("yes");

        assertThat(question.answer("a", NOT_AT_ALL)).contains("yes");
        assertThat(question.answer("a", NOT_AT_ALL)).as("until it is forgotten").contains("yes");
        assertThat(asked).containsExactly("a");
        assertThat(question.took()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void questionAboutSomethingElse_getsNoOldAnswer() {
        question.ask("a");
        coming.complete("yes");
        coming = new CompletableFuture<>();

        assertThat(question.answer("b", NOT_AT_ALL)).isEmpty();
        assertThat(asked).containsExactly("a", "b");
    }

    @Test
    void answerThatWasForgotten_isAskedForAnew() {
        question.ask("a");
        coming.complete("yes");
        question.forget();
        coming = new CompletableFuture<>();

        assertThat(question.answer("a", NOT_AT_ALL)).isEmpty();
        assertThat(asked).containsExactly("a", "a");
    }

    @Test
    void questionThatFailed_isAskedAnew() {
        question.ask("a");
        coming.completeExceptionally(new IllegalStateException("away"));
        assertThat(question.answer("a", NOT_AT_ALL)).isEmpty();
        coming = CompletableFuture.completedFuture("yes");

        assertThat(question.answer("a", NOT_AT_ALL)).contains("yes");
        assertThat(asked).hasSize(2);
    }

    /** Otherwise it would be asked and refused for ever, and partitions wait for it. */
    @Test
    void questionToAClientWhoseThreadHasEnded_fails() {
        question.ask("a");
        coming.completeExceptionally(new TimeoutException("The AdminClient thread has exited. Call: describeTopics"));

        assertThatThrownBy(() -> question.answer("a", NOT_AT_ALL))
                .isInstanceOf(RequestLogFailure.class)
                .hasMessageContaining("thread of Kafka's admin client");
    }
}
