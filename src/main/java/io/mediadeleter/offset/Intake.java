package io.mediadeleter.offset;

/** What became of a record that arrived. */
public enum Intake {
    /** It is open from now on. */
    OPENED,
    /** It is open or settled already, by the last owner perhaps: nothing is to be done for it. */
    KNOWN,
    /** The window is closed: it has to be read again later. */
    NO_ROOM
}
