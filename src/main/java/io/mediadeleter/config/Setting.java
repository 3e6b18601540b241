package io.mediadeleter.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One setting as it is declared.
 *
 * @param name without the prefix, such as {@code quota.per-second}
 * @param fallback what counts where no source gives a value, as text; may name {@link #REQUESTED_TOPIC}, {@link #GROUP}
 *     or {@link #HOST_NAME}; null for a setting that may stay unset
 * @param description what it means, with its unit, for the reference and for error messages
 */
record Setting<T>(
        String name, SettingType<T> type, @Nullable String fallback, String description) {

    static final String PREFIX = "media-deleter.";

    /** In a fallback: the value of {@code topics.requested}. */
    static final String REQUESTED_TOPIC = "<topics.requested>";

    /** In a fallback: the value of {@code group-id}. */
    static final String GROUP = "<group-id>";

    /** In a fallback: the machine's name, with what Kafka takes in an instance id. */
    static final String HOST_NAME = "<host name>";

    /** The name in a properties file. */
    String property() {
        return PREFIX + name;
    }

    /** The name in the environment. */
    String variable() {
        return variable(property());
    }

    static String variable(String property) {
        return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
