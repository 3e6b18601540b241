package io.mediadeleter.pipeline;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.ControlEntry.Seen;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.Selector;
import io.mediadeleter.pipeline.port.ControlLog;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A control topic that one thread writes and reads, which can be cut off or fail. */
public final class FakeControlLog implements ControlLog {

    public final List<Probe> written = new ArrayList<>();
    public final List<LoggedEntry> entries = new ArrayList<>();
    public boolean cutOff;
    public boolean losesWrites;
    public int atATime = Integer.MAX_VALUE;
    public int starts;
    public int nothingStood;

    @Nullable
    public RuntimeException fails;

    @Nullable
    public String obstacle;

    private final Time time;
    private int position;

    public FakeControlLog(Time time) {
        this.time = time;
    }

    @Override
    public void start() {
        failIfItIsTo();
        starts++;
        position = 0;
    }

    @Override
    public void nothingStood() {
        nothingStood++;
    }

    @Override
    public void write(ControlEntry entry) {
        failIfItIsTo();
        if (entry instanceof Seen seen) {
            written.add(seen.probe());
        }
        if (!cutOff && !losesWrites) {
            append(entry);
        }
    }

    @Override
    public void flush() {
        failIfItIsTo();
    }

    /** As another process would. */
    public void append(ControlEntry entry) {
        entries.add(new LoggedEntry(entries.size(), time.now(), entry));
    }

    /** Puts a hold on. */
    public void hold(String selector) {
        append(new Put(Selector.parse(selector).orElseThrow(), "r", null, null, null));
    }

    @Override
    public List<LoggedEntry> read(Duration atMost) {
        failIfItIsTo();
        if (cutOff) {
            return List.of();
        }
        int end = position + Math.min(atATime, entries.size() - position);
        List<LoggedEntry> next = List.copyOf(entries.subList(position, end));
        position = end;
        return next;
    }

    @Override
    public boolean isBehind() {
        return position < entries.size();
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.ofNullable(obstacle);
    }

    private void failIfItIsTo() {
        if (fails != null) {
            throw fails;
        }
    }
}
