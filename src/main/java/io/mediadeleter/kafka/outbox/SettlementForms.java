package io.mediadeleter.kafka.outbox;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.MediaDeleted;
import io.mediadeleter.kafka.codec.Evidence;
import io.mediadeleter.kafka.headers.ForeignHeaders;
import io.mediadeleter.kafka.outbox.Draft.Written;
import io.mediadeleter.pipeline.port.Reduction;
import io.mediadeleter.pipeline.port.Settled;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.rule.Settlement.DeadLettered;
import io.mediadeleter.rule.Settlement.Deferred;
import io.mediadeleter.rule.Settlement.Retried;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The forms in which a settlement may be written, for when Kafka refuses its record: whole, then without the largest
 * headers, then with those alone that tell how to read the value, then as a dead letter, and at last as a dead letter that
 * only names the request. So whatever a publisher could write can be settled. Confined to the loop thread.
 */
record SettlementForms(RecordWriter writer) {

    private static final String RESULT_TOO_LARGE = FaultTable.KAFKA + "ResultTooLarge";
    private static final String RESULT_REFUSED = FaultTable.KAFKA + "ResultRefused";

    private static final List<Function<List<Header>, ForeignHeaders>> FEWER_AND_FEWER =
            List.of(ForeignHeaders::all, ForeignHeaders::few, ForeignHeaders::least);

    /** The settlement in its whole form. */
    Draft draft(Settled settled) {
        Delivery delivery = settled.delivery();
        return new Draft(settled.settlement()
                .match(
                        completed -> ofResult(settled, completed.result()),
                        retried -> ofRetry(settled, retried),
                        dead -> ofDeadLetter(delivery, why -> dead),
                        deferred -> ofDeferred(settled, deferred))
                .toList());
    }

    private Stream<Function<Refusal, Written>> ofResult(Settled settled, MediaDeleted result) {
        Delivery delivery = settled.delivery();
        return Stream.concat(
                results(settled, result),
                ofDeadLetter(
                        delivery,
                        why -> new DeadLettered(
                                result.attempts(), result.deletedAt(), result.deletedAt(), refused(result, why))));
    }

    /** Headers are cut down before the evidence is, and the evidence goes before the result becomes a dead letter. */
    private Stream<Function<Refusal, Written>> results(Settled settled, MediaDeleted result) {
        Delivery delivery = settled.delivery();
        Supplier<Evidence> whole = () -> Evidence.of(delivery.message(), delivery.originTimestamp());
        return Stream.of(
                result(settled, result, ForeignHeaders::all, whole),
                result(settled, result, ForeignHeaders::few, whole),
                result(settled, result, ForeignHeaders::few, () -> whole.get().withoutExtensions()),
                result(settled, result, ForeignHeaders::least, () -> whole.get().withoutExtensions()),
                result(settled, result, ForeignHeaders::least, () -> whole.get().least()));
    }

    private Function<Refusal, Written> result(
            Settled settled,
            MediaDeleted result,
            Function<List<Header>, ForeignHeaders> fewer,
            Supplier<Evidence> saying) {
        return why -> {
            Delivery delivery = settled.delivery();
            ForeignHeaders foreign = fewer.apply(delivery.message().headers());
            Evidence evidence = saying.get();
            return new Written(
                    writer.result(delivery, result, evidence, foreign),
                    new Settled(delivery, settled.settlement(), Reduction.headers(foreign.dropped(), evidence.left())));
        };
    }

    private static Fault refused(MediaDeleted result, Refusal why) {
        String done = "The deletion is done, " + result.disposition() + ", but ";
        return why.forSize()
                ? new Fault(
                        FaultKind.PERMANENT,
                        RESULT_TOO_LARGE,
                        done + "the record of the result is too large for its topic",
                        result.requestId())
                : new Fault(
                        FaultKind.PERMANENT,
                        RESULT_REFUSED,
                        done + "Kafka rejected the result: " + why.reason(),
                        result.requestId());
    }

    private Stream<Function<Refusal, Written>> ofRetry(Settled settled, Retried retried) {
        Delivery delivery = settled.delivery();
        return Stream.concat(
                cuts(settled, foreign -> writer.retry(delivery, retried, foreign)),
                ofDeadLetter(
                        delivery,
                        why -> new DeadLettered(
                                retried.attempts(),
                                retried.firstFailedAt(),
                                retried.failedAt(),
                                last(retried.fault(), why))));
    }

    private static Fault last(Fault fault, Refusal why) {
        String reason = why.forSize()
                ? "as the record is too large for the retry topic"
                : "as Kafka rejected it on the retry topic (" + why.reason() + ")";
        return new Fault(
                fault.kind(), fault.code(), "Not tried again, " + reason + ": " + fault.message(), fault.requestId());
    }

    /** What cannot wait is not called at once either. */
    private Stream<Function<Refusal, Written>> ofDeferred(Settled settled, Deferred deferred) {
        Delivery delivery = settled.delivery();
        return Stream.concat(
                cuts(settled, foreign -> writer.deferred(delivery, deferred, foreign)),
                ofDeadLetter(
                        delivery,
                        why -> new DeadLettered(0, deferred.at(), deferred.at(), notDeferred(delivery, why))));
    }

    private static Fault notDeferred(Delivery delivery, Refusal why) {
        Fault fault = notDeferred(why);
        return delivery.attempt().mayHaveCalled() ? fault.afterACall() : fault;
    }

    private static Fault notDeferred(Refusal why) {
        String notCalled = "Not called, as its grace period cannot begin: ";
        return why.forSize()
                ? new Fault(
                        FaultKind.PERMANENT,
                        FaultTable.GRACE_TOO_LARGE,
                        notCalled + "the record is too large for the grace topic",
                        null)
                : new Fault(
                        FaultKind.PERMANENT,
                        FaultTable.GRACE_REFUSED,
                        notCalled + "Kafka rejected it on the grace topic (" + why.reason() + ")",
                        null);
    }

    /** A dead letter says why the form before it was refused, whichever form of the dead letter it is. */
    private Stream<Function<Refusal, Written>> ofDeadLetter(Delivery delivery, Function<Refusal, DeadLettered> by) {
        Letter letter = new Letter(by);
        return Stream.concat(
                FEWER_AND_FEWER.stream().map(fewer -> why -> {
                    DeadLettered dead = letter.because(why);
                    ForeignHeaders foreign = fewer.apply(delivery.message().headers());
                    return new Written(
                            writer.deadLetter(delivery, dead, foreign),
                            new Settled(delivery, dead, Reduction.headers(foreign.dropped())));
                }),
                Stream.of(why -> notice(delivery, letter.because(why))));
    }

    private Written notice(Delivery delivery, DeadLettered dead) {
        byte[] value = delivery.message().value();
        int headers = ForeignHeaders.none(delivery.message().headers()).dropped();
        Reduction omitted = new Reduction(headers, value == null ? 0 : value.length);
        return new Written(writer.notice(delivery, dead), new Settled(delivery, dead, omitted));
    }

    private static Stream<Function<Refusal, Written>> cuts(
            Settled settled, Function<ForeignHeaders, ProducerRecord<byte[], byte[]>> cut) {
        return FEWER_AND_FEWER.stream().map(fewer -> why -> {
            ForeignHeaders foreign = fewer.apply(settled.delivery().message().headers());
            Reduction omitted = Reduction.headers(foreign.dropped());
            return new Written(cut.apply(foreign), new Settled(settled.delivery(), settled.settlement(), omitted));
        });
    }

    /** The dead letter that a settlement becomes: what was refused first is its reason. */
    private static final class Letter {

        private final Function<Refusal, DeadLettered> by;
        private @Nullable DeadLettered made;

        Letter(Function<Refusal, DeadLettered> by) {
            this.by = by;
        }

        DeadLettered because(Refusal why) {
            if (made == null) {
                made = by.apply(why);
            }
            return made;
        }
    }
}
