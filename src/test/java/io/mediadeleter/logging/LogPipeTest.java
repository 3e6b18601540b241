package io.mediadeleter.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.LogLines;
import io.mediadeleter.time.Signal;
import io.mediadeleter.time.Time;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LogPipeTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Outlet outlet = new Outlet();

    @AutoClose
    private final LogLines told = LogLines.of(LogPipe.class);

    @Test
    void reader_getsEveryLineInOrder() throws Exception {
        LogPipe pipe = new LogPipe(outlet, 10_000, Time.system());
        outlet.takes.release(1_000);

        pipe.offer(line("one"));
        pipe.offer(line("two"));

        assertThat(pipe.flush(LONG)).isZero();
        assertThat(outlet.text()).isEqualTo("one\ntwo\n");
        assertThat(pipe.flow().dropped()).isZero();
    }

    @Test
    void readerThatHasStopped_holdsUpNobodyAndIsTold() throws Exception {
        LogPipe pipe = new LogPipe(outlet, 1_000, Time.system());

        for (int i = 0; i < 1_000; i++) {
            pipe.offer(line("line " + i)); // would never return
        }

        assertThat(pipe.flow().waiting()).isBetween(2, 20);
        assertThat(pipe.flow().dropped()).isEqualTo(1_000 - pipe.flow().waiting());
        assertThat(pipe.flush(Duration.ofMillis(10))).isEqualTo(pipe.flow().waiting());
        await("the stall").atMost(LONG).until(() -> pipe.flow().stalledSince() != null);
    }

    @Test
    void linesDropped_areToldInTheLogOnceItFlowsAgain() throws Exception {
        LogPipe pipe = new LogPipe(outlet, 1_000, Time.system());
        for (int i = 0; i < 100; i++) {
            pipe.offer(line("line " + i));
        }
        long dropped = pipe.flow().dropped();

        outlet.takes.release(10_000);

        assertThat(pipe.flush(LONG)).isZero();
        await().atMost(LONG).until(() -> !told.all().isEmpty());
        assertThat(told.texts()).singleElement().asString().startsWith(dropped + " log lines were dropped since ");
        assertThat(pipe.flow().stalledSince()).isNull();
        assertThat(pipe.flow().dropped()).isEqualTo(dropped);
    }

    @Test
    void diskThatWasFull_isTriedAgainAfterAPause_andGetsEveryLineOnceAndWhole() throws Exception {
        Pauses pauses = new Pauses();
        LogPipe pipe = new LogPipe(outlet, 10_000, pauses);
        outlet.failure = new IOException("No space left on device");
        outlet.takes.release(1_000);

        pipe.offer(line("one"));
        pipe.offer(line("two"));

        await().atMost(LONG)
                .until(() -> "No space left on device".equals(pipe.flow().because()));
        assertThat(pipe.flow().stalledSince()).isNotNull();
        outlet.failure = null;
        assertThat(pipe.flush(Duration.ofMillis(10)))
                .as("until the pause is over")
                .isEqualTo(2);
        pauses.over.release();
        assertThat(pipe.flush(LONG)).isZero();
        assertThat(outlet.text()).isEqualTo("one\ntwo\n");
        assertThat(pipe.flow().because()).isNull();
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(UTF_8);
    }

    /** Pauses that last until the test says so. */
    private static final class Pauses implements Time {

        private final Semaphore over = new Semaphore(0);

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void await(Signal signal, long nanos) throws InterruptedException {
            over.acquire();
        }
    }

    /** Takes as many bytes as it is let, one at a time. */
    private static final class Outlet implements WritableByteChannel {

        private final Semaphore takes = new Semaphore(0);
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private volatile @Nullable IOException failure;

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            takes.acquireUninterruptibly();
            IOException failed = failure;
            if (failed != null) {
                throw failed;
            }
            taken.write(bytes.get());
            return 1;
        }

        String text() {
            return taken.toString(UTF_8);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
