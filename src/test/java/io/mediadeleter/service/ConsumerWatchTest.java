package io.mediadeleter.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.pipeline.port.RequestLogFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ConsumerWatchTest {

    private final RequestLogFailure lost = new RequestLogFailure("lost");

    private final List<Throwable> ends = new ArrayList<>();

    private ConsumerWatch watch(Supplier<Optional<RequestLogFailure>> lost) {
        return new ConsumerWatch(lost, ends::add, new StoppedTime());
    }

    @Test
    void consumerThatIsLost_endsTheInstanceOnce() {
        AtomicInteger looks = new AtomicInteger();

        watch(() -> looks.incrementAndGet() < 3 ? Optional.empty() : Optional.of(lost))
                .run();

        assertThat(ends).containsExactly(lost);
        assertThat(looks).hasValue(3);
    }

    /** It is closed after the watch, which may be looking just then. */
    @Test
    void consumerThatIsClosedWithTheInstance_endsNothing() {
        AtomicReference<ConsumerWatch> own = new AtomicReference<>();
        own.set(watch(() -> {
            own.get().close();
            return Optional.of(lost);
        }));

        own.get().run();

        assertThat(ends).isEmpty();
    }

    @Test
    void clientThatShowsNoThread_isNotWatched() {
        assertThatCode(() -> watch(() -> {
                            throw new UnsupportedOperationException("changed");
                        })
                        .run())
                .doesNotThrowAnyException();
        assertThat(ends).isEmpty();
    }
}
