package io.mediadeleter.kafka.topics;

/**
 * A topic's setting that may differ from the plan within bounds.
 *
 * @param harm of what lies outside, as a clause
 */
record Bound(String name, long least, long most, String harm) {

    static Bound atLeast(String name, long least, String harm) {
        return new Bound(name, least, Long.MAX_VALUE, harm);
    }

    static Bound atMost(String name, long most, String harm) {
        return new Bound(name, Long.MIN_VALUE, most, harm);
    }
}
