package io.mediadeleter.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.Patience;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StartupTaskTest {

    private final CompletableFuture<Throwable> told = new CompletableFuture<>();

    /** Others may be waited for before it, for long. */
    @Test
    void partThatFails_tellsBeforeItIsWaitedFor() {
        Error error = new OutOfMemoryError("heap");

        try (StartupTask task = StartupTask.begin(
                "part",
                () -> {
                    throw error;
                },
                told::complete)) {
            assertThat(Patience.get(told)).isSameAs(error);
            assertThat(task).isNotNull();
        }
    }

    @Test
    void partThatIsInterrupted_hasNotFailed() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        StartupTask task = StartupTask.begin(
                "part",
                () -> {
                    thread.complete(Thread.currentThread());
                    try {
                        waits.await();
                    } catch (InterruptedException stop) {
                        throw new IllegalStateException(stop);
                    }
                },
                told::complete);
        Thread waiting = Patience.get(thread);

        task.close();
        waiting.join(Patience.LIMIT.toMillis());

        assertThat(told).isNotDone();
    }
}
