package io.mediadeleter.pipeline;

import io.mediadeleter.pipeline.port.QuotaLog;
import io.mediadeleter.quota.Claim;
import io.mediadeleter.quota.LoggedClaim;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A log that one thread writes and reads, which can be cut off or fail. */
public final class FakeQuotaLog implements QuotaLog {

    public final List<Claim> written = new ArrayList<>();
    final List<LoggedClaim> entries = new ArrayList<>();
    public boolean cutOff;

    /** What happens until it is connected. */
    public Runnable connecting = () -> {};

    @Nullable
    public RuntimeException fails;

    private final Time time;
    private int position;

    public FakeQuotaLog(Time time) {
        this.time = time;
    }

    @Override
    public void start(Claim first, Duration history) {
        connecting.run();
        position = 0;
        write(first);
    }

    @Override
    public void write(Claim claim) {
        failIfItIsTo();
        written.add(claim);
        if (!cutOff) {
            append(claim);
        }
    }

    /** As another member would. */
    public void append(Claim claim) {
        entries.add(new LoggedClaim(claim, time.now().toEpochMilli()));
    }

    @Override
    public List<LoggedClaim> read(Duration atMost) {
        failIfItIsTo();
        if (cutOff) {
            return List.of();
        }
        List<LoggedClaim> next = List.copyOf(entries.subList(position, entries.size()));
        position = entries.size();
        return next;
    }

    @Override
    public void flush() {}

    private void failIfItIsTo() {
        if (fails != null) {
            throw fails;
        }
    }
}
