package io.mediadeleter.cli.verify;

import java.util.Locale;

/** What the API says of what a result says is gone. */
enum Presence {
    /** There is no such media. */
    GONE,
    /** The media is there, and the parts are not. */
    PARTS_GONE,
    /** The media, or one of the parts, is there. */
    STILL_THERE,
    /** The API does not describe parts of this type, so nobody can say. */
    NOT_DESCRIBED,
    /** The API gave no answer that says it. */
    UNKNOWN;

    /** In the words of the table. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether somebody has to look at it. */
    boolean isOpen() {
        return this == STILL_THERE || this == UNKNOWN;
    }
}
