package io.mediadeleter.config;

import io.mediadeleter.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with the settings.
 *
 * @param setting the name as its source spells it
 * @param source where the value comes from
 * @param shown the value, masked where it may be a secret; null where it must not or need not be shown
 * @param remedy what to do, as a sentence without its full stop
 */
record Problem(String setting, String source, @Nullable String shown, String remedy) {

    /** One line, whatever the value holds. */
    @Override
    public String toString() {
        String value = shown == null ? "" : " = \"" + shown + "\"";
        return Printable.of(setting + value + " (" + source + "): " + remedy);
    }
}
