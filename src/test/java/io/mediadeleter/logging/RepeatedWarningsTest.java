package io.mediadeleter.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatedWarningsTest {

    private static final String MISSING =
            "[Producer clientId=g-i1-quota] The metadata response from the cluster reported a recoverable issue with"
                    + " correlation id %d : {media-delete.quota=UNKNOWN_TOPIC_OR_PARTITION}";

    private long nanos;
    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final Logger client = context.getLogger("org.apache.kafka.clients.NetworkClient");

    @BeforeEach
    void start() {
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(events);
        events.start();
        context.addTurboFilter(new RepeatedWarnings(() -> nanos));
        client.setLevel(Level.WARN);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private List<String> lines() {
        return events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void warningThatAClientRepeats_isToldOnceAMinute() {
        for (int i = 0; i < 3_600; i++) {
            client.warn(String.format(MISSING, i));
            nanos += Duration.ofMillis(50).toNanos();
        }

        assertThat(lines())
                .containsExactly(
                        String.format(MISSING, 0),
                        "1199 lines like the next one were left out within the last minutes",
                        String.format(MISSING, 1_200),
                        "1199 lines like the next one were left out within the last minutes",
                        String.format(MISSING, 2_400));
    }

    @Test
    void otherBrokersTopicsClientsAndLevels_areOtherLines() {
        for (int i = 0; i < 3; i++) {
            client.warn("Connection to node 1 (/10.0.0.1:9092) could not be established.");
            client.warn("Connection to node 2 (/10.0.0.2:9092) could not be established.");
            client.warn("Received unknown topic or partition error in fetch for partition t-0");
            client.warn("Received unknown topic or partition error in fetch for partition t-1");
            client.error("Connection to node 1 (/10.0.0.1:9092) could not be established.");
        }

        assertThat(lines()).hasSize(5);
    }

    @Test
    void idsThatKafkaMakesUp_tellNothingApart() {
        client.error("Member WWmUAPxoS8q_pAb7FIP9kA with epoch 0 transitioned to fatal state");
        client.error("Member H8y74Lu7TqK09zuJQpniGg with epoch 0 transitioned to fatal state");
        client.warn("Topic media-delete-requested is missing");
        client.warn("Topic media-delete-answered1 is missing");

        assertThat(lines()).hasSize(3);
    }

    @Test
    void ownLines_areNeverLeftOut() {
        Logger own = context.getLogger("io.mediadeleter.ops.log.LogTelemetry");
        for (int i = 0; i < 100; i++) {
            own.warn("DEAD LETTER");
        }

        assertThat(lines()).hasSize(100);
    }

    @Test
    void linesBelowTheLevel_countForNothing() {
        client.setLevel(Level.ERROR);
        client.warn("lost");
        client.setLevel(Level.WARN);

        client.warn("lost");

        assertThat(lines()).containsExactly("lost");
    }

    @Test
    void moreKindsThanAreTold_doNotFillTheMemory() {
        for (int i = 0; i < 10_000; i++) {
            client.warn("topic-" + i + " is missing");
        }

        assertThat(lines()).hasSize(10_000);
    }
}
