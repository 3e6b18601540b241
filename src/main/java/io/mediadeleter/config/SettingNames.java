package io.mediadeleter.config;

import io.mediadeleter.text.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that settings go by in a file and in the environment. */
final class SettingNames {

    private static final Map<String, String> PROPERTIES_BY_VARIABLE =
            SettingDefinitions.ALL.stream().collect(Collectors.toMap(Setting::variable, Setting::property));

    /** What Kubernetes puts into every container for a Service whose name begins with this program's. */
    private static final Pattern SERVICE_LINK = Pattern.compile("MEDIA_DELETER_(.+_)?"
            + "(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    /** MEDIA_DELETE_ and MEDIADELETERS_ are meant for MEDIA_DELETER_. */
    private static final int PREFIX_SLIPS = 2;

    private SettingNames() {}

    /** Whether an environment variable is meant for this program, rightly spelled or not. */
    static boolean isOurs(String variable, String value) {
        boolean isPrefixed = Setting.variable(variable).startsWith(Setting.variable(Setting.PREFIX));
        return isPrefixed
                ? PROPERTIES_BY_VARIABLE.containsKey(variable) || !isServiceLink(variable, value)
                : meant(variable).isPresent();
    }

    /** The variable that another, whose prefix is misspelt, was probably meant to be: the rest of it has to be a setting's. */
    private static Optional<String> meant(String variable) {
        String letters = letters(variable);
        if (letters.length() < letters(Setting.PREFIX).length()) {
            return Optional.empty();
        }
        List<String> alike = PROPERTIES_BY_VARIABLE.keySet().stream()
                .filter(known -> letters.endsWith(lastWord(known)))
                .toList();
        return Suggestion.nearestByLetters(variable, alike, PREFIX_SLIPS)
                .or(() -> SettingPrefix.ALL.stream()
                        .map(SettingPrefix::variablePrefix)
                        .filter(prefix -> letters.startsWith(letters(prefix))
                                && letters.length() > letters(prefix).length())
                        .findFirst()
                        .map(prefix -> prefix + "…"));
    }

    private static String letters(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    }

    private static String lastWord(String variable) {
        return variable.substring(variable.lastIndexOf('_') + 1);
    }

    /** The property that an environment variable sets, spelled as the file spells it where it does. */
    static Optional<String> property(String variable, Collection<String> inFile) {
        return Optional.ofNullable(PROPERTIES_BY_VARIABLE.get(variable))
                .or(() -> SettingPrefix.property(variable)
                        .map(property -> inFile.stream()
                                .filter(property::equalsIgnoreCase)
                                .findFirst()
                                .orElse(property)));
    }

    static boolean isKnown(String property) {
        return PROPERTIES_BY_VARIABLE.containsValue(property)
                || SettingPrefix.of(property).isPresent();
    }

    /** What to do about a name in the environment that is no setting. */
    static String variableRemedy(String variable) {
        List<String> known = names(Setting::variable, family -> graft(family.variablePrefix(), variable, "_"));
        return remedy(variable, Suggestion.of(Setting.variable(variable), known).or(() -> meant(variable)));
    }

    /** What to do about a name in a file that is no setting. */
    static String propertyRemedy(String property) {
        List<String> known = names(Setting::property, family -> graft(family.prefix(), property, "\\."));
        return remedy(
                property, Suggestion.of(property, known).or(() -> Suggestion.of(Setting.PREFIX + property, known)));
    }

    private static String remedy(String name, Optional<String> suggestion) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.contains("secret") || lower.contains("credential")) {
            return "there is no such setting; credentials come from TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, a"
                    + " profile or a role";
        }
        return suggestion
                .filter(near -> !near.equals(name)) // as a family's prefix with nothing behind it
                .map(near -> "there is no such setting; did you mean " + near + "?")
                .orElse("there is no such setting; remove it");
    }

    private static List<String> names(Function<Setting<?>, String> spelling, Function<SettingPrefix, String> family) {
        return Stream.concat(
                        SettingDefinitions.ALL.stream().map(spelling),
                        SettingPrefix.ALL.stream().map(family))
                .toList();
    }

    /** The name with the family's prefix in place of as many words of its own. */
    private static String graft(String prefix, String name, String separator) {
        int words = prefix.split(separator).length;
        String[] parts = name.split(separator, words + 1);
        return parts.length <= words ? prefix : prefix + parts[words];
    }

    private static boolean isServiceLink(String variable, String value) {
        return SERVICE_LINK.matcher(variable).matches()
                || (variable.endsWith("_PORT") && SERVICE_ADDRESS.matcher(value).matches());
    }
}
