package io.mediadeleter.service.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.LogLines;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.otel.FakeCollector;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.fault.FaultRule;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A trace from the request's event to all that comes of it. */
@WithKafka
class TraceIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
    private static final String RETRIED = "8500000000000001";
    private static final String GIVEN_UP = "8500000000000002";

    @AutoClose
    private final LogLines lines = LogLines.of("media-deleter");

    @AutoClose
    private final ServiceRig rig;

    TraceIT(KafkaFixture kafka) {
        rig = new ServiceRig(kafka, Map.of());
    }

    @BeforeEach
    void start() {
        rig.start("one");
    }

    @Test
    void traceOfAStructuredEvent_goesOnToRetryResultDeadLetterAndLog() {
        rig.simulator().faults().add(FaultRule.parse("InternalError@" + RETRIED + "x1"));
        rig.simulator().faults().add(FaultRule.parse("UnsupportedOperation@" + GIVEN_UP));
        publish(RETRIED);
        publish(GIVEN_UP);

        ConsumerRecord<byte[], byte[]> result = rig.results(1).get(0);
        ConsumerRecord<byte[], byte[]> deadLetter = rig.deadLetters(1).get(0);
        ConsumerRecord<byte[], byte[]> retry =
                rig.committed(rig.topics().requested() + ".retry.1s", 1).get(0);

        assertThat(List.of(retry, result, deadLetter)).allSatisfy(written -> {
            assertThat(written.headers().headers("traceparent")).hasSize(1);
            assertThat(ServiceRig.header(written, "traceparent")).isEqualTo(PARENT);
            assertThat(ServiceRig.header(written, "tracestate")).isEqualTo("a=b");
        });
        assertThat(await("the lines, which come after the commit")
                        .until(() -> lines.beginningWith("DELETED", "RETRY", "DEAD LETTER"), all -> all.size() >= 3))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.getKeyValuePairs())
                        .extracting(pair -> pair.key + "=" + pair.value)
                        .contains("traceId=" + TRACE));
    }

    @Test
    void collector_getsTheSpansOfTheWayAndTheMeters() {
        try (FakeCollector collector = FakeCollector.start()) {
            rig.set("MEDIA_DELETER_OTEL_ENDPOINT", collector.address().toString());
            rig.startWithPages("two");
            await("spans of either instance's requests").untilAsserted(() -> {
                publish(RETRIED);
                assertThat(collector.spans())
                        .extracting(Span::getName)
                        .contains("process " + rig.topics().requested(), "wait", "DeleteMedia", "settle");
            });
            assertThat(collector.spans())
                    .allMatch(span -> HexFormat.of()
                            .formatHex(span.getTraceId().toByteArray())
                            .equals(TRACE));
            rig.endPages(0);
            assertThat(collector.meters())
                    .as("what is left is sent at the end")
                    .extracting(Metric::getName)
                    .contains("media.deleter.settlements", "media.deleter.time.to.settle");
        }
    }

    private void publish(String fileId) {
        String event =
                "{\"specversion\":\"1.0\",\"id\":\"c\",\"source\":\"/test\",\"type\":\"asked\",\"traceparent\":\""
                        + PARENT + "\",\"tracestate\":\"a=b\",\"data\":{\"eventId\":\"e\",\"fileId\":\"" + fileId
                        + "\"}}";
        rig.publish(
                fileId.getBytes(UTF_8), event.getBytes(UTF_8), Map.of("content-type", "application/cloudevents+json"));
    }
}
