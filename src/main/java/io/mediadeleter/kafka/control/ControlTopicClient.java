package io.mediadeleter.kafka.control;

import io.mediadeleter.control.ControlEntry.Decided;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.OwnEntries.WrittenEntry;
import io.mediadeleter.kafka.client.DeliveryLimit;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.client.LogClientConfigs;
import io.mediadeleter.kafka.client.SmallBytes;
import io.mediadeleter.pipeline.port.ControlLogLost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The control topic for a command: holds are written, and all of the topic is read.
 *
 * <p>How far is all? Not to the end that a broker names: a leader that has lost its peers names an old one. The client writes a
 * mark of its own, which only a leader can acknowledge that has its peers, and reads up to that.
 *
 * <p>Confined to one thread. Every method throws {@link ControlFailure} when Kafka does not do it, or {@link
 * io.mediadeleter.pipeline.port.ControlLogRefused} when the topic is none that a group can be stopped by.
 */
public final class ControlTopicClient implements AutoCloseable {

    /**
     * What became of records that were handed over.
     *
     * @param written those that all in-sync replicas have
     * @param failure why others may or may not be on the topic; empty when all are
     */
    public record Receipt(List<WrittenEntry> written, Optional<ControlFailure> failure) {

        public Receipt {
            written = List.copyOf(written);
        }
    }

    private static final Duration POLL = Duration.ofMillis(200);

    /** Some 30 s without a record. */
    private static final int MOST_EMPTY_POLLS = 150;

    private final KafkaSettings settings;
    private final TopicPartition partition;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final DeliveryLimit limit = LogClientConfigs.limitOfHolds();

    /** Looks at the topic and goes to its beginning. */
    public ControlTopicClient(KafkaSettings settings, String topic) {
        this.settings = settings;
        this.partition = new TopicPartition(topic, 0);
        ControlTopicForm.requireAnyRight(settings.promptly(), topic);
        try {
            ControlTopicForm.require(settings.promptly(), topic);
        } catch (ControlLogLost lost) {
            throw failure(
                    "look at",
                    "Describe",
                    lost.getCause() == null ? new TimeoutException(lost.getMessage()) : lost.getCause());
        }
        producer =
                KafkaFailure.connecting(settings, () -> new KafkaProducer<>(LogClientConfigs.holdProducer(settings)));
        SmallBytes small = new SmallBytes(ControlRecords.MOST_BYTES);
        consumer = KafkaFailure.connecting(
                settings, () -> new KafkaConsumer<>(LogClientConfigs.controlConsumer(settings), small, small));
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    /** Puts holds on; returns when Kafka has told the end of each. */
    public Receipt put(List<Put> holds) {
        return write(
                holds.stream().map(Put::selector).toList(),
                holds.stream()
                        .map(hold -> record(ControlRecords.key(hold.selector()), ControlRecords.value(hold)))
                        .toList());
    }

    /** Lifts holds; returns when Kafka has told the end of each. */
    public Receipt lift(List<Selector> holds) {
        return write(
                holds,
                holds.stream()
                        .map(hold -> record(ControlRecords.key(hold), null))
                        .toList());
    }

    /** Writes what has been decided about partitions without an offset; returns when all in-sync replicas have it. */
    public void decide(Decided decided) {
        var unused = acknowledged(record(ControlRecords.startKey(), StartJson.write(decided, Instant.now())));
    }

    /** Takes the decision away; returns when all in-sync replicas have that. */
    public void undecide() {
        var unused = acknowledged(record(ControlRecords.startKey(), null));
    }

    /**
     * Reads on, over everything that was on the topic when this was called.
     *
     * @return what time it was for the brokers
     */
    public Instant readToNow(Consumer<LoggedEntry> reader) {
        byte[] mark = ControlRecords.mark("command-" + UUID.randomUUID());
        long offset = acknowledged(record(mark, null)).offset();
        int empty = 0;
        try {
            while (empty < MOST_EMPTY_POLLS) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                empty = records.isEmpty() ? empty + 1 : 0;
                Instant now = null;
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    Instant stamp = Instant.ofEpochMilli(record.timestamp());
                    reader.accept(
                            new LoggedEntry(record.offset(), stamp, ControlRecords.read(record.key(), record.value())));
                    if (record.offset() == offset) {
                        requireOwn(record, mark);
                        now = stamp;
                    }
                }
                if (now != null) {
                    return now;
                }
            }
        } catch (KafkaException failed) {
            throw failure("read", "Read", failed);
        }
        throw new ControlFailure("Cannot read the control topic " + partition.topic() + " at "
                + settings.bootstrapServers() + ": nothing more came, and what was written at offset " + offset
                + " was not among it");
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }

    private RecordMetadata acknowledged(ProducerRecord<byte[], byte[]> record) {
        try {
            return limit.end(producer.send(record));
        } catch (ExecutionException failed) {
            throw failure("write to", "Write", failed.getCause() == null ? failed : failed.getCause());
        } catch (KafkaException failed) {
            throw failure("write to", "Write", failed);
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }

    private Receipt write(List<Selector> selectors, List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        List<WrittenEntry> written = new ArrayList<>();
        ControlFailure failure = null;
        try {
            records.forEach(record -> sent.add(producer.send(record)));
        } catch (KafkaException failed) {
            failure = failure("write to", "Write", failed);
        }
        try {
            limit.flush(producer);
        } catch (TimeoutException late) {
            failure = failure("write to", "Write", late);
        }
        for (int i = 0; i < sent.size() && sent.get(i).isDone(); i++) {
            try {
                RecordMetadata there = sent.get(i).get();
                written.add(
                        new WrittenEntry(selectors.get(i), there.offset(), Instant.ofEpochMilli(there.timestamp())));
            } catch (ExecutionException failed) {
                failure = failure("write to", "Write", failed.getCause() == null ? failed : failed.getCause());
            } catch (InterruptedException stop) {
                throw new InterruptException(stop);
            }
        }
        return new Receipt(written, Optional.ofNullable(failure));
    }

    private ProducerRecord<byte[], byte[]> record(byte[] key, byte @Nullable [] value) {
        return new ProducerRecord<>(partition.topic(), partition.partition(), key, value);
    }

    private void requireOwn(ConsumerRecord<byte[], byte[]> record, byte[] mark) {
        if (!Arrays.equals(record.key(), mark)) {
            throw new ControlFailure("The control topic " + partition.topic()
                    + " has lost what it had acknowledged: offset "
                    + record.offset() + " is another record. Was the topic deleted, or does it allow unclean leader"
                    + " election? See: media-deleter topics check");
        }
        if (record.timestampType() != TimestampType.LOG_APPEND_TIME) {
            throw new ControlFailure("The control topic " + partition.topic()
                    + " must have message.timestamp.type=LogAppendTime. See: media-deleter topics check");
        }
    }

    private ControlFailure failure(String task, String right, Throwable cause) {
        if (cause instanceof InterruptException interrupted) {
            throw interrupted;
        }
        String topic = partition.topic();
        if (cause instanceof TopicAuthorizationException) {
            return new ControlFailure(
                    "Cannot " + task + " the control topic " + topic + ": missing ACL: " + right + " on topic " + topic,
                    cause);
        }
        if (cause instanceof OffsetOutOfRangeException) {
            return new ControlFailure(
                    "The control topic " + topic + " was cut or created again while it was read. Run the command again",
                    cause);
        }
        if (cause instanceof TimeoutException) {
            return new ControlFailure(
                    "Cannot " + task + " the control topic " + topic + " at " + settings.bootstrapServers()
                            + ": no answer in time. Are the brokers up, and has it as many replicas in sync as its"
                            + " min.insync.replicas? See: kafka-topics.sh --bootstrap-server "
                            + settings.bootstrapServers() + " --describe --under-min-isr-partitions",
                    cause);
        }
        KafkaFailure told = KafkaFailure.of(settings.bootstrapServers(), task + " the control topic " + topic, cause);
        return new ControlFailure(String.valueOf(told.getMessage()), cause);
    }
}
