package io.mediadeleter.cli.deadletters;

import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.console.Progress;
import io.mediadeleter.config.Settings;
import io.mediadeleter.deadletter.DeadLetter;
import io.mediadeleter.deadletter.DeadLetterChanges;
import io.mediadeleter.deadletter.DeadLetterTable;
import io.mediadeleter.deadletter.Selection;
import io.mediadeleter.deadletter.SubAppChoice;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.outbox.Refusal;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.time.CancellationToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Does the change to what was chosen, a transaction at a time. Confined to one thread.
 *
 * <p>The table is read again after every other process was shut out of it: only then is it certain which of the chosen are
 * still unresolved. So a run that was killed or stopped is gone on with by another, and nothing is done twice.
 */
final class BulkChangeRunner {

    private static final int MOST_IN_A_BATCH = 500;
    private static final int MOST_REASONS = 20;

    private final Settings settings;
    private final Terms terms;
    private final RateLimiter limiter;
    private final Batch batch;
    private final Progress progress;
    private final CancellationToken stop;
    private final List<String> reasons = new ArrayList<>();
    private int refused;

    /**
     * What is done, and how.
     *
     * @param perSecond letters a second
     * @param subApps in which sub-application a replayed request is called that names none
     */
    record Terms(Change change, int perSecond, SubAppChoice subApps) {}

    BulkChangeRunner(Settings settings, Terms terms, ProcessContext context, Progress progress) {
        int largest = Math.min(MOST_IN_A_BATCH, terms.perSecond());
        this.settings = settings;
        this.terms = terms;
        this.limiter = new RateLimiter(terms.perSecond(), largest, context.time());
        this.batch = new Batch(largest);
        this.progress = progress;
        this.stop = new CancellationToken();
        context.onSignal().accept(stop::ask);
    }

    /**
     * How it ended.
     *
     * @param isEarly before all that was chosen had its turn
     * @param reason why it ended early, empty when a signal asked for it; or why some were refused
     * @param refused how many stay in the table because Kafka does not take their requests
     */
    record ChangeOutcome(boolean isEarly, String reason, int refused) {}

    /** Returns when everything that was chosen is resolved, when a signal came, or when it failed. */
    ChangeOutcome run(DeadLetterTable table, Selection chosen) {
        try (DeadLetterChanges changes = new DeadLetterChanges(settings.kafka())) {
            table.forEach(table.whole(), chosen, letter -> {
                batch.add(letter);
                return !batch.isFull() || commit(changes);
            });
            return new ChangeOutcome(!commit(changes), String.join(System.lineSeparator(), reasons), refused);
        } catch (KafkaFailure | CommandFailure failed) {
            return new ChangeOutcome(true, String.valueOf(failed.getMessage()), refused);
        } finally {
            progress.clear();
        }
    }

    /** False when it is to stop: then nothing of the batch is done. */
    private boolean commit(DeadLetterChanges changes) {
        if (batch.size() == 0) {
            return true;
        }
        if (!limiter.await(batch.size(), stop)) {
            return false;
        }
        int size = batch.size();
        if (terms.change() == Change.REPLAY) {
            Map<DeadLetter, Refusal> left =
                    changes.replay(batch.drain(), settings.topics().replay(), terms.subApps());
            left.forEach(this::refused);
            size -= left.size();
        } else {
            changes.discard(batch.drain());
        }
        progress.add(size);
        return true;
    }

    private void refused(DeadLetter letter, Refusal why) {
        refused++;
        if (reasons.size() < MOST_REASONS) {
            reasons.add(letter.name() + " stays in the table: the topic "
                    + settings.topics().replay() + " rejected its request (" + why.reason() + ")");
        }
    }

    /** The letters of the next transaction. Confined to one thread. */
    static final class Batch {

        private static final int MOST_BYTES = 4 << 20;

        private final int mostLetters;
        private final List<DeadLetter> letters = new ArrayList<>();
        private long bytes;

        Batch(int mostLetters) {
            this.mostLetters = mostLetters;
        }

        void add(DeadLetter letter) {
            letters.add(letter);
            bytes += letter.message().weight();
        }

        boolean isFull() {
            return letters.size() >= mostLetters || bytes >= MOST_BYTES;
        }

        int size() {
            return letters.size();
        }

        /** What is in it; it is empty afterwards. */
        List<DeadLetter> drain() {
            List<DeadLetter> drained = List.copyOf(letters);
            letters.clear();
            bytes = 0;
            return drained;
        }
    }
}
