package io.mediadeleter.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.Patience;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerminationTest {

    private final @Nullable UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    @AfterEach
    void restore() {
        Thread.setDefaultUncaughtExceptionHandler(before);
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
