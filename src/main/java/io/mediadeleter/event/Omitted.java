package io.mediadeleter.event;

/**
 * What a record has on its topic and a message does not hold, since the record is too large for the memory.
 *
 * @param valueBytes of its value; 0 when that is held, or there is none
 * @param keyBytes of its key; 0 when that is held, or there is none
 * @param headers how many of its headers
 */
public record Omitted(long valueBytes, long keyBytes, int headers) {

    /** The message holds all of the record. */
    public static final Omitted NOTHING = new Omitted(0, 0, 0);

    /** Whether what is held is not enough to know what was asked. */
    public boolean isContent() {
        return valueBytes > 0 || keyBytes > 0;
    }
}
