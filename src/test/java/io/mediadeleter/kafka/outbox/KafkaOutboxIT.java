package io.mediadeleter.kafka.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.mediadeleter.event.Content.Malformed;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.Results;
import io.mediadeleter.fixture.ForgetfulProducer;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.kafka.client.ClientConfigs;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.codec.ResultEncoder;
import io.mediadeleter.kafka.inbox.KafkaInbox;
import io.mediadeleter.kafka.inbox.ReadingRules;
import io.mediadeleter.kafka.topics.TopicNames;
import io.mediadeleter.pipeline.Deliveries;
import io.mediadeleter.pipeline.port.RequestLog.Commit;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.Settlement;
import io.mediadeleter.rule.StartPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@WithKafka
class KafkaOutboxIT {

    private static final String FIRST_TRY_FAILED = "initTransactions timed out";

    private final KafkaFixture kafka;
    private final String requested;
    private final Logger log = (Logger) LoggerFactory.getLogger(SettlingProducer.class);
    private final Door door = new Door();
    private final Deliveries deliveries = new Deliveries();

    KafkaOutboxIT(KafkaFixture kafka) {
        this.kafka = kafka;
        requested = kafka.unique("requested");
    }

    @BeforeEach
    void listen() {
        door.setContext(log.getLoggerContext());
        door.start();
        log.addAppender(door);
    }

    @AfterEach
    void close() throws IOException {
        log.detachAppender(door);
        door.close();
    }

    /** As when an instance is started while the transaction's coordinator moves to another broker. */
    @Test
    void brokerThatDoesNotAnswerAtFirst_isAskedAgain() {
        kafka.createTopics(1, requested);
        door.leadTo(kafka.bootstrapServers());

        assertThatCode(() -> open("4000")).doesNotThrowAnyException();
    }

    @Test
    void brokerThatNeverAnswers_isAClearFailure() {
        assertThatThrownBy(() -> open("500"))
                .isInstanceOf(KafkaFailure.class)
                .hasMessageContaining("Cannot initialise the transactional producer at " + door.address())
                .hasMessageContaining("are the brokers up");
    }

    /** So it is only where a commit before shows that this can take nothing from readers. */
    @Test
    void resultOfWhichNobodyWasTold_isAbortedOnceMoreBeforeTheNextCommit() {
        TopicNames topics = topics(kafka.unique("deleted"));
        kafka.createTopics(1, requested, topics.deleted());
        KafkaSettings settings =
                new KafkaSettings(kafka.bootstrapServers(), kafka.unique("group"), "one", Map.of(), Map.of(), Map.of());
        ForgetfulProducer producer = new ForgetfulProducer(ClientConfigs.transactionalProducer(settings));
        AtomicInteger ends = new AtomicInteger();
        try (KafkaInbox inbox = inbox(settings, topics);
                KafkaOutbox outbox =
                        new KafkaOutbox(settings, topics, inbox, new ResultEncoder("test"), () -> producer)) {
            outbox.open();
            assertThat(outbox.commit(List.of(deleted("7")), Map.of())).isEqualTo(Commit.DONE);
            List<Settled> next = List.of(deleted("8"));
            producer.forget(true);
            assertThat(outbox.commit(next, Map.of())).isEqualTo(Commit.ABORTED);
            producer.forget(false);
            producer.beforeEnd(ends::incrementAndGet);

            await().until(() -> outbox.commit(next, Map.of()), Commit.DONE::equals);
        }
        assertThat(ends).as("an abort and a commit").hasValueGreaterThan(1);
        await().untilAsserted(
                        () -> assertThat(kafka.readCommitted(topics.deleted())).hasSize(2));
    }

    private Settled deleted(String fileId) {
        DeleteRequest request =
                new DeleteRequest("e-" + fileId, new MediaId(null, fileId), Deliveries.WHOLE, null, null);
        Delivery delivery = deliveries.of(new Partition(requested, 0), fileId, Deliveries.WHOLE);
        return new Settled(
                delivery, new Settlement.Completed(Results.deleted(delivery.origin(), request, Instant.now())));
    }

    /** @param patience in ms, of each of the tries */
    private void open(String patience) {
        KafkaSettings settings = new KafkaSettings(
                door.address(),
                kafka.unique("group"),
                "one",
                Map.of(),
                Map.of(),
                Map.of("max.block.ms", patience, "request.timeout.ms", patience));
        TopicNames topics = topics("d");
        try (KafkaInbox inbox = inbox(settings, topics);
                KafkaOutbox outbox = new KafkaOutbox(settings, topics, inbox, new ResultEncoder("test"))) {
            outbox.open();
        }
    }

    private TopicNames topics(String deleted) {
        return new TopicNames(
                requested, requested + ".bulk", deleted, "l", "p", "q", "media-deleter.control", List.of(), List.of());
    }

    private static KafkaInbox inbox(KafkaSettings settings, TopicNames topics) {
        return new KafkaInbox(
                settings,
                topics,
                new ReadingRules(
                        (message, settled) -> new Malformed("none", "none"),
                        GracePeriod.NONE,
                        StartPolicy.EARLIEST,
                        AgeLimit.NONE));
    }

    /** An address at which nobody answers until the first try has failed, and then the broker does. */
    private static final class Door extends AppenderBase<ILoggingEvent> implements AutoCloseable {

        private final ServerSocket entrance;
        private volatile String broker = "";

        Door() {
            try {
                entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String address() {
            return "127.0.0.1:" + entrance.getLocalPort();
        }

        void leadTo(String bootstrapServers) {
            broker = bootstrapServers;
        }

        @Override
        protected void append(ILoggingEvent event) {
            if (!broker.isEmpty() && event.getFormattedMessage().contains(FIRST_TRY_FAILED)) {
                broker = open(broker);
            }
        }

        /** Whatever connects from now on is passed on; after the first answer clients know the broker's own address. */
        private String open(String address) {
            URI target = URI.create("kafka://" + address);
            daemon(() -> {
                while (!entrance.isClosed()) {
                    Socket guest = entrance.accept();
                    Socket host = new Socket(target.getHost(), target.getPort());
                    daemon(() -> guest.getInputStream().transferTo(host.getOutputStream()));
                    daemon(() -> host.getInputStream().transferTo(guest.getOutputStream()));
                }
            });
            return "";
        }

        @Override
        public void close() throws IOException {
            stop();
            entrance.close();
        }

        private interface Errand {
            void run() throws IOException;
        }

        private static void daemon(Errand errand) {
            Thread thread = new Thread(() -> {
                try {
                    errand.run();
                } catch (IOException closed) {
                    // a connection's end
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
    }
}
