package io.mediadeleter.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.text.CommandFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A failure ends the process even when something in it stands still. */
class FailureDeadlineTest {

    /** A process whose end is a failure, and that does not come to it. */
    static final class Hangs {

        private Hangs() {}

        /** With {@code mute} the log takes nothing, either. */
        public static void main(String[] args) throws InterruptedException {
            FailureDeadline ending = new FailureDeadline(Duration.ofMillis(100), failure -> {
                while (args[0].equals("mute")) {
                    LockSupport.park();
                }
                System.out.println("stopped: " + failure.getMessage());
            });
            ending.fail(new CommandFailure("the clock was set back"));
            ending.fail(new CommandFailure("and then something else"));
            new CountDownLatch(1).await();
        }
    }

    private static ChildProcess hangs(String how) {
        return ChildProcess.java(
                "ending-" + how,
                Map.of(),
                List.of("-cp", System.getProperty("java.class.path"), Hangs.class.getName(), how));
    }

    @Test
    void processThatHangsInItsEnd_isHaltedWithTheFirstFailuresWords() {
        try (ChildProcess process = hangs("aloud")) {
            assertThat(process.awaitExit(Patience.LIMIT)).isEqualTo(1);
            assertThat(process.log())
                    .contains("stopped: the clock was set back")
                    .doesNotContain("something else");
        }
    }

    @Test
    void logThatTakesNothing_doesNotKeepItAlive() {
        try (ChildProcess process = hangs("mute")) {
            assertThat(process.awaitExit(Patience.LIMIT)).isEqualTo(1);
        }
    }

    @Test
    void failureOfBefore_endsWhatComesLater() {
        List<Throwable> ends = new ArrayList<>();
        FailureDeadline ending = new FailureDeadline(Duration.ofDays(1), failure -> {});
        CommandFailure failure = new CommandFailure("the clock was set back");
        ending.fail(failure);

        ending.alsoOf(ends::add);

        assertThat(ends).containsExactly(failure);
    }
}
