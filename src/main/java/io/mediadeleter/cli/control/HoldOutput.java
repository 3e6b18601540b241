package io.mediadeleter.cli.control;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.control.Hold;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A hold for programs. Stateless. */
final class HoldOutput {

    private HoldOutput() {}

    static ObjectNode of(Hold hold) {
        Instant until = hold.until();
        return JsonNodeFactory.instance
                .objectNode()
                .put("key", hold.selector().toString())
                .put("pause", hold.selector().isPause())
                .put("since", hold.since().toString())
                .put("until", until == null ? null : until.toString())
                .put("by", hold.by())
                .put("reason", hold.reason())
                .put("unreadable", hold.isUnreadable());
    }

    /**
     * The same with what is known of it now.
     *
     * @param held dead letters that are HELD by it; null when they could not be counted
     */
    static ObjectNode of(Hold hold, Instant brokerNow, @Nullable Long held) {
        return of(hold).put("inForce", hold.isInForce(brokerNow)).put("heldDeadLetters", held);
    }
}
