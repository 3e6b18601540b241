package io.mediadeleter.simulator.api;

import java.util.Map;

/** What goes back to the caller. */
public sealed interface Reply {

    /**
     * An HTTP answer.
     *
     * @param headers besides the content type and length
     * @param cut the connection closes after half of the body
     */
    record Answer(int status, Map<String, String> headers, String body, boolean cut) implements Reply {

        public Answer {
            headers = Map.copyOf(headers);
        }
    }

    /** Nothing, on a connection that stays open. */
    record Silence() implements Reply {}

    /** Nothing, on a connection that closes. */
    record Close() implements Reply {}

    static Answer json(int status, String body) {
        return new Answer(status, Map.of(), body, false);
    }
}
