package io.mediadeleter.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Settings whose names are open: a prefix, and after it a name of Kafka's or a code of the API's.
 *
 * @param prefix with {@link Setting#PREFIX}, ends with a dot
 * @param description for the reference
 */
record SettingPrefix(String prefix, String description) {

    static final SettingPrefix CLIENT = family(
            "kafka.client.",
            "Kafka's own settings for every client, such as" + " kafka.client.security.protocol=SASL_SSL.");
    static final SettingPrefix CONSUMER =
            family("kafka.consumer.", "Kafka's own settings for consumers, over those for every client.");
    static final SettingPrefix PRODUCER =
            family("kafka.producer.", "Kafka's own settings for producers, over those for every client.");
    static final SettingPrefix FAULTS = family(
            "faults.",
            "Overrides the classification of an API error code, such as"
                    + " faults.FailedOperation.NoPrivileges=TRANSIENT. A code counts for its subcodes, too.");

    static final List<SettingPrefix> ALL = List.of(CLIENT, CONSUMER, PRODUCER, FAULTS);

    /** The family a property belongs to. */
    static Optional<SettingPrefix> of(String property) {
        return ALL.stream()
                .filter(family -> family.member(property).isPresent())
                .findFirst();
    }

    /** The property that an environment variable of a family stands for; underscores are dots in it. */
    static Optional<String> property(String variable) {
        return ALL.stream()
                .filter(family -> variable.startsWith(family.variablePrefix())
                        && variable.length() > family.variablePrefix().length())
                .findFirst()
                .map(family -> family.prefix
                        + family.spelled(
                                variable.substring(family.variablePrefix().length())));
    }

    /** What follows the prefix; empty for a property of no name or of another family. */
    Optional<String> member(String property) {
        return property.startsWith(prefix) && property.length() > prefix.length()
                ? Optional.of(property.substring(prefix.length()))
                : Optional.empty();
    }

    String variablePrefix() {
        return Setting.variable(prefix);
    }

    /** Kafka's names are in lower case; the fault table takes codes in any. */
    private String spelled(String rest) {
        String dotted = rest.replace('_', '.');
        return equals(FAULTS) ? dotted : dotted.toLowerCase(Locale.ROOT);
    }

    private static SettingPrefix family(String prefix, String description) {
        return new SettingPrefix(Setting.PREFIX + prefix, description);
    }
}
