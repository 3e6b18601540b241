package io.mediadeleter.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DaemonTest {

    @Test
    void lastingTask_isRunAgainWhateverItThrew_andTellsEachFailureOnce() {
        List<Throwable> thrown = new ArrayList<>(List.of(
                new IllegalStateException("a"),
                new IllegalStateException("a"),
                new InternalError("b"),
                new IllegalStateException("a")));
        List<String> told = new ArrayList<>();
        int[] runs = {0};
        Runnable task = Daemon.lasting(
                () -> {
                    runs[0]++;
                    if (!thrown.isEmpty()) {
                        raise(thrown.remove(0));
                    }
                },
                told::add);

        for (int run = 0; run < 5; run++) {
            task.run();
        }

        assertThat(runs[0]).isEqualTo(5);
        assertThat(told)
                .containsExactly(
                        "java.lang.IllegalStateException: a",
                        "java.lang.InternalError: b",
                        "java.lang.IllegalStateException: a");
    }

    private static void raise(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }
}
