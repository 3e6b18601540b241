package io.mediadeleter.kafka.quota;

import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.pipeline.port.QuotaLog;
import io.mediadeleter.pipeline.port.QuotaLogLost;
import io.mediadeleter.pipeline.port.QuotaLogRefused;
import io.mediadeleter.quota.Claim;
import io.mediadeleter.quota.LoggedClaim;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The quota topic: its one partition, read by a consumer without a group and written by an idempotent producer. The broker's
 * acknowledgement of the first claim says what time it is on the brokers' clock; no other clock is needed to go back.
 *
 * <p>Confined to the quota thread; {@link #close} to the one that has seen it end.
 */
public final class KafkaQuotaLog implements QuotaLog, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaQuotaLog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** Each brings few records; others have to be heard while somebody floods the topic. */
    private static final int MOST_POLLS = 200;

    /** A broker that has just come back may not know all topics at once. */
    private static final int LOOKS_FOR_A_TOPIC_THAT_WAS_THERE = 3;

    private final KafkaSettings settings;
    private final TopicPartition partition;
    private @Nullable QuotaClients clients;
    private @Nullable Future<RecordMetadata> lastWritten;
    private long firstOffset;
    private boolean warned;
    private boolean wasThere;
    private int missing;
    private volatile boolean unwritten;

    /** Connects with {@link #start}. */
    public KafkaQuotaLog(KafkaSettings settings, String topic) {
        this.settings = settings;
        this.partition = new TopicPartition(topic, 0);
    }

    @Override
    public void start(Claim first, Duration history) {
        close();
        try {
            QuotaClients opened = QuotaClients.open(settings, partition.topic());
            clients = opened;
            requireOnePartition(opened.consumer().partitionsFor(partition.topic()));
            opened.watch().begin(PATIENCE);
            wasThere = true;
            missing = 0;
            FirstConnection.await(opened.producer(), partition.topic(), PATIENCE);
            RecordMetadata written =
                    opened.producer().send(entry(first)).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            firstOffset = written.offset();
            opened.consumer().assign(List.of(partition));
            opened.consumer().seek(partition, offsetAt(opened.consumer(), written, history));
        } catch (KafkaException | ExecutionException | TimeoutException failed) {
            throw failure("start reading", failed instanceof ExecutionException ? failed.getCause() : failed);
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }

    @Override
    public void write(Claim claim) {
        try {
            lastWritten = opened().producer().send(entry(claim), (written, failure) -> {
                if (failure != null && !unwritten) {
                    log.warn("Could not write quota claims: {}", failure.toString());
                }
                unwritten = failure != null;
            });
        } catch (KafkaException failed) {
            throw failure("write", failed);
        }
    }

    @Override
    public List<LoggedClaim> read(Duration atMost) {
        List<LoggedClaim> claims = new ArrayList<>();
        if (opened().watch().isAnother()) {
            throw new QuotaLogLost("the quota topic " + partition.topic() + " was deleted and created again");
        }
        try {
            long ends = System.nanoTime() + atMost.toNanos();
            ConsumerRecords<byte[], byte[]> some = opened().consumer().poll(atMost);
            for (int polls = 1; !some.isEmpty(); polls++) {
                some.forEach(entry -> take(entry, claims));
                boolean isEnough = polls == MOST_POLLS || System.nanoTime() - ends >= 0;
                some = isEnough ? ConsumerRecords.empty() : opened().consumer().poll(Duration.ZERO);
            }
        } catch (KafkaException failed) {
            throw failure("read", failed);
        }
        return claims;
    }

    private void take(ConsumerRecord<byte[], byte[]> entry, List<LoggedClaim> claims) {
        if (entry.timestampType() == TimestampType.LOG_APPEND_TIME) {
            ClaimJson.read(entry.value())
                    .ifPresentOrElse(
                            claim -> claims.add(new LoggedClaim(claim, entry.timestamp())), () -> warnOf(entry));
        } else {
            requireOlder(entry);
        }
    }

    @Override
    public void flush() {
        if (lastWritten == null) {
            return;
        }
        try {
            lastWritten.get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            log.warn(
                    "The final quota claim may not have been written; the share expires on its own:" + " {}",
                    failed.toString());
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }

    @Override
    public void close() {
        if (clients != null) {
            clients.close();
            clients = null;
        }
    }

    private QuotaClients opened() {
        if (clients == null) {
            throw new IllegalStateException("not started");
        }
        return clients;
    }

    private ProducerRecord<byte[], byte[]> entry(Claim claim) {
        byte[] key = claim.member().getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(partition.topic(), partition.partition(), key, ClaimJson.write(claim));
    }

    /** All that is stamped {@code history} before {@code written}, or later, is at this offset or behind it. */
    private long offsetAt(KafkaConsumer<byte[], byte[]> consumer, RecordMetadata written, Duration history) {
        long millis = Math.max(0, written.timestamp() - history.toMillis());
        OffsetAndTimestamp found =
                consumer.offsetsForTimes(Map.of(partition, millis)).get(partition);
        return found == null ? written.offset() : Math.min(found.offset(), written.offset());
    }

    private void requireOnePartition(@Nullable List<PartitionInfo> partitions) {
        if (partitions == null || partitions.isEmpty()) {
            if (wasThere && ++missing < LOOKS_FOR_A_TOPIC_THAT_WAS_THERE) {
                throw new QuotaLogLost("the quota topic " + partition.topic()
                        + " no longer exists. Create it with: media-deleter topics create");
            }
            throw new QuotaLogRefused("The quota topic " + partition.topic() + " does not exist at "
                    + settings.bootstrapServers() + ". Create it with: media-deleter topics create");
        }
        if (partitions.size() != 1) {
            throw new QuotaLogRefused("The quota topic " + partition.topic() + " has " + partitions.size()
                    + " partitions and must have one. See: media-deleter topics check");
        }
    }

    /** What was stamped by its writer before this member came gave nobody a share: whoever reads it ends. */
    private void requireOlder(ConsumerRecord<byte[], byte[]> entry) {
        if (entry.offset() >= firstOffset) {
            throw new QuotaLogRefused("The quota topic " + partition.topic()
                    + " must have message.timestamp.type=LogAppendTime: the quota cannot be shared by the members' own"
                    + " clocks. See: media-deleter topics check");
        }
    }

    private void warnOf(ConsumerRecord<byte[], byte[]> entry) {
        if (!warned) {
            warned = true;
            log.warn(
                    "Ignoring the quota record at offset {} of {}: unknown version. Further ones are ignored without a"
                            + " log line. Check that all instances run the same version and that nothing else writes"
                            + " to the topic",
                    entry.offset(),
                    partition.topic());
        }
    }

    private RuntimeException failure(String task, @Nullable Throwable cause) {
        Throwable known = cause == null ? new KafkaException("unknown") : cause;
        if (known instanceof InterruptException interrupted) {
            return interrupted;
        }
        if (known instanceof AuthorizationException || known instanceof AuthenticationException) {
            return new QuotaLogRefused("Kafka does not allow this instance to " + task + " the quota topic "
                    + partition.topic() + ": " + known.getMessage());
        }
        return new QuotaLogLost("cannot " + task + " the quota topic " + partition.topic() + ": " + known, known);
    }
}
