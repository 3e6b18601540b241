package io.mediadeleter.service.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.pipeline.port.RequestLogFailure;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import java.io.Closeable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A consumer of the consumer protocol whose own thread has ended: its polls bring nothing, and say so once at most. */
@WithKafka.Together
class DeadConsumerIT {

    private static final String THREAD = "consumer_background_thread";

    private final ThreadGroup threads = new ThreadGroup("of this test");

    @AutoClose
    private final ServiceRig rig;

    DeadConsumerIT(KafkaFixture kafka) {
        rig = new ServiceRig(kafka, Map.of("MEDIA_DELETER_KAFKA_CONSUMER_GROUP_PROTOCOL", "consumer"));
    }

    @Test
    void itsEnd_isTheInstances() throws Exception {
        Service service = start();
        rig.requestAll(Stream.of("5285485487985271487"));
        assertThat(rig.results(1)).hasSize(1);

        ((Closeable) consumersThread()).close(); // for an error that ends it would have to come twice

        assertThat(awaitEnd(service))
                .hasValueSatisfying(why -> assertThat(why)
                        .isInstanceOf(RequestLogFailure.class)
                        .hasMessageContaining("has lost its thread"));
    }

    @Test
    void itsEndWithTheInstance_isNoFailure() {
        Service service = start();
        rig.requestAll(Stream.of("5285485487985271487"));
        assertThat(rig.results(1)).hasSize(1);
        Thread thread = consumersThread();

        service.stop();

        assertThat(awaitEnd(service)).isEmpty();
        assertThat(thread.isAlive()).isFalse();
    }

    private Service start() {
        return own(() -> rig.start("one"));
    }

    private Optional<Throwable> awaitEnd(Service service) {
        return own(service::awaitEnd);
    }

    /** On a thread of the group, as which all threads that it starts can be told from those of other tests. */
    private <T> T own(Callable<T> action) {
        FutureTask<T> task = new FutureTask<>(action);
        Thread thread = new Thread(threads, task);
        thread.setDaemon(true);
        thread.start();
        return Patience.get(task);
    }

    /** Only the consumer of requests has one. */
    private Thread consumersThread() {
        Thread[] all = new Thread[threads.activeCount() + 100];
        return Stream.of(all)
                .limit(threads.enumerate(all))
                .filter(thread -> thread.getName().startsWith(THREAD))
                .findFirst()
                .orElseThrow();
    }
}
