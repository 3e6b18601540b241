package io.mediadeleter.kafka.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.event.Message;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.SubApp;
import io.mediadeleter.event.TopicRole;
import io.mediadeleter.kafka.codec.RequestFields;
import io.mediadeleter.kafka.codec.ResultEncoder;
import io.mediadeleter.kafka.headers.MdHeaders;
import io.mediadeleter.kafka.headers.OwnHeaders;
import io.mediadeleter.kafka.inbox.FetchedRecords;
import io.mediadeleter.kafka.partitions.KafkaConversions;
import io.mediadeleter.rule.GracePeriod;
import io.mediadeleter.rule.RetryDelay;
import io.mediadeleter.rule.RetrySchedule;
import io.mediadeleter.time.Instants;
import io.mediadeleter.trace.RequestSummary;
import io.mediadeleter.trace.TraceEntry;
import io.mediadeleter.trace.TraceEvent;
import io.mediadeleter.trace.TraceEvent.Failure;
import io.mediadeleter.trace.TraceQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a record says of a request, and keeps what belongs to those that are looked for. Not thread-safe. */
final class TraceEntryReader {

    /** No result has more; a forged one must not take the memory. */
    private static final int MOST_RESULT_BYTES = 512 << 10;

    private static final int MOST_TEXT = 1_000;

    private final TraceTopics topics;
    private final TraceQuery query;
    private final GracePeriod grace;
    private final @Nullable Long defaultSubAppId;
    private final TraceMatches matches;
    private final ResultEncoder ids = new ResultEncoder("any");

    TraceEntryReader(
            TraceTopics topics,
            TraceQuery query,
            GracePeriod grace,
            @Nullable Long defaultSubAppId,
            TraceMatches matches) {
        this.topics = topics;
        this.query = query;
        this.grace = grace;
        this.defaultSubAppId = defaultSubAppId;
        this.matches = matches;
    }

    /** Looks at the next record. */
    void read(FetchedRecords.Fetched read) {
        String topic = read.partition().topic();
        if (topics.isResult(topic)) {
            result(read);
        } else if (topics.isDeadLetter(topic)) {
            deadLetter(read);
        } else {
            queued(read);
        }
    }

    /** The result that a record is; empty when it is none. */
    Optional<TraceEntry> asResult(FetchedRecords.Fetched read) {
        byte[] value = read.message().value();
        return value == null || value.length > MOST_RESULT_BYTES
                ? Optional.empty()
                : ResultFields.of(value).map(fields -> entry(read, source(fields), fields.asked(), fields.done()));
    }

    private void result(FetchedRecords.Fetched read) {
        Optional<TraceEntry> result = asResult(read);
        result.filter(entry -> isWanted(entry.asked())
                        || (matches.knows(origin(entry)) && !query.isContradictedBy(entry.asked())))
                .ifPresent(this::keep);
        byte[] value = read.message().value();
        if (read.message().omitted().isContent() || (value != null && value.length > MOST_RESULT_BYTES)) {
            matches.skip();
        }
    }

    /** Its id tells on which topic of this name its request is. */
    private Origin source(ResultFields fields) {
        Origin source = fields.source();
        return matches.candidates(source).stream()
                .filter(origin -> ids.eventId(origin).toString().equals(fields.eventId()))
                .findFirst()
                .orElse(source);
    }

    private boolean isWanted(RequestSummary asked) {
        return query.text().equals(query.saidBy(asked));
    }

    private boolean isWanted(RequestFields fields) {
        return switch (query.by()) {
            case FILE_ID -> fields.says(RequestFields.FILE_ID, query.text());
            case EVENT_ID -> fields.says(RequestFields.EVENT_ID, query.text());
            case CORRELATION_ID -> fields.says(RequestFields.CORRELATION_ID, query.text());
            case ORIGIN -> false;
        };
    }

    private void deadLetter(FetchedRecords.Fetched read) {
        Message message = read.message();
        byte[] key = message.key();
        Origin origin = Optional.ofNullable(key)
                .flatMap(bytes -> Origin.parse(new String(bytes, UTF_8)))
                .orElseGet(() -> here(read));
        if (message.value() == null && !message.omitted().isContent()) {
            if (matches.knows(origin)) {
                keep(entry(read, origin, RequestSummary.NOTHING, new TraceEvent.Resolved()));
            }
            return;
        }
        OwnHeaders headers = OwnHeaders.of(message.headers());
        take(
                read,
                origin,
                new TraceEvent.GivenUp(
                        failure(headers),
                        headers.text(MdHeaders.HOLD).orElse(null),
                        headers.count(MdHeaders.ATTEMPT),
                        headers.text(MdHeaders.CALLED).isPresent(),
                        headers.count(MdHeaders.REPLAYS),
                        headers.instant(MdHeaders.FAILED_AT).orElse(message.timestamp())));
    }

    private void queued(FetchedRecords.Fetched read) {
        String topic = read.partition().topic();
        if (topics.isRequests(topic)) {
            TraceEvent.Queued first = new TraceEvent.Queued(topics.names().roleOf(topic), null, 0, null);
            take(read, here(read), first);
            return;
        }
        OwnHeaders headers = OwnHeaders.of(read.message().headers());
        Failure failure = failure(headers);
        take(
                read,
                headers.origin().orElseGet(() -> here(read)),
                new TraceEvent.Queued(
                        topics.names().roleOf(topic),
                        due(topic, headers, read.message().timestamp()),
                        headers.count(MdHeaders.ATTEMPT),
                        failure.kind() == null ? null : failure));
    }

    private void take(FetchedRecords.Fetched read, Origin origin, TraceEvent event) {
        boolean isKnown = topics.isRequests(read.partition().topic())
                ? matches.knowsPlace(origin.place()) && mayBeFirst(read)
                : matches.knows(origin);
        RequestFields fields = RequestFields.of(read.message().value());
        RequestSummary asked = new RequestSummary(
                fields.first(RequestFields.EVENT_ID).orElse(null),
                fields.first(RequestFields.FILE_ID).orElse(null),
                fields.subAppId().orElse(unnamed(read)),
                fields.parts(),
                fields.first(RequestFields.CORRELATION_ID).orElse(null),
                fields.first(RequestFields.REQUESTED_BY).orElse(null),
                fields.first(RequestFields.REASON).orElse(null));
        if ((isKnown && !query.isContradictedBy(asked)) || isWanted(fields)) {
            keep(entry(read, origin, asked, event));
        } else if (read.message().omitted().isContent() && query.by() != TraceQuery.By.ORIGIN) {
            matches.skip();
        }
    }

    /** On a recreated topic another request may lie at the same place; it says another id. */
    private boolean mayBeFirst(FetchedRecords.Fetched read) {
        return query.by() == TraceQuery.By.ORIGIN || read.message().omitted().isContent();
    }

    /** For which one it is where it names none: what this service has carried on says so, a publisher's own header does not. */
    private @Nullable Long unnamed(FetchedRecords.Fetched read) {
        Optional<SubApp> told = topics.isRequests(read.partition().topic())
                ? Optional.empty()
                : OwnHeaders.of(read.message().headers()).subApp();
        return told.isPresent() ? told.get().id() : defaultSubAppId;
    }

    private void keep(TraceEntry entry) {
        matches.know(origin(entry));
        matches.add(entry);
    }

    /** Null when it is due at once. A damaged header promises no more than the topic's delay and its jitter. */
    private @Nullable Instant due(String topic, OwnHeaders headers, Instant written) {
        if (topics.names().roleOf(topic) == TopicRole.GRACE) {
            return grace.endOf(written, headers.duration(MdHeaders.GRACE_PERIOD).orElse(null));
        }
        Optional<Duration> delay = topics.delay(topic).map(RetryDelay::duration);
        Optional<Instant> told = headers.instant(MdHeaders.NOT_BEFORE);
        if (delay.isEmpty() || told.isEmpty()) {
            return null;
        }
        return Instants.earlier(told.get(), RetrySchedule.latestDue(delay.get(), written));
    }

    private static Failure failure(OwnHeaders headers) {
        return new Failure(
                headers.text(MdHeaders.FAULT_KIND).map(TraceEntryReader::cut).orElse(null),
                headers.text(MdHeaders.FAULT_CODE).map(TraceEntryReader::cut).orElse(null),
                headers.text(MdHeaders.FAULT_MESSAGE).map(TraceEntryReader::cut).orElse(null),
                headers.text(MdHeaders.FAULT_REQUEST_ID)
                        .map(TraceEntryReader::cut)
                        .orElse(null));
    }

    /** Each is kept. */
    private static String cut(String text) {
        return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
    }

    private static Origin origin(TraceEntry entry) {
        return Objects.requireNonNull(entry.origin());
    }

    private static Origin here(FetchedRecords.Fetched read) {
        return new Origin(read.partition().topic(), read.partition().partition(), read.offset());
    }

    private static TraceEntry entry(
            FetchedRecords.Fetched read, Origin origin, RequestSummary asked, TraceEvent event) {
        Partition partition = KafkaConversions.toPartition(read.partition());
        return new TraceEntry(partition, read.offset(), read.message().timestamp(), origin, asked, event);
    }
}
