package io.mediadeleter.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Records that are small on the broker and large in memory. */
final class Bombs {

    /** More than a record's offset, time and lengths take. */
    private static final int BESIDE = 100;

    /** More than a header's lengths take. */
    private static final int BESIDE_HEADER = 10;

    private final String bootstrapServers;
    private final String topic;
    private int requests;

    Bombs(String bootstrapServers, String topic) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
    }

    /** Writes these in one batch. */
    void writeTogether(String codec, Stream<ProducerRecord<byte[], byte[]>> records) {
        writeBatches(codec, 1, i -> records);
    }

    /** Writes so many batches, each of what it is given for its number, of which none is larger than the first. */
    void writeBatches(String codec, int batches, IntFunction<Stream<ProducerRecord<byte[], byte[]>>> batch) {
        List<ProducerRecord<byte[], byte[]>> first = batch.apply(0).toList();
        try (KafkaProducer<byte[], byte[]> producer = producer(codec, room(first))) {
            write(producer, first);
            for (int i = 1; i < batches; i++) {
                List<ProducerRecord<byte[], byte[]>> next = batch.apply(i).toList();
                assertThat(room(next)).isLessThanOrEqualTo(room(first));
                write(producer, next);
            }
        }
    }

    private static int room(List<ProducerRecord<byte[], byte[]>> records) {
        // A producer takes and clears as much memory as a batch may have, however little comes into it.
        // It expects compression to add up to 5 %, and with less room ends the batch early and waits half a minute for
        // memory.
        int bytes = records.stream().mapToInt(Bombs::size).sum();
        return bytes + bytes / 10;
    }

    private KafkaProducer<byte[], byte[]> producer(String codec, int room) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        codec,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        room,
                        ProducerConfig.LINGER_MS_CONFIG,
                        60_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        120_000,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        room,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        (long) room,
                        ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG,
                        List.of(),
                        ProducerConfig.ENABLE_METRICS_PUSH_CONFIG,
                        false),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void write(KafkaProducer<byte[], byte[]> producer, List<ProducerRecord<byte[], byte[]>> together) {
        try {
            List<Future<RecordMetadata>> sent =
                    together.stream().map(producer::send).toList();
            producer.flush();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private static int size(ProducerRecord<byte[], byte[]> outgoing) {
        int size = BESIDE + length(outgoing.key()) + length(outgoing.value());
        for (Header header : outgoing.headers()) {
            size += BESIDE_HEADER + header.key().length() + length(header.value());
        }
        return size;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** A valid request. */
    ProducerRecord<byte[], byte[]> request(int partition) {
        requests++;
        String request =
                "{\"eventId\":\"e-" + requests + "\",\"fileId\":\"" + (5_285_485_487_985_000_000L + requests) + "\"}";
        return new ProducerRecord<>(topic, partition, null, request.getBytes(UTF_8));
    }

    /** A valid request with so many headers that have no value; an object of its own for each would be the test's memory. */
    ProducerRecord<byte[], byte[]> crowned(int headers, int partition) {
        ProducerRecord<byte[], byte[]> plain = request(partition);
        Header one = new RecordHeader("h", new byte[0]);
        return new ProducerRecord<>(topic, partition, null, null, plain.value(), Collections.nCopies(headers, one));
    }

    /** How many valid requests were made. */
    int requests() {
        return requests;
    }

    Stream<ProducerRecord<byte[], byte[]>> requests(int count, int partition) {
        return IntStream.range(0, count).mapToObj(i -> request(partition));
    }

    ProducerRecord<byte[], byte[]> blanks(int bytes, int partition) {
        return keyAndValue(null, filled(bytes), partition);
    }

    ProducerRecord<byte[], byte[]> keyAndValue(byte @Nullable [] key, byte @Nullable [] value, int partition) {
        return new ProducerRecord<>(topic, partition, key, value);
    }

    static byte[] filled(int bytes) {
        byte[] blanks = new byte[bytes];
        Arrays.fill(blanks, (byte) ' ');
        return blanks;
    }
}
