package io.mediadeleter.control.brake;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.CallReport;
import io.mediadeleter.control.CallReport.CountedCalls;
import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Reported;
import io.mediadeleter.control.ControlEntry.Unreported;
import io.mediadeleter.control.LoggedEntry;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrakeLedgerTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final int LIMIT = 1_000;

    private final BrakeLedger ledger = new BrakeLedger();
    private long offset;

    private void read(ControlEntry entry) {
        ledger.read(new LoggedEntry(offset++, NOW, entry));
    }

    private static Reported report(String process, long number) {
        List<CountedCalls> longAgo = Collections.nCopies(200, new CountedCalls(Instant.EPOCH, 1));
        return new Reported(new CallReport(process, "i", number, null, longAgo, 0, 0));
    }

    /** Whoever may write reports may let each tell as much as its record takes. */
    @Test
    void reportsThatTellMoreThanMemoryHas_leaveNothing() {
        for (int i = 0; i < 1_000; i++) {
            read(report("p" + i, 1));
        }
        read(report("p0", 2));
        read(new Unreported("p1"));
        read(report("p1", 1));
        assertThat(ledger.left("me", LIMIT)).isEqualTo(LIMIT);

        read(report("more", 1));
        assertThat(ledger.left("me", LIMIT)).isZero();
    }
}
