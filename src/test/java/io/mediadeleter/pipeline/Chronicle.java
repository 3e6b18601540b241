package io.mediadeleter.pipeline;

import java.util.EnumMap;
import java.util.Map;

/** How often what has happened, in one story or in many. */
final class Chronicle {

    private final Map<Happening, Integer> times = new EnumMap<>(Happening.class);

    void happened(Happening what) {
        times.merge(what, 1, Integer::sum);
    }

    Map<Happening, Integer> times() {
        return times;
    }
}
