package io.mediadeleter.cli.request;

import io.mediadeleter.cli.console.Progress;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.text.Printable;
import io.mediadeleter.time.Time;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/** Waits for what becomes of a run's requests, and journals it. Confined to one thread. */
final class RunWaiting {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** Kafka may be away for some minutes. */
    private static final int MOST_FAILED_LOOKS = 20;

    /** What may never have been published is not waited for without end. */
    private static final Duration WAIT_FOR_DOUBTFUL = Duration.ofSeconds(30);

    private final RunJournal journal;
    private final RunLedger ledger;
    private final RunStart start;
    private final SettlementWatch watch;
    private final Time time;
    private final PrintWriter err;
    private final BooleanSupplier isOver;
    private boolean isHiddenTold;
    private boolean isOvertakenTold;

    /** @param isOver somebody wants it to end, or its time is up */
    RunWaiting(RunJournal journal, SettlementWatch watch, Time time, PrintWriter err, BooleanSupplier isOver) {
        this.journal = journal;
        this.ledger = journal.ledger();
        this.start = Objects.requireNonNull(journal.start());
        this.watch = watch;
        this.time = time;
        this.err = err;
        this.isOver = isOver;
    }

    /**
     * Returns when all have ended, or it is over.
     *
     * @throws KafkaFailure when Kafka is away for long
     */
    void await(Progress progress) throws IOException {
        try {
            look(progress);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            progress.clear();
        }
    }

    private void look(Progress progress) throws IOException {
        int failures = 0;
        long lastEnd = time.nanoTime();
        while (!isOver.getAsBoolean()) {
            int before = ledger.ended();
            try {
                watch.look(found -> take(found, progress));
                journal.read(watch.positions());
                failures = 0;
                tellOfHidden(progress);
                tellOfOvertaken(progress);
            } catch (KafkaFailure away) {
                if (++failures == MOST_FAILED_LOOKS) {
                    throw away;
                }
                tell(failures, away, progress);
            } finally {
                journal.flush();
            }
            progress.add(0);
            lastEnd = ledger.ended() == before ? lastEnd : time.nanoTime();
            if (failures == 0 && ledger.waiting() == 0 && isEnough(lastEnd)) {
                break;
            }
            pause();
        }
    }

    private void tell(int failures, KafkaFailure away, Progress progress) {
        if (failures == 1) {
            say(Printable.of("Waiting on, although Kafka does not answer: " + away.getMessage()), progress);
        }
    }

    private void say(String sentence, Progress progress) {
        progress.clear();
        err.println(sentence);
        err.flush();
    }

    private void tellOfHidden(Progress progress) {
        if (!isHiddenTold) {
            watch.hidden(time.now()).ifPresent(hidden -> {
                isHiddenTold = true;
                say("What becomes of requests may be hidden: " + hidden + ".", progress);
            });
        }
    }

    private void tellOfOvertaken(Progress progress) {
        if (!isOvertakenTold && watch.isOvertaken() && ledger.waiting() > 0) {
            isOvertakenTold = true;
            say(
                    "Results or dead letters were older than their topic keeps, and are gone unread: some of these requests"
                            + " may never count as settled here. End the wait when no more are settled;"
                            + " `media-deleter verify` says whether their media still exist.",
                    progress);
        }
    }

    private boolean isEnough(long lastEnd) {
        return ledger.uncertain() == 0 || time.nanoTime() - lastEnd >= WAIT_FOR_DOUBTFUL.toNanos();
    }

    private void pause() {
        try {
            for (int i = 0; i < 5 && !isOver.getAsBoolean(); i++) {
                time.sleep(BETWEEN_LOOKS.dividedBy(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Notes what is about a request of this run; false to stop. */
    private boolean take(SettledRecord found, Progress progress) {
        if (found.origin().topic().equals(start.topic())) {
            number(found).ifPresent(settled -> {
                progress.add(ledger.isEnded(settled) ? 0 : 1);
                try {
                    journal.ended(settled, found.end());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return !isOver.getAsBoolean();
    }

    /**
     * The request of this run that was settled. The place alone is not enough, as a topic may be recreated; nor is the mark
     * alone, as somebody may copy records.
     */
    private OptionalInt number(SettledRecord found) {
        int partition = found.origin().partition();
        long offset = found.origin().offset();
        OptionalInt there = ledger.at(partition, offset);
        if (found.mark() == null && found.isCut()) {
            return there;
        }
        OptionalInt marked = found.number(start.run(), ledger.sent());
        if (marked.isPresent() && !ledger.isPublished(marked.getAsInt())) {
            journal.published(marked.getAsInt(), partition, offset, null);
            return ledger.at(partition, offset).equals(marked) ? marked : OptionalInt.empty();
        }
        return marked.equals(there) ? marked : OptionalInt.empty();
    }
}
