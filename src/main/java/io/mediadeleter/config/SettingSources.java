package io.mediadeleter.config;

import io.mediadeleter.config.InvalidSettings.Problem;
import io.mediadeleter.text.LostCharacters;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The texts that the environment and the file give, by property name, the environment first. Names that are no settings
 * are problems, so that a misspelt one is not passed over. Immutable once read.
 */
public final class SettingSources {

    private static final String ENVIRONMENT = "environment";
    private static final String LOST_IN_FILE =
            "has U+FFFD in place of characters that were lost, as by an editor that took the file for another charset:"
                    + " write the value anew";

    /** What one source gives a setting. */
    record Given(String text, String source) {}

    private final Map<String, Given> given;
    private final Map<String, String> environment;
    private final List<Problem> problems;

    private SettingSources(Map<String, Given> given, Map<String, String> environment, List<Problem> problems) {
        this.given = given;
        this.environment = environment;
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
        Map<String, Given> given = new HashMap<>();
        properties.forEach((name, text) -> given.put(name, new Given(text, "file " + file)));
        Map<String, String> variables = new HashMap<>();
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (SettingNames.isOurs(variable, value)) {
                SettingNames.property(variable, properties.keySet())
                        .ifPresentOrElse(
                                name -> {
                                    given.put(name, new Given(value, ENVIRONMENT + " " + variable));
                                    lost(variable, value, LostCharacters.remedy(), problems, ENVIRONMENT);
                                    String before = variables.putIfAbsent(name, variable);
                                    if (before != null && !value.equals(environment.get(before))) {
                                        problems.add(twice(variable, before));
                                    }
                                },
                                () -> problems.add(new Problem(
                                        variable, ENVIRONMENT, null, SettingNames.variableRemedy(variable))));
            }
        });
        return new SettingSources(given, environment, problems);
    }

    /** The value is not shown: it may be a secret. */
    private static void lost(String name, String value, String remedy, List<Problem> problems, String source) {
        if (LostCharacters.areIn(value)) {
            problems.add(new Problem(name, source, null, remedy));
        }
    }

    /** Kafka's own settings may be spelled in several ways. */
    private static Problem twice(String variable, String before) {
        return new Problem(variable, ENVIRONMENT, null, "is the same setting as " + before + ": keep one");
    }

    /** The text of the first source that has the property. */
    Optional<Given> find(String property) {
        return Optional.ofNullable(given.get(property));
    }

    /** The properties of a family that any source gives, in order. */
    SortedSet<String> members(SettingPrefix family) {
        return given.keySet().stream()
                .filter(name -> family.member(name).isPresent())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** This machine's, as the environment says, else the system, else the network. */
    String hostName() {
        return HostName.of(environment);
    }

    /** Names that are no settings, and a file that cannot be read. */
    List<Problem> problems() {
        return problems;
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
            String value = entries.get(entries.size() - 1).value();
            lost(name, value, LOST_IN_FILE, problems, "file " + file + ", line " + lines.get(lines.size() - 1));
            known.put(name, value);
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
            String why = Files.isDirectory(file)
                    ? "this is a folder"
                    : e instanceof AccessDeniedException ? "this user may not read it" : e.toString();
            problems.add(new Problem("--config", "command line", file.toString(), "cannot be read: " + why));
        }
        return Map.of();
    }
}
