package io.mediadeleter.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mediadeleter.cli.request.RequestPublisher;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.Selector;
import io.mediadeleter.event.Origin;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.kafka.control.ControlTopicClient;
import io.mediadeleter.kafka.control.KafkaControlLog;
import io.mediadeleter.kafka.outbox.TransactionEnd;
import io.mediadeleter.kafka.outbox.TransactionResult;
import io.mediadeleter.kafka.outbox.Transactions;
import io.mediadeleter.kafka.quota.BrokerClock;
import io.mediadeleter.time.Time;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Nobody waits for ever for a producer whose thread an error has ended. */
@WithKafka.Together
class DeadProducerIT {

    private final String topic;
    private final KafkaSettings settings;

    DeadProducerIT(KafkaFixture kafka) {
        topic = kafka.unique("dead-producer");
        kafka.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())
                .configs(Map.of("cleanup.policy", "compact", "message.timestamp.type", "LogAppendTime"))));
        settings = new KafkaSettings(
                kafka.bootstrapServers(),
                topic,
                "i1",
                Map.of(),
                Map.of(),
                Map.of(
                        "interceptor.classes",
                        EndOfMemory.class.getName(),
                        "delivery.timeout.ms",
                        "1000",
                        "request.timeout.ms",
                        "900",
                        "max.block.ms",
                        "5000"));
    }

    @Test
    void transaction_isGivenUp() {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(ClientConfigs.transactionalProducer(settings))) {
            producer.initTransactions();

            TransactionResult<String> outcome =
                    soon(() -> new Transactions<String>(producer, DeliveryLimit.of(settings))
                            .commit(List.of(new Transactions.Outgoing<>("r", record(), true)), null));

            assertThat(outcome.end()).isEqualTo(TransactionEnd.GIVEN_UP);
            assertThat(outcome.failure()).isInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void holds_areNotToldToBeWritten() {
        try (ControlTopicClient client = new ControlTopicClient(settings, topic)) {
            ControlTopicClient.Receipt receipt = soon(
                    () -> client.put(List.of(new Put(Selector.parse("media:1").orElseThrow(), "r", null, null, null))));

            assertThat(receipt.written()).isEmpty();
            assertThat(receipt.failure())
                    .hasValueSatisfying(failure -> assertThat(failure).hasMessageStartingWith("Cannot write to "));
        }
    }

    @Test
    void request_isToldToHaveFailed() {
        CompletableFuture<Exception> told = new CompletableFuture<>();
        try (RequestPublisher publisher = new RequestPublisher(settings, topic)) {
            publisher.publish("key", new byte[0], new RequestPublisher.Receipt() {
                @Override
                public void published(Origin origin, Instant at) {
                    throw new AssertionError("before the interceptor");
                }

                @Override
                public void failed(Exception reason) {
                    told.complete(reason);
                }
            });

            soon(() -> {
                publisher.flush();
                return "";
            });
        }

        assertThat(told).isCompletedWithValueMatching(TimeoutException.class::isInstance);
    }

    @Test
    void instancesFarewell_isLost() {
        try (KafkaControlLog log = new KafkaControlLog(settings, topic, id -> {})) {
            log.start();
            log.write(new Seen(new Probe("i1", "p1", 1, null), null));

            Throwable failure = catchThrowable(() -> soon(() -> {
                log.flush();
                return "";
            }));

            assertThat(failure).hasRootCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void brokersClock_isNotKnown() {
        assertThat(catchThrowable(() -> soon(() -> BrokerClock.ahead(settings, topic, Time.system()))))
                .hasMessageContaining("ended its thread");
    }

    private ProducerRecord<byte[], byte[]> record() {
        return new ProducerRecord<>(topic, new byte[1], new byte[1]);
    }

    private static <T> T soon(Callable<T> action) {
        FutureTask<T> task = new FutureTask<>(action);
        Thread thread = new Thread(task, "waits");
        thread.setDaemon(true);
        thread.start();
        return Patience.get(task);
    }

    /** Ends the thread of the producer that has it as soon as a record is acknowledged. */
    public static final class EndOfMemory implements ProducerInterceptor<byte[], byte[]> {

        @Override
        public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> sent) {
            return sent;
        }

        @Override
        public void onAcknowledgement(RecordMetadata written, Exception failure) {
            throw new OutOfMemoryError("as if");
        }

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }
}
