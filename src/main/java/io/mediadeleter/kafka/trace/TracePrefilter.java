package io.mediadeleter.kafka.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.event.Origin;
import io.mediadeleter.kafka.headers.MdHeaders;
import io.mediadeleter.kafka.scan.RecordPrefilter;
import io.mediadeleter.trace.TraceQuery;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Whether a record may belong to what is looked for, by its bytes: its value may hold the id, or its key or header the place of a
 * request that is known. Not thread-safe.
 */
final class TracePrefilter implements RecordPrefilter {

    /** A topic's name, two numbers and an id are never longer. */
    private static final int MOST_ORIGIN_BYTES = 350;

    private final TraceMatches matches;
    private final @Nullable JsonTextMatcher matcher;

    private TracePrefilter(TraceMatches matches, @Nullable JsonTextMatcher matcher) {
        this.matches = matches;
        this.matcher = matcher;
    }

    /** For records that carry a request. */
    static TracePrefilter atRequests(TraceQuery query, TraceMatches matches) {
        boolean isByContent = query.by() != TraceQuery.By.ORIGIN;
        return new TracePrefilter(matches, isByContent ? new JsonTextMatcher(List.of(query.text())) : null);
    }

    /** For results, which name the origin in their value. */
    static TracePrefilter atResults(TraceQuery query, TraceMatches matches) {
        String text = query.by() != TraceQuery.By.ORIGIN
                ? query.text()
                : Origin.parse(query.text())
                        .map(origin -> Long.toString(origin.offset()))
                        .orElse("");
        return new TracePrefilter(matches, new JsonTextMatcher(List.of(text)));
    }

    @Override
    public Wanted look(@Nullable ByteBuffer key, @Nullable ByteBuffer value, Headers headers) {
        boolean mayBelong = (matcher != null && value != null && matcher.mayBeIn(value))
                || (!matches.knowsNone() && (isKnown(key) || isKnown(headers)));
        return mayBelong ? Wanted.ALL : Wanted.NOTHING;
    }

    private boolean isKnown(Headers headers) {
        for (Header header : headers.headers(MdHeaders.ORIGIN)) {
            if (header.value() != null && isKnown(ByteBuffer.wrap(header.value()))) {
                return true;
            }
        }
        return false;
    }

    private boolean isKnown(@Nullable ByteBuffer origin) {
        if (origin == null || origin.remaining() > MOST_ORIGIN_BYTES) {
            return false;
        }
        String text = UTF_8.decode(origin.duplicate()).toString();
        int at = text.indexOf('@');
        return matches.knowsPlace(at < 0 ? text : text.substring(0, at));
    }
}
