package io.mediadeleter.cli.verify;

import io.mediadeleter.cli.console.Progress;
import io.mediadeleter.kafka.inbox.FetchedRecords;
import io.mediadeleter.kafka.scan.ScanObserver;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Hands on the results of the time that is asked for. */
record ResultReading(TimeSpan span, VerifyCounts tally, Verification verification, Progress progress)
        implements ScanObserver {

    @Override
    public boolean record(FetchedRecords.Fetched read) {
        DeletionResult.read(read.message().value()).ifPresentOrElse(this::take, tally::addUnreadable);
        return verification.goesOn();
    }

    private void take(DeletionResult result) {
        if (!span.contains(result.deletedAt())) {
            return;
        }
        tally.addResult();
        if (result.isDryRun()) {
            tally.addDryRun();
        } else if (!verification.take(result)) {
            tally.addRepeat();
        }
    }

    @Override
    public boolean passed(long offsets) {
        progress.add((int) Math.min(Integer.MAX_VALUE, offsets));
        return verification.goesOn();
    }

    /** @param from null for no limit */
    record TimeSpan(@Nullable Instant from, Instant to) {

        boolean contains(Instant time) {
            return time.isBefore(to) && (from == null || !time.isBefore(from));
        }
    }
}
