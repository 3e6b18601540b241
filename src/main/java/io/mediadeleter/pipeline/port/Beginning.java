package io.mediadeleter.pipeline.port;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of partitions that the group has no offset for.
 *
 * @param waiting those of which nothing is read until somebody has decided
 * @param begun those that this instance has begun with all the same, as it was set or told to
 */
public record Beginning(List<Unstarted> waiting, List<Unstarted> begun) {

    /** There are none. */
    public static final Beginning NONE = new Beginning(List.of(), List.of());

    public Beginning {
        waiting = List.copyOf(waiting);
        begun = List.copyOf(begun);
    }

    /** What lies on several partitions, as the end of a sentence: how many records since when, and how many too old. */
    public static String of(Collection<Unstarted> all) {
        long records = all.stream().mapToLong(Unstarted::records).sum();
        long tooOld = all.stream().mapToLong(Unstarted::tooOld).sum();
        Optional<Instant> since =
                all.stream().map(Unstarted::since).filter(Objects::nonNull).min(Instant::compareTo);
        return records + (records == 1 ? " request lies" : " requests lie") + " on "
                + (all.size() == 1 ? all.iterator().next().partition().toString() : all.size() + " partitions")
                + since.map(first -> ", the first of " + first).orElse("")
                + (tooOld == 0 ? "" : "; " + tooOld + " of them are too old to be called (requests.max-age)");
    }

    /** The command that decides. */
    public static final String COMMAND = "media-deleter offsets set earliest|latest|TIME";
}
