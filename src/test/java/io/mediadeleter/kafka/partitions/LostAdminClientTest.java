package io.mediadeleter.kafka.partitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.config.Settings;
import io.mediadeleter.event.Partition;
import io.mediadeleter.fixture.NoBroker;
import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.pipeline.port.RequestLogFailure;
import io.mediadeleter.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client of Kafka's whose thread an error has ended, which it tells nobody. */
class LostAdminClientTest {

    private final NoBroker server = new NoBroker();
    private final Settings settings =
            Settings.load(Map.of("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", server.address()), null);
    private final KafkaSettings kafka = settings.kafka();
    private final StoppedTime time = new StoppedTime();
    private int made;

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    /** Without topics' ids no partition would be handed on any more. */
    @Test
    void clientThatAsksForTopicsIds_endsTheEngine() {
        try (TopicIdentities lives = new TopicIdentities(kafka, settings.topics(), Time.system())) {
            await().untilAsserted(() -> assertThat(failure(lives)).contains("thread of Kafka's admin client"));
        }
    }

    private static String failure(TopicIdentities lives) {
        try {
            return "none, but " + lives.polledChanges();
        } catch (RequestLogFailure failed) {
            return String.valueOf(failed.getMessage());
        }
    }

    @Test
    void clientThatAsksForEnds_isMadeAnew() {
        try (EndOffsets ends =
                new EndOffsets(kafka, () -> Map.of(new Partition("requested", 0), 0L), Set::of, Time.system())) {
            await().until(() -> server.connections() > 1);
            assertThat(ends.lag().unread()).isEmpty();
        }
    }

    /** Otherwise a control topic that was made anew would be read as if it were the former. */
    @Test
    void clientThatWatchesATopic_isMadeAnew() {
        try (TopicWatch watch = new TopicWatch(kafka, "control")) {
            await().until(() -> !watch.isAnother() && server.connections() > 1);
        }
    }

    @Test
    void clientThatDiedAsItSentAQuestion_isMadeAnewByWhoWatchesATopic() {
        try (TopicWatch watch = new TopicWatch(() -> client(1), "control", time)) {
            for (int second = 0; second < 15; second++) {
                time.pass(Duration.ofSeconds(1));
                assertThat(watch.isAnother()).isFalse();
            }
        }
        assertThat(made).isEqualTo(2);
    }

    /** Had each partition the patience for itself, the lag would be an old one for many minutes. */
    @Test
    void clientThatDiedAsItSentAQuestion_isMadeAnewByWhoAsksForEnds() throws Exception {
        Set<Partition> partitions = IntStream.range(0, 96)
                .mapToObj(number -> new Partition("requested", number))
                .collect(Collectors.toSet());
        try (EndsQuery ends = new EndsQuery(() -> client(2), time)) {
            assertThat(ends.ask(partitions)).isEmpty();
            assertThat(time.nanoTime()).isEqualTo(Duration.ofSeconds(10).toNanos());
            assertThat(ends.ask(partitions)).isEmpty();
            assertThat(made).isEqualTo(1);
            assertThat(ends.ask(partitions)).isEmpty();
            assertThat(made).isEqualTo(2);
        }
    }

    private Admin client(int answerless) {
        return ++made == 1 ? Unanswered.dying(answerless, time) : Unanswered.silent(time);
    }
}
