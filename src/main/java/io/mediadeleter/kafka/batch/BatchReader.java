package io.mediadeleter.kafka.batch;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.KafkaClient;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.jspecify.annotations.Nullable;

/**
 * Reads a partition batch by batch, each as a stream, so that a record which the heap cannot hold is passed over and its
 * neighbours are read. For what the consumer cannot do: it has a record whole before anybody is asked. Not thread-safe.
 */
public final class BatchReader implements AutoCloseable {

    /** Who waits calls nothing meanwhile, and is in doubt after 5 s. */
    private static final long PATIENCE_MS = 4_000;

    private static final long POLL_MS = 100;

    /** As the consumer's setting has it. */
    private static final String COMMITTED = "read_committed";

    /** The last version of the request that names topics. */
    private static final short BY_NAME = 12;

    /** The first batch comes whole, whatever this says. */
    private static final int ONE_BATCH = 1;

    private static final int MOST_BATCHES = 10_000;
    private static final int LOOKED_AT_BATCHES = 20;

    /** A consumer that the heap fails decodes so many records at a time, each of which may be a batch. */
    private static final int SURELY_LOOKED_AT_BATCHES = 4;

    private static final int LOOKED_AT_RECORDS = 1_000;

    private final Map<String, Object> consumerConfig;
    private final IsolationLevel isolation;
    private final Metrics metrics = new Metrics();
    private final Node leader;
    private final KafkaClient client;
    private long passed;

    /**
     * Connects on first use.
     *
     * @param consumerConfig of a consumer that may read the partitions; it says whether what is not committed counts
     * @param leader of the partitions
     * @throws KafkaException when no connection can be made now
     */
    public BatchReader(Map<String, Object> consumerConfig, Node leader) {
        this.consumerConfig = Map.copyOf(consumerConfig);
        this.isolation = COMMITTED.equals(consumerConfig.get(ConsumerConfig.ISOLATION_LEVEL_CONFIG))
                ? IsolationLevel.READ_COMMITTED
                : IsolationLevel.READ_UNCOMMITTED;
        this.leader = leader;
        this.client = KafkaInternals.client(this.consumerConfig, leader, metrics);
    }

    /**
     * The first batch with a record that counts, from {@code offset} on; empty when there is none yet.
     *
     * @param nanos so long it looks for one at most, but for a last answer
     * @throws KafkaException when it cannot be read now
     */
    public Optional<BatchCursor> next(TopicPartition partition, long offset, long nanos) {
        long begin = System.nanoTime();
        passed = offset;
        for (int i = 0; i < MOST_BATCHES && System.nanoTime() - begin < nanos; i++) {
            FetchResponseData.PartitionData data = fetch(partition, passed);
            DefaultRecordBatch batch = first(data, passed);
            if (batch == null) {
                return Optional.empty();
            }
            if (!batch.isControlBatch() && !isAborted(batch, data)) {
                BatchCursor cursor = new BatchCursor(batch, offset);
                if (cursor.hasMore() || cursor.hasLarge()) {
                    return Optional.of(cursor);
                }
                cursor.close();
            }
            passed = batch.nextOffset();
        }
        return Optional.empty();
    }

    /** Before this offset, {@link #next} has found nothing that counts. */
    public long passed() {
        return passed;
    }

    /**
     * Looks at some batches from {@code offset} on; the offset after the last one with a record that is not held whole, if
     * there is one.
     *
     * @param nanos so long it goes on to further batches; the first four are always looked at
     * @throws KafkaException when they cannot be read now
     */
    public OptionalLong endOfLarge(TopicPartition partition, long offset, long nanos) {
        long begin = System.nanoTime();
        OptionalLong end = OptionalLong.empty();
        long from = offset;
        int records = 0;
        for (int i = 0; i < LOOKED_AT_BATCHES && records < LOOKED_AT_RECORDS; i++) {
            long left = i < SURELY_LOOKED_AT_BATCHES ? Long.MAX_VALUE : nanos - (System.nanoTime() - begin);
            Optional<BatchCursor> next = next(partition, from, left);
            if (next.isEmpty()) {
                return end;
            }
            begin = i == 0 ? System.nanoTime() : begin; // connecting is behind it
            try (BatchCursor cursor = next.get()) {
                while (cursor.hasMore() && !cursor.hasLarge()) {
                    cursor.take();
                    records++;
                }
                end = cursor.hasLarge() ? OptionalLong.of(cursor.end()) : end;
                from = cursor.end();
            }
        }
        return end;
    }

    private static @Nullable DefaultRecordBatch first(FetchResponseData.PartitionData data, long from) {
        for (RecordBatch batch : FetchResponse.recordsOrFail(data).batches()) {
            if (batch.lastOffset() >= from) {
                if (batch instanceof DefaultRecordBatch read) {
                    return read;
                }
                throw new KafkaException("a batch in the format of Kafka before 0.11");
            }
        }
        return null;
    }

    /** One batch was asked for: a transaction that began before its end and was aborted is the one that it belongs to. */
    private static boolean isAborted(DefaultRecordBatch batch, FetchResponseData.PartitionData data) {
        List<FetchResponseData.AbortedTransaction> aborted = data.abortedTransactions();
        return batch.isTransactional()
                && aborted != null
                && aborted.stream()
                        .anyMatch(one ->
                                one.producerId() == batch.producerId() && one.firstOffset() <= batch.lastOffset());
    }

    private FetchResponseData.PartitionData fetch(TopicPartition partition, long offset) {
        FetchRequest.PartitionData wanted =
                new FetchRequest.PartitionData(Uuid.ZERO_UUID, offset, 0, ONE_BATCH, Optional.empty());
        FetchRequest.Builder request = FetchRequest.Builder.forConsumer(BY_NAME, 0, 0, Map.of(partition, wanted))
                .isolationLevel(isolation)
                .setMaxBytes(ONE_BATCH);
        return only((FetchResponse) answer(request), leader);
    }

    /**
     * What is told of the one partition that was asked for.
     *
     * @throws TimeoutException when nothing is told of it, as a broker does to whoever is above a client quota
     */
    static FetchResponseData.PartitionData only(FetchResponse response, Node leader) {
        Errors.forCode(response.data().errorCode()).maybeThrow();
        FetchResponseData.PartitionData data = response.data().responses().stream()
                .flatMap(topic -> topic.partitions().stream())
                .findFirst()
                .orElseThrow(() -> new TimeoutException(leader + " holds its answers back for "
                        + response.throttleTimeMs() + " ms (a client quota of Kafka)"));
        Errors.forCode(data.errorCode()).maybeThrow();
        return data;
    }

    private AbstractResponse answer(FetchRequest.Builder request) {
        long deadline = System.currentTimeMillis() + PATIENCE_MS;
        while (!client.ready(leader, System.currentTimeMillis())) {
            client.poll(POLL_MS, System.currentTimeMillis());
            if (client.authenticationException(leader) != null) {
                throw client.authenticationException(leader);
            }
            refuseAfter(deadline);
        }
        long now = System.currentTimeMillis();
        client.send(client.newClientRequest(leader.idString(), request, now, true), now);
        while (true) {
            for (ClientResponse response : client.poll(POLL_MS, System.currentTimeMillis())) {
                if (response.versionMismatch() != null) {
                    throw response.versionMismatch();
                }
                if (response.hasResponse()) {
                    return response.responseBody();
                }
                throw new TimeoutException("the connection to " + leader + " broke");
            }
            refuseAfter(deadline);
        }
    }

    private void refuseAfter(long deadline) {
        if (System.currentTimeMillis() > deadline) {
            throw new TimeoutException(leader + " does not answer");
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException unimportant) {
            throw new KafkaException(unimportant);
        } finally {
            metrics.close();
        }
    }
}
