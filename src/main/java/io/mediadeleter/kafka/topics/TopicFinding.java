package io.mediadeleter.kafka.topics;

/**
 * Something that a topic lacks.
 *
 * @param what is wrong
 * @param remedy the command or setting that mends it
 */
public record TopicFinding(String topic, String what, String remedy) {

    /** One line. */
    @Override
    public String toString() {
        return topic + ": " + what + "; " + remedy;
    }
}
