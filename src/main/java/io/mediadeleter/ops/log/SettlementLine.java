package io.mediadeleter.ops.log;

import io.mediadeleter.event.Content.Valid;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.MediaDeleted;
import io.mediadeleter.event.Part;
import io.mediadeleter.ops.TraceId;
import io.mediadeleter.pipeline.port.Reduction;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.Settlement.DeadLettered;
import io.mediadeleter.rule.Settlement.Retried;
import io.mediadeleter.text.DurationText;
import io.mediadeleter.text.Excerpt;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/** The line of one settlement, with the fields that operations.md lists. Stateless. */
final class SettlementLine {

    /** A request may name more parts than a line can carry. */
    private static final int MOST_CHARS = 1_024;

    private SettlementLine() {}

    static LoggingEventBuilder of(Settled settled, Logger log) {
        LoggingEventBuilder line = settled.settlement()
                .match(
                        completed -> result(about(log.atInfo(), settled), completed.result()),
                        retried -> retry(about(log.atWarn(), settled), retried),
                        dead -> deadLetter(about(log.atWarn(), settled), dead),
                        deferred -> about(log.atInfo(), settled)
                                .setMessage("DEFERRED for its grace period of " + DurationText.of(deferred.period())));
        return without(line, settled.omitted());
    }

    private static LoggingEventBuilder without(LoggingEventBuilder line, Reduction omitted) {
        LoggingEventBuilder told =
                omitted.headers() == 0 ? line : line.addKeyValue("headersDropped", omitted.headers());
        told = omitted.evidence().isEmpty()
                ? told
                : told.addKeyValue("evidenceDropped", String.join(",", omitted.evidence()));
        return omitted.valueBytes() == null ? told : told.addKeyValue("valueDropped", omitted.valueBytes());
    }

    private static LoggingEventBuilder about(LoggingEventBuilder line, Settled settled) {
        Delivery delivery = settled.delivery();
        LoggingEventBuilder told = line.addKeyValue("origin", delivery.origin().toString());
        if (delivery.content() instanceof Valid valid) {
            told = told.addKeyValue("eventId", valid.request().eventId())
                    .addKeyValue("fileId", valid.request().media().fileId());
            told = with(told, "parts", valid.request().scope().match(() -> null, SettlementLine::names));
            told = with(told, "correlationId", valid.request().correlationId());
            told = with(told, "requestedBy", valid.request().requestedBy());
        }
        return with(told, "traceId", TraceId.of(delivery.message()).orElse(null));
    }

    private static String names(List<Part> parts) {
        return Excerpt.of(Part.text(parts), MOST_CHARS);
    }

    private static LoggingEventBuilder with(LoggingEventBuilder line, String name, @Nullable String value) {
        return value == null ? line : line.addKeyValue(name, value);
    }

    static LoggingEventBuilder because(LoggingEventBuilder line, Fault fault) {
        LoggingEventBuilder withFault =
                line.addKeyValue("fault", fault.kind().name()).addKeyValue("code", fault.code());
        return with(withFault, "requestId", fault.requestId());
    }

    private static LoggingEventBuilder result(LoggingEventBuilder line, MediaDeleted result) {
        String more =
                result.isMoreThanAsked() ? result.called().match(() -> "whole media", SettlementLine::names) : null;
        return with(with(line, "requestId", result.requestId()), "deleted", more)
                .addKeyValue("attempts", result.attempts())
                .setMessage(result.disposition().name());
    }

    private static LoggingEventBuilder retry(LoggingEventBuilder line, Retried retried) {
        return because(line, retried.fault())
                .addKeyValue("attempts", retried.attempts())
                .setMessage("RETRY in " + retried.delay().name() + ": "
                        + retried.fault().message());
    }

    private static LoggingEventBuilder deadLetter(LoggingEventBuilder line, DeadLettered dead) {
        return because(line, dead.fault())
                .addKeyValue("attempts", dead.attempts())
                .setMessage("DEAD LETTER: " + dead.fault().message());
    }
}
