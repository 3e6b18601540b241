package io.mediadeleter.otel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.event.Content.Valid;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Partition;
import io.mediadeleter.pipeline.port.EndedCall;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.pipeline.port.Telemetry;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.Settlement;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Spans of the way of each record that was read, by OpenTelemetry's conventions for messaging: {@code process TOPIC} from when it was read
 * until it is settled, a child of its publisher's span and linked to it; below it {@code wait}, {@code DeleteMedia} and {@code settle}.
 * They are made when the record is settled, of times noted before. A publisher whose trace is not sampled gets none. Thread-safe.
 */
public final class SpanTelemetry implements Telemetry, AutoCloseable {

    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(3);

    /** Where a record was read, and by which assignment. */
    private record Place(Partition partition, long offset, long epoch) {
        static Place of(Delivery delivery) {
            return new Place(delivery.partition(), delivery.offset(), delivery.epoch());
        }
    }

    /** When what happened to a record. Its last call counts: one that was throttled is waiting, as others see it. */
    private record Way(Instant received, @Nullable Call call) {}

    private record Call(Instant began, Instant ended, Outcome outcome, int sharedBy) {}

    private static final TextMapGetter<Message> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Message message) {
            return message.headers().stream().map(Header::name).toList();
        }

        @Override
        public @Nullable String get(@Nullable Message message, String name) {
            return message == null
                    ? null
                    : message.headers().stream()
                            .filter(header -> header.name().equals(name))
                            .flatMap(header -> Optional.ofNullable(header.value()).stream())
                            .map(value -> new String(value, UTF_8))
                            .findFirst()
                            .orElse(null);
        }
    };

    private final Map<Place, Way> ways = new ConcurrentHashMap<>();
    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final String group;

    SpanTelemetry(SdkTracerProvider provider, String group) {
        this.provider = provider;
        this.tracer = provider.get("io.mediadeleter");
        this.group = group;
    }

    @Override
    public void received(Delivery delivery) {
        ways.put(Place.of(delivery), new Way(Instant.now(), null));
    }

    @Override
    public void callEnded(EndedCall call) {
        Instant now = Instant.now();
        Call made = new Call(now.minus(call.took()), now, call.outcome(), call.requests());
        call.deliveries()
                .forEach(delivery ->
                        ways.computeIfPresent(Place.of(delivery), (place, way) -> new Way(way.received(), made)));
    }

    @Override
    public void settled(List<Settled> settlements, Duration took) {
        Instant now = Instant.now();
        Map<Settled, Way> ended = new LinkedHashMap<>();
        settlements.forEach(settled -> {
            Way way = ways.remove(Place.of(settled.delivery()));
            if (way != null) {
                ended.put(settled, way);
            }
        });
        ended.forEach((settled, way) -> tell(settled, way, now)); // if one fails, none stays behind
    }

    @Override
    public void released(Collection<Partition> partitions, int dropped) {
        ways.keySet().removeIf(place -> partitions.contains(place.partition()));
    }

    /** How many records are under way; bounded by what an instance keeps in memory. */
    int underWay() {
        return ways.size();
    }

    private void tell(Settled settled, Way way, Instant now) {
        Delivery delivery = settled.delivery();
        Context publisher =
                W3CTraceContextPropagator.getInstance().extract(Context.root(), delivery.message(), HEADERS);
        Span process =
                process(delivery, publisher).setStartTimestamp(way.received()).startSpan();
        if (process.isRecording()) {
            Context within = publisher.with(process);
            Call call = way.call();
            Instant called = call == null ? way.received() : call.began();
            if (call != null) {
                child("wait", SpanKind.INTERNAL, within, way.received()).end(nanos(called), TimeUnit.NANOSECONDS);
                tellCall(call, within);
            }
            describe(process, settled);
            Instant began = call == null ? way.received() : call.ended();
            Span settle = child("settle", SpanKind.INTERNAL, within, began);
            settle.setAttribute("media_deleter.settlement", kind(settled.settlement()));
            settle.end(nanos(now), TimeUnit.NANOSECONDS);
        }
        process.end(nanos(now), TimeUnit.NANOSECONDS);
    }

    private SpanBuilder process(Delivery delivery, Context publisher) {
        return tracer.spanBuilder("process " + delivery.partition().topic())
                .setParent(publisher)
                .setSpanKind(SpanKind.CONSUMER)
                .addLink(Span.fromContext(publisher).getSpanContext())
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.name", "process")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.destination.name", delivery.partition().topic())
                .setAttribute(
                        "messaging.destination.partition.id",
                        Integer.toString(delivery.partition().number()))
                .setAttribute("messaging.kafka.offset", delivery.offset())
                .setAttribute("messaging.consumer.group.name", group);
    }

    private static void describe(Span process, Settled settled) {
        Delivery delivery = settled.delivery();
        process.setAttribute("media_deleter.origin", delivery.origin().toString());
        process.setAttribute("media_deleter.settlement", kind(settled.settlement()));
        if (delivery.content() instanceof Valid valid) {
            process.setAttribute(
                    "media_deleter.file_id", valid.request().media().fileId());
            process.setAttribute("messaging.message.id", valid.request().eventId());
        }
        fault(settled.settlement()).ifPresent(fault -> fail(process, fault));
    }

    private void tellCall(Call call, Context within) {
        Span span = child("DeleteMedia", SpanKind.CLIENT, within, call.began());
        span.setAttribute("rpc.method", "DeleteMedia");
        span.setAttribute("media_deleter.requests", call.sharedBy());
        call.outcome()
                .match(done -> span.setAttribute("media_deleter.request_id", done.requestId()), () -> span, fault -> {
                    fail(span, fault);
                    return span;
                });
        span.end(nanos(call.ended()), TimeUnit.NANOSECONDS);
    }

    private Span child(String name, SpanKind kind, Context within, Instant began) {
        return tracer.spanBuilder(name)
                .setParent(within)
                .setSpanKind(kind)
                .setStartTimestamp(began)
                .startSpan();
    }

    private static void fail(Span span, Fault fault) {
        span.setAttribute("error.type", fault.code());
        span.setStatus(StatusCode.ERROR, fault.message());
    }

    private static Optional<Fault> fault(Settlement settlement) {
        return settlement.match(
                done -> Optional.empty(),
                retried -> Optional.of(retried.fault()),
                dead -> Optional.of(dead.fault()),
                deferred -> Optional.empty());
    }

    private static String kind(Settlement settlement) {
        return settlement.match(
                done -> done.result().disposition().name().toLowerCase(Locale.ROOT),
                retried -> "retried",
                dead -> "dead_lettered",
                deferred -> "deferred");
    }

    private static long nanos(Instant at) {
        return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
    }

    /** Sends what is left, within a few seconds. */
    @Override
    public void close() {
        provider.shutdown().join(LONGEST_FAREWELL.toSeconds(), TimeUnit.SECONDS);
    }
}
