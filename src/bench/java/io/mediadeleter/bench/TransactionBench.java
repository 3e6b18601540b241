package io.mediadeleter.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.kafka.partitions.TopicIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a transaction of one result and one offset takes, by how its producer is set; and the question for a topic's id, which comes
 * before a call.
 */
final class TransactionBench implements Benchmark {

    private static final int WARM_UP = 100;
    private static final int TRANSACTIONS = 10 * (int) Effort.measured().toSeconds();
    private static final long APART_NANOS = 5_000_000L;

    @SuppressWarnings("removal") // there is no consumer
    private static final ConsumerGroupMetadata GROUP = new ConsumerGroupMetadata("transaction-bench");

    /**
     * How the producer is set.
     *
     * @param backOffMillis before a request is sent again that met the markers of the last transaction
     */
    private record Variant(int lingerMillis, int backOffMillis) {
        @Override
        public String toString() {
            return "linger " + lingerMillis + " ms, again after " + backOffMillis + " ms";
        }
    }

    private static final List<Variant> VARIANTS = List.of(new Variant(5, 100), new Variant(0, 100), new Variant(0, 20));

    @Override
    public void run(Lab lab, Report report) {
        report.note("%d transactions 5 ms apart, after %d others".formatted(TRANSACTIONS, WARM_UP));
        report.columns(
                "producer", "offsets p50", "offsets p99", "commit p50", "commit p99", "all p50", "all p99", "load");
        Rounds.measure(VARIANTS, variant -> measure(lab, variant)).forEach((variant, figures) -> {
            List<Object> row = new ArrayList<>(List.of(variant));
            row.addAll(figures);
            report.row(row.toArray());
        });
        report.columns("question", "p50 ms", "p99 ms", "load");
        Rounds.measure(List.of("the id of a topic"), question -> ask(lab)).forEach((question, figures) -> {
            List<Object> row = new ArrayList<>(List.of(question));
            row.addAll(figures);
            report.row(row.toArray());
        });
    }

    /** What an instance asks about the topic of records that it has just read. */
    private static List<Double> ask(Lab lab) {
        String topic = lab.kafka().unique("question");
        lab.kafka().createTopics(6, topic);
        TopicIds ids = new TopicIds(lab.kafka().admin());
        Latencies answers = new Latencies();
        for (int number = 0; number < WARM_UP + TRANSACTIONS; number++) {
            LockSupport.parkNanos(APART_NANOS);
            long began = System.nanoTime();
            ids.ask(List.of(topic)).join();
            if (number >= WARM_UP) {
                answers.add(System.nanoTime() - began);
            }
        }
        return List.of(answers.millis(0.5), answers.millis(0.99), Machine.load());
    }

    private static List<Double> measure(Lab lab, Variant variant) {
        String topic = lab.kafka().unique("transactions");
        lab.kafka().createTopics(6, topic);
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, lab.kafka().bootstrapServers(),
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic,
                ProducerConfig.RETRY_BACKOFF_MS_CONFIG, variant.backOffMillis(),
                ProducerConfig.LINGER_MS_CONFIG, variant.lingerMillis());
        Steps steps = new Steps(new Latencies(), new Latencies(), new Latencies());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            for (int number = 0; number < WARM_UP + TRANSACTIONS; number++) {
                LockSupport.parkNanos(APART_NANOS);
                long began = System.nanoTime();
                producer.beginTransaction();
                var unused = producer.send(
                        new ProducerRecord<>(topic, Lab.fileId(number).getBytes(UTF_8), new byte[300]));
                producer.sendOffsetsToTransaction(
                        Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(number)), GROUP);
                long sent = System.nanoTime();
                producer.commitTransaction();
                if (number >= WARM_UP) {
                    steps.add(began, sent, System.nanoTime());
                }
            }
        }
        return steps.figures();
    }

    /** Until the offsets were acknowledged, from there to the end, and both. */
    private record Steps(Latencies offsets, Latencies commits, Latencies all) {

        void add(long began, long sent, long ended) {
            offsets.add(sent - began);
            commits.add(ended - sent);
            all.add(ended - began);
        }

        List<Double> figures() {
            List<Double> figures = new ArrayList<>();
            for (Latencies step : List.of(offsets, commits, all)) {
                figures.add(step.millis(0.5));
                figures.add(step.millis(0.99));
            }
            figures.add(Machine.load());
            return figures;
        }
    }
}
