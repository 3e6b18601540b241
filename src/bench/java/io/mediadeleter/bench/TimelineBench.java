package io.mediadeleter.bench;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.simulator.Call;
import io.mediadeleter.simulator.Simulator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Where a request's time goes, as seen from outside, so that it says the same of every system: from its place in the log to the
 * call's arrival at the API, from the API's answer to the result in the log, and from there to a reader of committed transactions.
 */
final class TimelineBench implements Benchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration MEASURED = Duration.ofSeconds(Integer.getInteger("bench.seconds", 60));
    private static final int QUOTA = 100;
    private static final int API_MILLIS = 60;
    private static final List<Integer> RATES = List.of(10, 50);

    @Override
    public void run(Lab lab, Report report) {
        report.note("Quota %d a second, API %d ms; %d s after the first request, for %d s; p50 and p99 in ms."
                .formatted(QUOTA, API_MILLIS, WARM_UP.toSeconds(), MEASURED.toSeconds()));
        report.columns(
                "requests/s",
                "system",
                "to the API p50",
                "p99",
                "answer to log p50",
                "p99",
                "log to reader p50",
                "p99",
                "all p50",
                "p99",
                "load");
        for (int perSecond : RATES) {
            Rounds.measure(
                            List.of(Contestant.MEDIA_DELETER, Contestant.BARE_TRANSACTIONS, Contestant.PLAIN_LOOP),
                            system -> measure(lab, perSecond, system))
                    .forEach((system, figures) -> {
                        List<Object> row = new ArrayList<>(List.of(perSecond, system));
                        row.addAll(figures);
                        report.row(row.toArray());
                    });
        }
    }

    private static List<Double> measure(Lab lab, int perSecond, Contestant system) {
        int requests = perSecond * (int) WARM_UP.plus(MEASURED).toSeconds();
        try (Simulator simulator = lab.simulator(QUOTA, API_MILLIS + "ms")) {
            Deployment deployment = lab.deployment("timeline", simulator);
            deployment.createTopics();
            try (ChildProcess instance = system.start(deployment, "one");
                    ResultTimes written = new ResultTimes(lab, deployment.deleted(), "read_uncommitted", requests + 1);
                    ResultTimes visible = new ResultTimes(lab, deployment.deleted(), "read_committed", requests + 1)) {
                lab.publish(1, number -> Lab.request(deployment.requested(), requests));
                Lab.waitFor("the first result", () -> visible.at(requests) != 0);
                AtomicLongArray appended = publish(lab, deployment.requested(), perSecond, requests);
                Lab.waitFor("the last result", () -> visible.count() > requests);
                Lab.requireAlive(instance);
                return new Timeline(appended, calls(simulator, requests), written, visible)
                        .figures(perSecond * (int) WARM_UP.toSeconds());
            }
        }
    }

    /** Publishes at an even pace; when each request was acknowledged, in microseconds. */
    private static AtomicLongArray publish(Lab lab, String topic, int perSecond, int requests) {
        AtomicLongArray appended = new AtomicLongArray(requests);
        ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                lab.kafka().bootstrapServers(),
                ProducerConfig.LINGER_MS_CONFIG,
                0);
        int[] next = {0};
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            Future<?> publishing = pace.scheduleAtFixedRate(
                    () -> {
                        int number = next[0]++;
                        if (number < requests) {
                            Future<?> unused = producer.send(
                                    Lab.request(topic, number), (place, failed) -> appended.set(number, micros()));
                        }
                    },
                    0,
                    TimeUnit.SECONDS.toNanos(1) / perSecond,
                    TimeUnit.NANOSECONDS);
            Lab.waitFor("all requests", () -> appended.get(requests - 1) != 0);
            publishing.cancel(false);
        } finally {
            pace.shutdownNow();
        }
        return appended;
    }

    private static AtomicLongArray calls(Simulator simulator, int requests) {
        AtomicLongArray arrived = new AtomicLongArray(requests);
        for (Call call : simulator.calls().all()) {
            int number = Lab.number(call.fileId().orElseThrow());
            if (number < requests) {
                arrived.set(number, micros(call.arrivedAt()));
            }
        }
        return arrived;
    }

    static long micros() {
        return micros(Instant.now());
    }

    private static long micros(Instant time) {
        return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + time.getNano() / 1_000;
    }

    /** When what happened to each request, in microseconds. */
    private record Timeline(
            AtomicLongArray appended, AtomicLongArray called, ResultTimes written, ResultTimes visible) {

        List<Double> figures(int from) {
            Latencies toApi = new Latencies();
            Latencies toLog = new Latencies();
            Latencies toReader = new Latencies();
            Latencies all = new Latencies();
            for (int number = from; number < called.length(); number++) {
                long answered = called.get(number) + API_MILLIS * 1_000L;
                add(toApi, appended.get(number), called.get(number));
                add(toLog, answered, written.at(number));
                add(toReader, written.at(number), visible.at(number));
                add(all, appended.get(number) + API_MILLIS * 1_000L, visible.at(number));
            }
            List<Double> figures = new ArrayList<>();
            for (Latencies part : List.of(toApi, toLog, toReader, all)) {
                figures.add(part.millis(0.5));
                figures.add(part.millis(0.99));
            }
            figures.add(Machine.load());
            return figures;
        }

        private static void add(Latencies part, long fromMicros, long toMicros) {
            part.add(TimeUnit.MICROSECONDS.toNanos(toMicros - fromMicros));
        }
    }
}
