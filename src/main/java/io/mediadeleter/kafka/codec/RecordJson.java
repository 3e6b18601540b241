package io.mediadeleter.kafka.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * How far JSON of requests, results and dead letters is read: at least as far as {@link StrictJson} accepts it of a request, since all that is in one
 * comes back in its result. Jackson's own limits are lower for names. Stateless.
 */
public final class RecordJson {

    /** A name is bounded as any other text is; how deep and with how many digits a request may be is less than Jackson's limits. */
    public static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNameLength(StreamReadConstraints.DEFAULT_MAX_STRING_LEN)
            .build();

    private RecordJson() {}

    /** For readers within these limits, which keep no names: hostile ones could only fill the table. */
    public static JsonFactoryBuilder factory() {
        return new JsonFactoryBuilder()
                .streamReadConstraints(LIMITS)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES);
    }

    /** A reader by {@link #factory}, to be made stricter. */
    public static ObjectMapper mapper() {
        return new ObjectMapper(factory().build());
    }
}
