package io.mediadeleter.control.holds;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Selector;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a writer has written to the control topic, and what it finds there when it reads on: whether each of its records is
 * still the last of its key. Not thread-safe.
 */
public final class OwnEntries {

    private final Map<Selector, Long> unread = new HashMap<>();
    private final Map<Selector, Long> read = new HashMap<>();
    private final Map<Selector, LoggedEntry> later = new LinkedHashMap<>();
    private final Map<Selector, LoggedEntry> earlier = new LinkedHashMap<>();
    private @Nullable WrittenEntry last;

    /** Notes a record that was written. */
    public void wrote(WrittenEntry written) {
        unread.put(written.selector(), written.offset());
        last = written;
    }

    /** Notes a record that was read after what the writer had read before it wrote. */
    public void read(LoggedEntry logged) {
        selector(logged.entry()).ifPresent(selector -> {
            Long own = unread.getOrDefault(selector, read.get(selector));
            if (own == null) {
                return;
            }
            if (logged.offset() == own) {
                unread.remove(selector);
                read.put(selector, own);
            } else {
                (logged.offset() > own ? later : earlier).put(selector, logged);
            }
        });
    }

    /** How many records were written. */
    public int size() {
        return unread.size() + read.size();
    }

    /** The last record that was written; empty when none was. */
    public Optional<WrittenEntry> last() {
        return Optional.ofNullable(last);
    }

    /** What others have written since over records of this writer. */
    public Map<Selector, LoggedEntry> later() {
        return later;
    }

    /** What others had written, unread by this writer, before its own record replaced it. */
    public Map<Selector, LoggedEntry> earlier() {
        return earlier;
    }

    /** How many records are not on the topic any more, though they were acknowledged and all of it has been read. */
    public int lost() {
        return (int) unread.keySet().stream()
                .filter(selector -> !later.containsKey(selector))
                .count();
    }

    private static Optional<Selector> selector(ControlEntry entry) {
        if (entry instanceof ControlEntry.Put put) {
            return Optional.of(put.selector());
        }
        return entry instanceof ControlEntry.Lifted lifted ? Optional.of(lifted.selector()) : Optional.empty();
    }

    /**
     * A hold's record, or its tombstone, that all in-sync replicas of the control topic have.
     *
     * @param stamp when the broker appended it, by the broker's clock
     */
    public record WrittenEntry(Selector selector, long offset, Instant stamp) {}
}
