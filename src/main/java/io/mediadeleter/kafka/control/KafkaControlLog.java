package io.mediadeleter.kafka.control;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.ControlEntry.Unknown;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.kafka.client.DeliveryLimit;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.client.Leadership;
import io.mediadeleter.kafka.client.LogClientConfigs;
import io.mediadeleter.kafka.client.SmallBytes;
import io.mediadeleter.kafka.partitions.TopicWatch;
import io.mediadeleter.kafka.topics.ReplicasInSync;
import io.mediadeleter.pipeline.port.ControlLog;
import io.mediadeleter.pipeline.port.ControlLogLost;
import io.mediadeleter.pipeline.port.ControlLogRefused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control topic: its one partition, read by a consumer without a group and written by an idempotent producer. Records of
 * unfinished transactions are read, too: a hold counts from when it is on the topic.
 *
 * <p>Confined to the control thread; {@link #close} to the one that has seen it end.
 */
public final class KafkaControlLog implements ControlLog, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaControlLog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** An instance that ends waits a little longer for this log's end. */
    private static final DeliveryLimit FAREWELL = new DeliveryLimit(Duration.ofSeconds(4));

    private static final int TRIES_FOR_KNOWN_TOPIC = 3;

    private final KafkaSettings settings;
    private final TopicPartition partition;
    private final TopicSuccession succession;
    private final UnknownKeys unknownKeys = new UnknownKeys(System::nanoTime);
    private final SmallBytes small = new SmallBytes(ControlRecords.MOST_BYTES);
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private @Nullable TopicWatch watch;
    private @Nullable String process;
    private boolean wasThere;
    private int refusals;
    private volatile boolean unwritten;
    private int leastInSync;
    private volatile Optional<String> obstacle = Optional.empty();

    /**
     * Connects with {@link #start}.
     *
     * @param obeyed hears the id of each topic of this name whose word counts from now on, where Kafka tells it
     */
    public KafkaControlLog(KafkaSettings settings, String topic, Consumer<String> obeyed) {
        this.settings = settings;
        this.partition = new TopicPartition(topic, 0);
        this.succession = new TopicSuccession(settings, partition, obeyed);
    }

    @Override
    public void start() {
        close();
        try {
            requireForm();
            watch = new TopicWatch(settings, partition.topic());
            watch.begin(PATIENCE);
            obstacle = lack(watch);
            producer = new KafkaProducer<>(LogClientConfigs.controlProducer(settings));
            consumer = new KafkaConsumer<>(LogClientConfigs.controlConsumer(settings), small, small);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            succession.begin(watch.id(), producer, consumer);
            consumer.seekToBeginning(List.of(partition));
        } catch (KafkaException | ExecutionException | TimeoutException failed) {
            throw failure("start reading", failed instanceof ExecutionException ? failed.getCause() : failed);
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }

    @Override
    public void nothingStood() {
        succession.nothingStood();
    }

    @Override
    public void write(ControlEntry entry) {
        if (entry instanceof Seen seen) {
            process = seen.probe().process();
        }
        try {
            var unused = started(producer)
                    .send(
                            new ProducerRecord<>(
                                    partition.topic(), 0, ControlRecords.key(entry), ControlRecords.value(entry)),
                            (written, failure) -> {
                                if (failure != null && !unwritten) {
                                    log.warn("Could not write to the control topic: {}", failure.toString());
                                }
                                unwritten = failure != null;
                            });
        } catch (KafkaException failed) {
            throw failure("write to", failed);
        }
    }

    @Override
    public void flush() {
        try {
            FAREWELL.flush(started(producer));
        } catch (KafkaException failed) {
            throw failure("write to", failed);
        }
    }

    @Override
    public List<LoggedEntry> read(Duration atMost) {
        boolean isAnother = started(watch).isAnother();
        obstacle = lack(started(watch));
        if (isAnother) {
            throw ControlLogLost.replaced("the control topic " + partition.topic() + " was deleted and created again");
        }
        List<LoggedEntry> entries = new ArrayList<>();
        try {
            for (ConsumerRecord<byte[], byte[]> record : started(consumer).poll(atMost)) {
                entries.add(entry(record));
            }
        } catch (KafkaException failed) {
            throw failure("read", failed);
        }
        return entries;
    }

    @Override
    public boolean isBehind() {
        return started(consumer).currentLag(partition).orElse(0) > 0;
    }

    @Override
    public Optional<String> obstacle() {
        return obstacle;
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            consumer = null;
        }
    }

    /** A broker that has just come back may not know all topics at once. */
    private void requireForm() {
        try {
            leastInSync = ControlTopicForm.require(settings, partition.topic());
            wasThere = true;
            refusals = 0;
        } catch (ControlLogRefused refused) {
            if (wasThere && ++refusals < TRIES_FOR_KNOWN_TOPIC) {
                throw new ControlLogLost(refused.getMessage(), refused);
            }
            throw refused;
        }
    }

    private Optional<String> lack(TopicWatch looking) {
        return looking.latest()
                .flatMap(topic -> Leadership.of(List.of(topic)).gap().or(() -> ReplicasInSync.gap(topic, leastInSync)));
    }

    private LoggedEntry entry(ConsumerRecord<byte[], byte[]> record) {
        ControlEntry entry = ControlRecords.read(record.key(), record.value());
        if (isOwn(entry) && record.timestampType() != TimestampType.LOG_APPEND_TIME) {
            throw new ControlLogRefused("The control topic " + partition.topic()
                    + " must have message.timestamp.type=LogAppendTime. See: media-deleter topics check");
        }
        if (entry instanceof Unknown unknown) {
            warnOf(record.offset(), unknown);
        }
        return new LoggedEntry(record.offset(), Instant.ofEpochMilli(record.timestamp()), entry);
    }

    private boolean isOwn(ControlEntry entry) {
        return entry instanceof Seen seen && seen.probe().process().equals(process);
    }

    private void warnOf(long offset, Unknown unknown) {
        unknownKeys
                .meet(unknown.key())
                .ifPresent(told -> log.warn(
                        "Ignoring the record at offset {} of {}: its key {} is not a hold selector, so it stops nothing{}."
                                + " See: media-deleter holds list",
                        offset,
                        partition.topic(),
                        told.shown().isEmpty() ? "(none, or no text)" : told.shown(),
                        told.leftOut() == 0 ? "" : "; " + told.leftOut() + " more like it are not named"));
    }

    private static <T> T started(@Nullable T client) {
        if (client == null) {
            throw new IllegalStateException("not started");
        }
        return client;
    }

    private RuntimeException failure(String task, @Nullable Throwable cause) {
        Throwable known = cause == null ? new KafkaException("unknown") : cause;
        if (known instanceof InterruptException interrupted) {
            return interrupted;
        }
        if (known instanceof AuthorizationException || known instanceof AuthenticationException) {
            return new ControlLogRefused("Kafka does not allow this instance to " + task + " the control topic "
                    + partition.topic() + ": " + known.getMessage());
        }
        return new ControlLogLost("cannot " + task + " the control topic " + partition.topic() + ": " + known, known);
    }
}
