package io.mediadeleter.ops.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content.Valid;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.MediaDeleted;
import io.mediadeleter.event.MediaDeleted.Disposition;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.Scope;
import io.mediadeleter.fixture.LogLines;
import io.mediadeleter.pipeline.Deliveries;
import io.mediadeleter.pipeline.port.Reduction;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Settlement.Completed;
import io.mediadeleter.rule.Settlement.DeadLettered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LogTelemetryTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @AutoClose
    private final LogLines lines = LogLines.of("media-deleter");

    @Test
    void settlement_isOneLineThatTellsWhichRequestAndWhichTrace() {
        byte[] traceparent = ("00-" + TRACE + "-00f067aa0ba902b7-01").getBytes(UTF_8);
        Delivery delivery = Deliveries.at(
                new Partition("requests", 3),
                4711,
                new Message(null, null, List.of(new Header("traceparent", traceparent)), Instant.EPOCH),
                Attempt.FIRST,
                new Valid(new DeleteRequest(
                        "e-1",
                        new MediaId(null, "7447398156998994860"),
                        new Scope.Whole(),
                        "order-4711",
                        "retention-service")));
        Fault fault = new Fault(FaultKind.PERMANENT, "FailedOperation.NoPrivileges", "no", "r-1");

        new LogTelemetry()
                .settled(
                        List.of(new Settled(
                                delivery,
                                new DeadLettered(1, Instant.EPOCH, Instant.EPOCH, fault),
                                new Reduction(2, 5_000_000))),
                        Duration.ZERO);

        assertThat(lines.all()).hasSize(1);
        assertThat(lines.all().get(0).getKeyValuePairs())
                .extracting(pair -> pair.key + "=" + pair.value)
                .contains(
                        "origin=requests/3/4711",
                        "eventId=e-1",
                        "requestedBy=retention-service",
                        "fileId=7447398156998994860",
                        "correlationId=order-4711",
                        "traceId=" + TRACE,
                        "code=FailedOperation.NoPrivileges",
                        "requestId=r-1",
                        "headersDropped=2",
                        "valueDropped=5000000");
    }

    /** A line that says DELETED and no more is read as if the media were gone. */
    @Test
    void parts_areNamed_andWhatASharedCallDeletedBeyondThem() {
        Scope parts = new Scope.Parts(List.of(new Part("TranscodeFiles", 100010L), new Part("OriginalFiles", null)));

        assertThat(fieldsOfDeleted(parts, parts))
                .contains("parts=TranscodeFiles:100010 OriginalFiles")
                .noneMatch(field -> field.startsWith("deleted="));
        assertThat(fieldsOfDeleted(parts, new Scope.Whole())).contains("deleted=whole media");
        assertThat(fieldsOfDeleted(new Scope.Whole(), new Scope.Whole()))
                .noneMatch(field -> field.startsWith("parts=") || field.startsWith("deleted="));
    }

    private List<String> fieldsOfDeleted(Scope asked, Scope called) {
        DeleteRequest request = new DeleteRequest("e-1", new MediaId(null, "7447398156998994860"), asked, null, null);
        Delivery delivery =
                Deliveries.at(new Partition("requests", 3), 4711, Instant.EPOCH, Attempt.FIRST, new Valid(request));
        MediaDeleted result = new MediaDeleted(
                delivery.origin(), request, Disposition.DELETED, "r-1", null, Instant.EPOCH, 1, true, called);
        new LogTelemetry().settled(List.of(new Settled(delivery, new Completed(result))), Duration.ZERO);
        return lines.all().get(lines.all().size() - 1).getKeyValuePairs().stream()
                .map(pair -> pair.key + "=" + pair.value)
                .toList();
    }

    @Test
    void partitions_areToldInTheirOrder() {
        new LogTelemetry().assigned(List.of(new Partition("b", 0), new Partition("a", 10), new Partition("a", 9)));

        assertThat(lines.texts()).containsExactly("Assigned 3 partitions: [a/9, a/10, b/0]");
    }

    @Test
    void dryRun_hasNoRequestIdToTell() {
        DeleteRequest request = new DeleteRequest(
                "e-1", new MediaId(null, "7447398156998994860"), new Scope.Whole(), null, "retention-service");
        Delivery delivery =
                Deliveries.at(new Partition("requests", 3), 4711, Instant.EPOCH, Attempt.FIRST, new Valid(request));
        MediaDeleted result = new MediaDeleted(
                delivery.origin(), request, Disposition.DRY_RUN, null, null, Instant.EPOCH, 1, false, request.scope());

        new LogTelemetry().settled(List.of(new Settled(delivery, new Completed(result))), Duration.ZERO);

        assertThat(lines.all()).hasSize(1);
        assertThat(lines.all().get(0).getMessage()).isEqualTo("DRY_RUN");
        assertThat(lines.all().get(0).getKeyValuePairs())
                .extracting(pair -> pair.key)
                .contains("eventId", "attempts")
                .doesNotContain("requestId");
    }
}
