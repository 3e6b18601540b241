package io.mediadeleter.config;

import io.mediadeleter.config.InvalidSettings.Problem;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The texts that the environment and the file give, by property name, the environment first. Names that are no settings
 * are problems, so that a misspelt one is not passed over. Immutable once read.
 */
public final class SettingSources {

    private static final int FILE_ORDINAL = 200;
    private static final int ENVIRONMENT_ORDINAL = 300;

    /** What one source gives a setting. */
    record Given(String text, String source) {}

    private final SmallRyeConfig config;
    private final Map<String, String> environment;
    private final @Nullable Path file;
    private final Map<String, String> variables;
    private final List<Problem> problems;

    private SettingSources(
            SmallRyeConfig config,
            Map<String, String> environment,
            @Nullable Path file,
            Map<String, String> variables,
            List<Problem> problems) {
        this.config = config;
        this.environment = environment;
        this.file = file;
        this.variables = variables;
        this.problems = problems;
    }

    /**
     * Reads them once; a file may be a pipe, which gives its text to no second reader.
     *
     * @param environment the process's variables, in which {@code MEDIA_DELETER_…} count
     * @param file a properties file; null for none
     */
    public static SettingSources read(Map<String, String> environment, @Nullable Path file) {
        List<Problem> problems = new ArrayList<>();
        Map<String, String> properties = file == null ? Map.of() : properties(file, problems);
        Map<String, String> overrides = new HashMap<>();
        Map<String, String> variables = new HashMap<>();
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (SettingNames.isOurs(variable, value)) {
                Optional<String> property = SettingNames.property(variable, properties.keySet());
                property.ifPresentOrElse(
                        name -> {
                            overrides.put(name, value);
                            variables.put(name, variable);
                        },
                        () -> problems.add(
                                new Problem(variable, "environment", null, SettingNames.variableRemedy(variable))));
            }
        });
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(overrides, "environment", ENVIRONMENT_ORDINAL))
                .withSources(new PropertiesConfigSource(properties, "file", FILE_ORDINAL))
                .build();
        return new SettingSources(config, environment, file, variables, problems);
    }

    /** The text of the first source that has the property. */
    Optional<Given> find(String property) {
        ConfigValue value = config.getConfigValue(property);
        return value.getRawValue() == null
                ? Optional.empty()
                : Optional.of(new Given(value.getRawValue(), source(property)));
    }

    /** The properties of a family that any source gives, in order. */
    SortedSet<String> members(SettingPrefix family) {
        SortedSet<String> members = new TreeSet<>();
        config.getPropertyNames().forEach(name -> {
            if (family.member(name).isPresent()) {
                members.add(name);
            }
        });
        return members;
    }

    /** This machine's, as the environment says or else the network. */
    String hostName() {
        return HostName.of(environment);
    }

    /** Names that are no settings, and a file that cannot be read. */
    List<Problem> problems() {
        return problems;
    }

    private String source(String property) {
        String variable = variables.get(property);
        return variable != null ? "environment " + variable : "file " + file;
    }

    private static Map<String, String> properties(Path file, List<Problem> problems) {
        Map<String, String> known = new HashMap<>();
        entries(file, problems).forEach((name, entries) -> {
            List<String> lines =
                    entries.stream().map(entry -> String.valueOf(entry.line())).toList();
            if (!SettingNames.isKnown(name)) {
                problems.add(new Problem(
                        name, "file " + file + ", line " + lines.get(0), null, SettingNames.propertyRemedy(name)));
            } else if (entries.size() > 1) {
                problems.add(new Problem(
                        name,
                        "file " + file + ", lines " + String.join(" and ", lines),
                        null,
                        "is given " + (entries.size() == 2 ? "twice" : entries.size() + " times") + ": keep one"));
            }
            known.put(name, entries.get(entries.size() - 1).value());
        });
        known.keySet().removeIf(name -> !SettingNames.isKnown(name));
        return known;
    }

    private static Map<String, List<PropertiesFile.Entry>> entries(Path file, List<Problem> problems) {
        try {
            return PropertiesFile.read(file).entries();
        } catch (NoSuchFileException e) {
            problems.add(new Problem("--config", "command line", file.toString(), "there is no such file"));
        } catch (CharacterCodingException e) {
            problems.add(new Problem("--config", "command line", file.toString(), "give a properties file in UTF-8"));
        } catch (IllegalArgumentException malformed) {
            problems.add(new Problem(
                    "--config",
                    "command line",
                    file.toString(),
                    "there is a \\u without four hexadecimal digits behind it; write a backslash as \\\\"));
        } catch (IOException e) {
            problems.add(new Problem("--config", "command line", file.toString(), "cannot be read: " + e));
        }
        return Map.of();
    }
}
