package io.mediadeleter.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.Patience;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminationTest {

    private final @Nullable UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    @AfterEach
    void restore() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    @ParameterizedTest
    @CsvSource({"INT, INT, 130", "INT, TERM, 143", "TERM, INT, 130", "TERM, TERM, 143"})
    void secondSignal_endsAtOnceWithItsOwnCode(String first, String second, int code) {
        List<String> done = new ArrayList<>();
        Map<String, Runnable> answers =
                Termination.answers(() -> done.add("asked to end"), end -> done.add(String.valueOf(end)));

        Objects.requireNonNull(answers.get(first)).run();
        Objects.requireNonNull(answers.get(second)).run();

        assertThat(done).containsExactly("asked to end", String.valueOf(code));
    }

    @Test
    void errorThatEndsAnyThread_isAFailureOfTheService() {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Error error = new OutOfMemoryError("heap");
        Termination.onUncaught(failure::complete);

        new Thread(() -> {
                    throw error;
                })
                .start();

        assertThat(Patience.get(failure)).isSameAs(error);
    }
}
