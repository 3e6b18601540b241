package io.mediadeleter.kafka.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.event.Origin;
import io.mediadeleter.kafka.headers.MdHeaders;
import io.mediadeleter.kafka.scan.RecordGlance;
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
final class TraceGlance implements RecordGlance {

    /** A topic's name, two numbers and an id are never longer. */
    private static final int MOST_ORIGIN_BYTES = 350;

    private final Harvest harvest;
    private final @Nullable Needle needle;

    private TraceGlance(Harvest harvest, @Nullable Needle needle) {
        this.harvest = harvest;
        this.needle = needle;
    }

    /** For records that carry a request. */
    static TraceGlance atRequests(TraceQuery query, Harvest harvest) {
        boolean isByContent = query.by() != TraceQuery.By.ORIGIN;
        return new TraceGlance(harvest, isByContent ? new Needle(List.of(query.text())) : null);
    }

    /** For results, which name the origin in their value. */
    static TraceGlance atResults(TraceQuery query, Harvest harvest) {
        String text = query.by() != TraceQuery.By.ORIGIN
                ? query.text()
                : Origin.parse(query.text())
                        .map(origin -> Long.toString(origin.offset()))
                        .orElse("");
        return new TraceGlance(harvest, new Needle(List.of(text)));
    }

    @Override
    public Wanted look(@Nullable ByteBuffer key, @Nullable ByteBuffer value, Headers headers) {
        boolean mayBelong = (needle != null && value != null && needle.mayBeIn(value))
                || (!harvest.knowsNone() && (isKnown(key) || isKnown(headers)));
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
        int life = text.indexOf('@');
        return harvest.knowsPlace(life < 0 ? text : text.substring(0, life));
    }
}
