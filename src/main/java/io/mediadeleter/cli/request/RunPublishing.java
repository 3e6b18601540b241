package io.mediadeleter.cli.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.cli.console.Progress;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.Origin;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.text.Printable;
import io.mediadeleter.time.CancellationToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the requests of a run that were never sent, and journals where they are. Confined to one thread; receipts come on
 * the producer's.
 */
final class RunPublishing {

    /** So many are in doubt at most when the process is killed. */
    private static final int MOST_AT_ONCE = 500;

    private static final int MOST_BYTES_AT_ONCE = 4 << 20;

    private final RunJournal journal;
    private final RequestReview review;
    private final CancellationToken stop;
    private final Progress progress;
    private final List<byte[]> chunk = new ArrayList<>();
    private int chunkBytes;

    RunPublishing(RunJournal journal, RequestReview review, CancellationToken stop, Progress progress) {
        this.journal = journal;
        this.review = review;
        this.stop = stop;
        this.progress = progress;
    }

    /**
     * Publishes until all are, or somebody wants it to stop.
     *
     * @throws CommandFailure when a request was not acknowledged; it is not sent again
     */
    void publish(RequestLines lines, KafkaSettings settings, String topic) throws IOException {
        int before = journal.ledger().sent();
        int[] number = {0};
        try (RequestPublisher publisher = new RequestPublisher(settings, topic)) {
            lines.forEach((line, bytes) -> {
                if (number[0]++ >= before) {
                    chunk.add(bytes);
                    chunkBytes += bytes.length;
                }
                return (chunk.size() < MOST_AT_ONCE && chunkBytes < MOST_BYTES_AT_ONCE) || send(publisher);
            });
            if (!chunk.isEmpty() && !stop.isAsked()) {
                send(publisher);
            }
        } finally {
            progress.clear();
        }
    }

    /**
     * Until one fails at once: it may have waited long for its topic to be known, and the others would wait as long, one behind the
     * other. Those are not handed over, so the next process may send them.
     *
     * @return false when it is to stop
     */
    private boolean send(RequestPublisher publisher) throws IOException {
        int first = journal.ledger().sent();
        List<Ending> endings = new ArrayList<>();
        try {
            journal.sending(first + chunk.size());
            for (byte[] bytes : chunk) {
                Header mark = mark(first + endings.size());
                Ending ending = new Ending();
                endings.add(ending);
                publisher.publish(review.request(bytes).media().fileId(), bytes, List.of(mark), ending);
                if (ending.hasFailed()) {
                    break;
                }
            }
        } finally {
            publisher.flush();
            for (int i = 0; i < endings.size(); i++) {
                endings.get(i).journal(first + i, journal);
            }
            if (endings.size() < chunk.size()) {
                journal.sending(first + endings.size());
            }
        }
        progress.add(endings.size());
        chunk.clear();
        chunkBytes = 0;
        endings.forEach(Ending::check);
        return !stop.isAsked();
    }

    private Header mark(int number) {
        return new Header(SettledRecord.MARK, (journal.run() + "/" + number).getBytes(UTF_8));
    }

    /** What came of one request. The producer's thread tells it before the flush is over. */
    private static final class Ending implements RequestPublisher.Receipt {

        private volatile @Nullable Origin origin;
        private volatile @Nullable Instant at;
        private volatile @Nullable Exception failure;

        @Override
        public void published(Origin there, Instant written) {
            at = written;
            origin = there;
        }

        @Override
        public void failed(Exception reason) {
            failure = reason;
        }

        void journal(int number, RunJournal journal) {
            Origin there = origin;
            if (there != null) {
                journal.published(number, there.partition(), there.offset(), at);
            }
        }

        boolean hasFailed() {
            return failure != null;
        }

        void check() {
            Exception reason = failure;
            if (reason != null) {
                throw new CommandFailure(Printable.of("Kafka did not acknowledge a request: " + reason.getMessage()));
            }
        }
    }
}
