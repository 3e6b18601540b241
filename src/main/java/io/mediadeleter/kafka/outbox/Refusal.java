package io.mediadeleter.kafka.outbox;

import java.util.Optional;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * That Kafka, or its client, does not take a record, and never will as it is.
 *
 * @param forSize it would take a smaller one
 * @param reason Kafka's own words
 */
public record Refusal(boolean forSize, String reason) {

    /** Nothing was refused. */
    static final Refusal NONE = new Refusal(false, "");

    /** Empty when the error says nothing about the record itself. */
    static Optional<Refusal> of(Exception error) {
        if (error instanceof RecordTooLargeException || error instanceof RecordBatchTooLargeException) {
            return Optional.of(new Refusal(true, String.valueOf(error.getMessage())));
        }
        if (error instanceof InvalidRecordException) {
            return Optional.of(new Refusal(false, String.valueOf(error.getMessage())));
        }
        return Optional.empty();
    }
}
