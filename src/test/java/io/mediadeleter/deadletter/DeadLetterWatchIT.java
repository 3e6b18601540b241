package io.mediadeleter.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.config.Settings;
import io.mediadeleter.event.Partition;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.time.Signal;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The clocks are the watch's own: whatever it waits for has passed at once. */
@WithKafka
class DeadLetterWatchIT {

    private final KafkaFixture kafka;
    private final Settings settings;
    private final CountDownLatch looks = new CountDownLatch(3);

    DeadLetterWatchIT(KafkaFixture kafka) {
        this.kafka = kafka;
        settings = Settings.load(kafka.environment(kafka.unique("letters")), null);
    }

    /** Zero would say that nobody has anything to decide. */
    @Test
    void topicThatIsNotThere_hasNoFigure() throws InterruptedException {
        kafka.createTopics(1, settings.topics().requested());
        try (DeadLetterWatch watch = watch()) {
            assertThat(looks.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();

            assertThat(watch.unresolved()).isEmpty();

            kafka.createTopics(1, settings.topics().deadLetter());
            await().untilAsserted(() ->
                    assertThat(watch.unresolved().map(UnresolvedCounts::count)).isEqualTo(Optional.of(0L)));
        }
    }

    private DeadLetterWatch watch() {
        Partition first = new Partition(settings.topics().requested(), 0);
        return DeadLetterWatch.start(settings.kafka(), settings.topics(), () -> Set.of(first), new StoppedTime() {
            @Override
            public void await(Signal signal, long nanos) {
                looks.countDown();
                super.await(signal, nanos);
            }
        });
    }
}
