package io.mediadeleter.bench;

import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.account.MediaPart;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Calls for many requests about few media, five parts of each: all at once and shuffled, so that those for one media can
 * share a call, and in five waves, so that none can.
 */
final class CoalescingBench implements Benchmark {

    private static final int MEDIA = 2_000;
    private static final int PARTS = 5;
    private static final String TYPE = "TranscodeFiles";

    private record Part(int media, int definition) {

        ProducerRecord<byte[], byte[]> request(String topic) {
            String fileId = Lab.fileId(media);
            return Lab.request(
                    topic,
                    fileId,
                    "{\"eventId\":\"e-%d-%d\",\"fileId\":\"%s\",\"deleteParts\":[{\"type\":\"%s\",\"definition\":%d}]}"
                            .formatted(media, definition, fileId, TYPE, definition));
        }
    }

    @Override
    public void run(Lab lab, Report report) {
        report.columns("published", "requests", "results", "calls", "requests per call", "seconds");
        run(lab, report, "in five waves", waves());
        List<Part> shuffled = new ArrayList<>();
        waves().forEach(shuffled::addAll);
        Collections.shuffle(shuffled, new Random(1));
        run(lab, report, "at once, shuffled", List.of(shuffled));
    }

    private static List<List<Part>> waves() {
        return IntStream.rangeClosed(1, PARTS)
                .mapToObj(definition -> IntStream.range(0, MEDIA)
                        .mapToObj(media -> new Part(media, definition))
                        .toList())
                .toList();
    }

    private static void run(Lab lab, Report report, String name, List<List<Part>> waves) {
        try (Simulator simulator = lab.simulator(100, "20ms-120ms")) {
            Deployment deployment = lab.deployment("coalescing", simulator);
            deployment.createTopics();
            lab.publish(waves.get(0).size(), i -> waves.get(0).get(i).request(deployment.requested()));
            try (ChildProcess instance = Lab.start(deployment, "one");
                    Outcomes results = new Outcomes(lab, deployment.deleted())) {
                Lab.waitFor(
                        "the first call",
                        instance,
                        () -> simulator.calls().stats().total() > 0);
                long began = System.nanoTime();
                results.await(waves.get(0).size());
                for (List<Part> wave : waves.subList(1, waves.size())) {
                    lab.publish(wave.size(), i -> wave.get(i).request(deployment.requested()));
                    results.await(results.records() + wave.size());
                }
                double seconds = (System.nanoTime() - began) / 1e9;
                Lab.stop(List.of(instance));
                assertDeleted(simulator);
                long calls = simulator.calls().stats().accepted();
                report.row(
                        name,
                        MEDIA * PARTS,
                        results.records(),
                        calls,
                        Report.round((double) MEDIA * PARTS / calls, 2),
                        Report.round(seconds, 1));
            }
        }
    }

    /** Each part of each media is gone, and no media as a whole. */
    private static void assertDeleted(Simulator simulator) {
        for (int media = 0; media < MEDIA; media++) {
            String fileId = Lab.fileId(media);
            boolean left = IntStream.rangeClosed(1, PARTS)
                    .anyMatch(definition -> simulator.media().holds(0, fileId, new MediaPart(TYPE, definition)));
            if (left || !simulator.media().holds(0, fileId)) {
                throw new IllegalStateException("media " + fileId + " is not as it was asked for");
            }
        }
    }
}
