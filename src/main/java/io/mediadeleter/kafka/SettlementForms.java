package io.mediadeleter.kafka;

import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Header;
import io.mediadeleter.event.MediaDeleted;
import io.mediadeleter.pipeline.Settled;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.Settlement.DeadLettered;
import io.mediadeleter.rule.Settlement.Retried;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the form in which a settlement is written: whole, unless Kafka has refused a record of that size. Then it goes
 * without the largest headers, then as a dead letter, and at last as a dead letter that only names the request. So
 * whatever a publisher could write can be settled. Not thread-safe: belongs to the loop thread.
 */
final class SettlementForms {

    private interface Form {
        ProducerRecord<byte[], byte[]> write();
    }

    private static final Logger log = LoggerFactory.getLogger(SettlementForms.class);

    private static final String RESULT_TOO_LARGE = "Kafka.ResultTooLarge";

    private final RecordWriter writer;
    private final RefusedSizes refused;

    SettlementForms(RecordWriter writer, RefusedSizes refused) {
        this.writer = writer;
        this.refused = refused;
    }

    /** The first form that may fit, or else the smallest. */
    ProducerRecord<byte[], byte[]> of(Settled settled) {
        Delivery delivery = settled.delivery();
        List<Form> forms = settled.settlement()
                .match(
                        completed -> ofResult(delivery, completed.result()),
                        retried -> ofRetry(delivery, retried),
                        deadLettered -> ofDeadLetter(delivery, deadLettered))
                .toList();
        ProducerRecord<byte[], byte[]> whole = forms.get(0).write();
        if (refused.mayFit(whole)) {
            return whole;
        }
        ProducerRecord<byte[], byte[]> less = whole;
        for (int i = 1; i < forms.size() && !refused.mayFit(less); i++) {
            less = forms.get(i).write();
        }
        log.warn(
                "{} is not settled whole, as {} takes no {} bytes: {} bytes go to {}",
                delivery.origin(),
                whole.topic(),
                RefusedSizes.size(whole),
                RefusedSizes.size(less),
                less.topic());
        return less;
    }

    private Stream<Form> ofResult(Delivery delivery, MediaDeleted result) {
        List<Header> headers = delivery.message().headers();
        Fault tooLarge = new Fault(
                FaultKind.PERMANENT,
                RESULT_TOO_LARGE,
                "It is done, " + result.disposition() + ", but the record of the result is too large for its topic",
                result.requestId());
        return Stream.concat(
                Stream.<Form>of(
                        () -> writer.result(delivery, result, ForeignHeaders.all(headers)),
                        () -> writer.result(delivery, result, ForeignHeaders.few(headers))),
                ofDeadLetter(
                        delivery,
                        new DeadLettered(result.attempts(), result.deletedAt(), result.deletedAt(), tooLarge)));
    }

    private Stream<Form> ofRetry(Delivery delivery, Retried retried) {
        List<Header> headers = delivery.message().headers();
        Fault fault = retried.fault();
        Fault last = new Fault(
                fault.kind(),
                fault.code(),
                "Not tried again, as the record is too large for the retry topic: " + fault.message(),
                fault.requestId());
        return Stream.concat(
                Stream.<Form>of(
                        () -> writer.retry(delivery, retried, ForeignHeaders.all(headers)),
                        () -> writer.retry(delivery, retried, ForeignHeaders.few(headers))),
                ofDeadLetter(
                        delivery,
                        new DeadLettered(retried.attempts(), retried.firstFailedAt(), retried.failedAt(), last)));
    }

    private Stream<Form> ofDeadLetter(Delivery delivery, DeadLettered dead) {
        List<Header> headers = delivery.message().headers();
        return Stream.<Form>of(
                () -> writer.deadLetter(delivery, dead, ForeignHeaders.all(headers)),
                () -> writer.deadLetter(delivery, dead, ForeignHeaders.few(headers)),
                () -> writer.notice(delivery, dead));
    }
}
