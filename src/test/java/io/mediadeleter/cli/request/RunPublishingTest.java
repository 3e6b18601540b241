package io.mediadeleter.cli.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.cli.console.Progress;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.codec.RequestDecoder;
import io.mediadeleter.kafka.codec.RequestRules;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.time.CancellationToken;
import io.mediadeleter.time.Time;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPublishingTest {

    private static final int REQUESTS = 30;

    /** No broker tells of the topic; each send gives up as soon as that. */
    private static final KafkaSettings UNREACHABLE =
            new KafkaSettings("127.0.0.1:1", "g", "i1", Map.of(), Map.of(), Map.of("max.block.ms", "1"));

    @TempDir
    private Path folder;

    /** Each of them would wait for as long, by default 10 seconds. */
    @Test
    void oneThatCannotBeHandedOver_holdsBackTheOthers_andTheNextRunMaySendThem() throws IOException {
        Path file = folder.resolve("r.jsonl.journal");
        try (RequestLines lines = lines();
                RunJournal journal = RunJournal.open(file)) {
            journal.begin(new RunStart("run", "c", "t", "deleted", "dead", REQUESTS, lines.sha256(), 0), Map.of());

            assertThatThrownBy(() -> publishing(journal).publish(lines, UNREACHABLE, "t"))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("did not acknowledge a request: Topic t not present in metadata");

            assertThat(journal.ledger().uncertain()).as("it was handed over").isOne();
            journal.flush();
        }
        try (RunJournal next = RunJournal.open(file)) {
            assertThat(next.ledger().sent()).isOne();
        }
    }

    private static RunPublishing publishing(RunJournal journal) {
        RequestDecoder decoder = new RequestDecoder(new RequestRules(null, false, Set.of(), false));
        return new RunPublishing(
                journal,
                new RequestReview(decoder::decode, true),
                new CancellationToken(),
                Progress.unseen(Time.system()));
    }

    private RequestLines lines() throws IOException {
        String requests = IntStream.range(0, REQUESTS)
                .mapToObj(i -> "{\"eventId\":\"e" + i + "\",\"fileId\":\"" + (i + 1) + "\"}\n")
                .collect(Collectors.joining());
        return RequestLines.copyOf(new ByteArrayInputStream(requests.getBytes(UTF_8)), folder);
    }
}
