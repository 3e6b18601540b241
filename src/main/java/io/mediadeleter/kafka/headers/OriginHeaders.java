package io.mediadeleter.kafka.headers;

import io.mediadeleter.event.Origin;
import java.util.Optional;

/** The origin in the headers of a retry or a replay: its place, and the topic's id when it is not of the first life. */
public final class OriginHeaders {

    private OriginHeaders() {}

    /** Empty when there is none that makes sense. */
    public static Optional<Origin> read(OwnHeaders headers) {
        return headers.text(MdHeaders.ORIGIN)
                .flatMap(Origin::parse)
                .flatMap(origin -> headers.text(MdHeaders.ORIGIN_TOPIC_ID)
                        .map(life -> Origin.parse(origin.place() + "@" + life))
                        .orElse(Optional.of(origin)));
    }
}
