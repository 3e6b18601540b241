package io.mediadeleter.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.event.Message;
import io.mediadeleter.event.Omitted;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Partition;
import io.mediadeleter.kafka.headers.MdHeaders;
import io.mediadeleter.kafka.headers.OwnHeaders;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A request that was given up and is unresolved: the last record of its key. Nothing in it is trusted; what is missing or
 * makes no sense is empty.
 *
 * @param partition of the dead-letter topic, where its tombstone has to go, too
 * @param offset of the record
 * @param headers this service's own among the message's
 * @param origin the request's, which is the key; empty when something else is, or a topic that is not the group's, so that
 *     this service did not write it
 */
public record DeadLetter(
        Partition partition, long offset, Message message, OwnHeaders headers, Optional<Origin> origin) {

    /** The kind where none is told. */
    public static final String UNKNOWN = "UNKNOWN";

    /**
     * A letter as it was read.
     *
     * @param isOurs whether a topic is one that this group's requests come from
     */
    static DeadLetter of(Partition partition, long offset, Message message, Predicate<String> isOurs) {
        byte[] key = message.key();
        Optional<Origin> origin = key == null
                ? Optional.empty()
                : Origin.parse(new String(key, UTF_8)).filter(found -> isOurs.test(found.topic()));
        return new DeadLetter(partition, offset, message, OwnHeaders.of(message.headers()), origin);
    }

    /** What it is called by: its origin, else its place on the dead-letter topic, written in the same way. */
    public String name() {
        return origin().map(Origin::toString).orElseGet(this::place);
    }

    /** Where it lies, {@code TOPIC/PARTITION/OFFSET}. */
    public String place() {
        return partition + "/" + offset;
    }

    /** The kind of its fault, or UNKNOWN. */
    public String faultKind() {
        return headers.text(MdHeaders.FAULT_KIND).orElse(UNKNOWN);
    }

    /** The same; empty when none is told, or one that this version does not know. */
    public Optional<FaultKind> kind() {
        return Stream.of(FaultKind.values())
                .filter(kind -> kind.name().equals(faultKind()))
                .findFirst();
    }

    /** The key of the hold that names the request, where that is why it was given up. */
    public Optional<String> hold() {
        return headers.text(MdHeaders.HOLD);
    }

    /** The code of its fault; empty text when there is none. */
    public String faultCode() {
        return headers.text(MdHeaders.FAULT_CODE).orElse("");
    }

    /** When it was given up. */
    public Instant failedAt() {
        return headers.instant(MdHeaders.FAILED_AT).orElse(message.timestamp());
    }

    /** How often it has been replayed already. */
    public int replays() {
        return headers.count(MdHeaders.REPLAYS);
    }

    /**
     * Whether a call of the request may have deleted the media before it was given up: any but one that the API has refused,
     * as the only one. A result that Kafka refused is one of a deletion that is done.
     */
    public boolean mayHaveCalled() {
        int attempts = headers.count(MdHeaders.ATTEMPT);
        boolean refused = kind().filter(kind -> kind == FaultKind.PERMANENT || kind == FaultKind.ABSENT)
                .isPresent();
        boolean done = faultCode().startsWith(FaultTable.KAFKA);
        return headers.text(MdHeaders.CALLED).isPresent() || attempts > (refused && !done ? 1 : 0);
    }

    /**
     * How many bytes its value has, where it was too large for the dead-letter topic, or is for this program, and is missing. A
     * value that somebody has put there since is not missing, whatever the header says.
     */
    public Optional<String> droppedBytes() {
        return headers.text(MdHeaders.VALUE_DROPPED)
                .filter(told -> !hasValue())
                .or(() -> droppedKeyBytes().map(key -> "0"))
                .or(() -> Optional.of(message.omitted())
                        .filter(Omitted::isContent)
                        .map(omitted -> Long.toString(omitted.valueBytes())));
    }

    /** How many bytes its key has, where that is missing, too, as the record was too large. */
    public Optional<String> droppedKeyBytes() {
        return headers.text(MdHeaders.KEY_DROPPED).filter(told -> !hasValue());
    }

    /** Whether the request had no value at all, and nobody has put one there since. */
    public boolean isNullValue() {
        return !hasValue() && headers.text(MdHeaders.NULL_VALUE).isPresent();
    }

    private boolean hasValue() {
        byte[] value = message.value();
        return value != null && value.length > 0;
    }

    /** Whether the header that keeps the request's own key is damaged, so that the request cannot be sent as it was. */
    public boolean isKeyDamaged() {
        try {
            var unused = ReplayRecords.key(this);
            return false;
        } catch (IllegalArgumentException noBase64) {
            return true;
        }
    }
}
