package io.mediadeleter.otel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.Results;
import io.mediadeleter.event.Scope;
import io.mediadeleter.fixture.LogLines;
import io.mediadeleter.pipeline.Deliveries;
import io.mediadeleter.pipeline.port.EndedCall;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.Settlement;
import io.mediadeleter.text.CommandFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a collector gets, over the wire. */
class CollectorTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PUBLISHER = "00f067aa0ba902b7";
    private static final MediaId MEDIA = new MediaId(null, "81");
    private static final DeleteRequest REQUEST = new DeleteRequest("e-1", MEDIA, new Scope.Whole(), null, null);
    private static final Partition PARTITION = new Partition("t", 3);
    private static final Duration TOOK = Duration.ofMillis(20);

    @AutoClose
    private final FakeCollector fake = FakeCollector.start();

    private final Collector collector = told(Map.of());

    @AutoClose
    private final LogLines lines = LogLines.of(CollectorHealth.class);

    private Collector told(Map<String, String> environment) {
        return new Collector(fake.address(), new Collector.Source("group-1", "one", "0.1.0"), environment);
    }

    private static Delivery read(long offset, String... traceparent) {
        List<Header> headers = traceparent.length == 0
                ? List.of()
                : List.of(new Header(Header.TRACEPARENT, traceparent[0].getBytes(UTF_8)));
        Message message = new Message(null, null, headers, Instant.EPOCH);
        return Deliveries.at(PARTITION, offset, message, Attempt.FIRST, new Content.Valid(REQUEST));
    }

    private static Settled deleted(Delivery delivery) {
        return new Settled(
                delivery, new Settlement.Completed(Results.deleted(delivery.origin(), REQUEST, Instant.now())));
    }

    private static Settled givenUp(Delivery delivery, Fault fault) {
        return new Settled(delivery, new Settlement.DeadLettered(1, Instant.now(), Instant.now(), fault));
    }

    private static String hex(com.google.protobuf.ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    /** On a busy machine they come later than their end is waited for. */
    private void awaitSpans(String... names) {
        await("spans").untilAsserted(() -> {
            assertThat(fake.spans()).extracting(Span::getName).containsExactlyInAnyOrder(names);
        });
    }

    private Span span(String name) {
        return fake.spans().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void wayOfARequest_isSpansOfItsPublishersTrace() {
        Delivery delivery = read(7, "00-" + TRACE + "-" + PUBLISHER + "-01");
        try (SpanTelemetry spans = collector.spans()) {
            spans.received(delivery);
            spans.callEnded(new EndedCall(MEDIA, List.of(delivery), new Outcome.Deleted("r-1"), TOOK));
            spans.settled(List.of(deleted(delivery)), TOOK);
            assertThat(spans.underWay()).isZero();
        }

        awaitSpans("process t", "wait", "DeleteMedia", "settle");
        assertThat(fake.spans()).allMatch(span -> hex(span.getTraceId()).equals(TRACE));
        Span process = span("process t");
        assertThat(hex(process.getParentSpanId())).isEqualTo(PUBLISHER);
        assertThat(process.getLinksList())
                .extracting(link -> hex(link.getSpanId()))
                .containsExactly(PUBLISHER);
        assertThat(process.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CONSUMER);
        assertThat(FakeCollector.attributes(process))
                .containsAllEntriesOf(Map.of(
                        "messaging.system", "kafka",
                        "messaging.operation.type", "process",
                        "messaging.destination.name", "t",
                        "messaging.destination.partition.id", "3",
                        "messaging.kafka.offset", "7",
                        "messaging.consumer.group.name", "group-1",
                        "messaging.message.id", "e-1",
                        "media_deleter.settlement", "deleted"));
        Span call = span("DeleteMedia");
        assertThat(call.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(call.getEndTimeUnixNano() - call.getStartTimeUnixNano()).isEqualTo(TOOK.toNanos());
        assertThat(FakeCollector.attributes(call)).containsEntry("media_deleter.request_id", "r-1");
        assertThat(List.of(call, span("wait"), span("settle")))
                .allMatch(child -> child.getParentSpanId().equals(process.getSpanId()));
        assertThat(fake.resource())
                .containsEntry("service.name", "media-deleter")
                .containsEntry("service.namespace", "group-1")
                .containsEntry("service.instance.id", "one");
    }

    @Test
    void deadLetter_isAnErrorWithItsCode_andATraceOfItsOwnWithoutAPublishers() {
        Delivery delivery = read(8);
        Fault fault = new Fault(FaultKind.PERMANENT, "UnsupportedOperation", "why", null);
        try (SpanTelemetry spans = collector.spans()) {
            spans.received(delivery);
            spans.callEnded(new EndedCall(MEDIA, List.of(delivery), new Outcome.Failed(fault), TOOK));
            spans.settled(List.of(givenUp(delivery, fault)), TOOK);
        }

        awaitSpans("process t", "wait", "DeleteMedia", "settle");
        Span process = span("process t");
        assertThat(process.getParentSpanId().isEmpty()).isTrue();
        assertThat(process.getLinksCount()).isZero();
        assertThat(process.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(FakeCollector.attributes(process)).containsEntry("error.type", "UnsupportedOperation");
        assertThat(FakeCollector.attributes(span("DeleteMedia"))).containsEntry("error.type", "UnsupportedOperation");
    }

    @Test
    void publisherThatDoesNotSample_isObeyed_andSenselessHeadersAreNone() {
        Delivery unsampled = read(9, "00-" + TRACE + "-" + PUBLISHER + "-00");
        Delivery senseless = read(10, "\u0000no trace");
        try (SpanTelemetry spans = collector.spans()) {
            List.of(unsampled, senseless).forEach(spans::received);
            spans.settled(List.of(deleted(unsampled), deleted(senseless)), TOOK);
        }

        awaitSpans("process t", "settle");
        assertThat(span("process t").getParentSpanId().isEmpty()).isTrue();
    }

    @Test
    void whatGoesToOthers_isForgotten() {
        try (SpanTelemetry spans = collector.spans()) {
            spans.received(read(11));
            spans.released(List.of(PARTITION), 1);
            spans.callEnded(new EndedCall(MEDIA, List.of(read(11)), new Outcome.Deleted("r-1"), TOOK));

            assertThat(spans.underWay()).isZero();
        }
    }

    @Test
    void meters_areSentWhenTheRegistryIsClosed() {
        MeterRegistry meters = collector.meters(Duration.ofHours(1));
        meters.counter("media.deleter.settlements", "kind", "deleted").increment(3);
        meters.close();

        assertThat(fake.meters()).extracting(Metric::getName).contains("media.deleter.settlements");
    }

    @Test
    void collectorThatFails_isToldOnce_andOnceThatItIsBack() {
        fake.answer(500);
        MeterRegistry meters = collector.meters(Duration.ofMillis(100));
        meters.counter("some").increment();
        await("a failure").until(() -> !lines.all().isEmpty());
        fake.answer(200);
        await("success").until(() -> lines.all().size() == 2);
        fake.close();
        await("another failure").until(() -> lines.all().size() == 3);
        meters.close();

        assertThat(lines.all()).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO, Level.WARN);
        assertThat(lines.texts().get(0))
                .startsWith("The OpenTelemetry collector at " + fake.address() + " takes no metrics: ");
    }

    @Test
    void collectorThatIsNotThere_costsNothingButTheSpans() {
        fake.close();
        Delivery delivery = read(12);
        try (SpanTelemetry spans = collector.spans()) {
            spans.received(delivery);
            spans.settled(List.of(deleted(delivery)), TOOK);
        }

        await("one line").until(() -> lines.all().size() == 1);
        assertThat(lines.texts().get(0)).contains("takes no spans");
    }

    @Test
    void headersOfTheEnvironment_goWithSpansAndMetrics() {
        Collector keyed = told(Map.of("OTEL_EXPORTER_OTLP_HEADERS", "x-key=a%20b%25, y=1"));
        MeterRegistry meters = keyed.meters(Duration.ofHours(1));
        meters.counter("some").increment();
        meters.close();
        try (SpanTelemetry spans = keyed.spans()) {
            Delivery delivery = read(13);
            spans.received(delivery);
            spans.settled(List.of(deleted(delivery)), TOOK);
        }

        awaitSpans("process t", "settle");
        assertThat(fake.header("x-key")).hasSizeGreaterThan(1).containsOnly("a b%");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Authorization=Bearer s3cr3t%tail", "x-key=s3cr3t%0Atail", "x-s3cr3t%20key=1", "x-key=s3cr3t%ff"
            })
    void headersThatCannotBeSent_endTheStart_andAreNotTold(String headers) {
        assertThatThrownBy(() -> told(Map.of("OTEL_EXPORTER_OTLP_HEADERS", headers))
                        .meters(Duration.ofHours(1))
                        .close())
                .isInstanceOf(CommandFailure.class)
                .hasNoCause()
                .hasMessageStartingWith("OTEL_EXPORTER_OTLP_HEADERS cannot be ")
                .hasMessageNotContaining("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=lowmemory",
                "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=",
                "OTEL_EXPORTER_OTLP_COMPRESSION=",
                "OTEL_EXPORTER_OTLP_METRICS_COMPRESSION=zstd",
                "OTEL_RESOURCE_ATTRIBUTES=team=a,team=b"
            })
    void variablesOfTheStandard_withoutUseHere_stopNothing(String variable) {
        String[] parts = variable.split("=", 2);
        MeterRegistry meters = told(Map.of(parts[0], parts[1])).meters(Duration.ofHours(1));
        meters.counter("some").increment();
        meters.close();

        assertThat(fake.meters()).isNotEmpty();
    }

    @Test
    void temporalityAndAttributes_areTheOperators() {
        MeterRegistry meters = told(Map.of(
                        "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "Delta",
                        "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"))
                .meters(Duration.ofHours(1));
        meters.counter("some").increment();
        meters.close();
        try (SpanTelemetry spans = told(Map.of(
                        "OTEL_RESOURCE_ATTRIBUTES", "team=a,no pair,service.namespace=ours",
                        "OTEL_SERVICE_NAME", "mine"))
                .spans()) {
            Delivery delivery = read(14);
            spans.received(delivery);
            spans.settled(List.of(deleted(delivery)), TOOK);
        }

        awaitSpans("process t", "settle");
        assertThat(fake.meters())
                .extracting(metric -> metric.getSum().getAggregationTemporality())
                .containsOnly(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
        assertThat(fake.header("Content-Encoding")).contains("gzip");
        assertThat(fake.resource())
                .containsEntry("team", "a")
                .containsEntry("service.name", "mine")
                .containsEntry("service.namespace", "ours");
    }
}
