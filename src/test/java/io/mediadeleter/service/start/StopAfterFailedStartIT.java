package io.mediadeleter.service.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.cli.Main;
import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.fixture.WithKafka;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An instance whose start has failed ends as a failure, also where it is told to end while it closes what it has opened. */
@WithKafka.Together
class StopAfterFailedStartIT {

    private final Deployment withoutTopics;

    StopAfterFailedStartIT(KafkaFixture kafka) {
        withoutTopics = Deployment.of(
                        kafka.unique("failed-start"), kafka.bootstrapServers(), URI.create("http://127.0.0.1:1"))
                .with("dry-run", "true")
                .with("instance-id", "one")
                .with("kafka.consumer.metric.reporters", NeverClosed.class.getName());
    }

    @Test
    void signalWhileAFailedStartIsClosed_endsItAtOnceWithTheReason() {
        try (ChildProcess instance = start("signal")) {
            await("the end of the start").until(() -> instance.log().contains(NeverClosed.PRINTED));

            instance.terminate();

            assertThat(instance.awaitExit(Patience.LIMIT)).as(instance.log()).isEqualTo(1);
            assertThat(instance.log())
                    .contains("Stopped: Missing on ", "media-deleter topics create")
                    .doesNotContain("Shutdown complete");
        }
    }

    @Test
    void failedStartThatCannotBeClosed_isHaltedWithTheReason() {
        try (ChildProcess instance = start("deadline")) {
            assertThat(instance.awaitExit(Patience.LIMIT)).as(instance.log()).isEqualTo(1);
            assertThat(instance.log()).contains("Stopped: Missing on ", "Halted: ");
        }
    }

    private ChildProcess start(String log) {
        return ChildProcess.java(
                withoutTopics.name() + "-" + log,
                withoutTopics.settings(),
                List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "run"));
    }
}
