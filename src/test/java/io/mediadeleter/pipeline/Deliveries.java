package io.mediadeleter.pipeline;

import io.mediadeleter.event.Attempt;
import io.mediadeleter.event.Content;
import io.mediadeleter.event.Content.Malformed;
import io.mediadeleter.event.Content.Valid;
import io.mediadeleter.event.DeleteRequest;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.event.Lane;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Origin;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Partition;
import io.mediadeleter.event.Scope;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Deliveries as a consumer would bring them, each with an offset of its own. Confined to one thread. */
public final class Deliveries {

    public static final Scope WHOLE = new Scope.Whole();

    private long offset;

    /** Some parts: {@code count} of them, numbered from {@code from}. */
    public static Scope parts(int from, int count) {
        return new Scope.Parts(IntStream.range(from, from + count)
                .mapToObj(i -> new Part("TranscodeFiles", (long) i))
                .toList());
    }

    /** A live delivery of what was written then, and nowhere else before. */
    public static Delivery at(Partition partition, long offset, Instant written, Attempt attempt, Content content) {
        return at(partition, offset, new Message(null, null, List.of(), written), attempt, content);
    }

    /** The same of this message. */
    public static Delivery at(Partition partition, long offset, Message message, Attempt attempt, Content content) {
        Origin origin = new Origin(partition.topic(), partition.number(), offset);
        return new Delivery(partition, offset, 1, Lane.LIVE, origin, message.timestamp(), attempt, message, content);
    }

    /** A first delivery, in a lane. */
    public Delivery inLane(Lane lane, String fileId, Scope scope) {
        return delivery(new Partition(lane.name(), 0), lane, Attempt.FIRST, request(fileId, scope));
    }

    /** A live delivery from a partition. */
    public Delivery of(Partition partition, String fileId, Scope scope) {
        return delivery(partition, Lane.LIVE, Attempt.FIRST, request(fileId, scope));
    }

    /** A live delivery from a partition whose request has this event id. */
    Delivery of(Partition partition, String eventId, String fileId, Scope scope) {
        DeleteRequest request = new DeleteRequest(eventId, new MediaId(null, fileId), scope, null, null);
        return delivery(partition, Lane.LIVE, Attempt.FIRST, request);
    }

    /** A retry that is due then. */
    public Delivery due(Partition partition, Instant notBefore) {
        Attempt attempt = new Attempt(1, Instant.EPOCH, notBefore, 0, null);
        return delivery(partition, Lane.RETRY, attempt, request("1", WHOLE));
    }

    /** A request whose grace period ends then. */
    public Delivery inGrace(Partition partition, Instant until) {
        return delivery(partition, Lane.LIVE, Attempt.inGrace(until, false), request("g" + offset, WHOLE));
    }

    /** A record that is no request. */
    Delivery malformed(Partition partition) {
        return holding(partition);
    }

    /** A record of these bytes, which are no request. */
    public Delivery holding(Partition partition, byte... value) {
        return delivery(
                partition, Lane.LIVE, Attempt.FIRST, value, new Malformed("InvalidJson", "there is no JSON in it"));
    }

    /** The next offsets hold nothing. */
    void skip(int offsets) {
        offset += offsets;
    }

    private static DeleteRequest request(String fileId, Scope scope) {
        return new DeleteRequest("e", new MediaId(null, fileId), scope, null, null);
    }

    private Delivery delivery(Partition partition, Lane lane, Attempt attempt, DeleteRequest request) {
        return delivery(partition, lane, attempt, null, new Valid(request));
    }

    private Delivery delivery(
            Partition partition, Lane lane, Attempt attempt, byte @Nullable [] value, Content content) {
        return new Delivery(
                partition,
                offset,
                1,
                lane,
                new Origin(partition.topic(), partition.number(), offset++),
                Instant.EPOCH,
                attempt,
                new Message(null, value, List.of(), Instant.EPOCH),
                content);
    }
}
