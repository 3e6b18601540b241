package io.mediadeleter.config;

import io.mediadeleter.config.InvalidSettings.Problem;
import io.mediadeleter.config.SettingSources.Given;
import io.mediadeleter.kafka.client.Contradictions;
import io.mediadeleter.kafka.client.Contradictions.Client;
import io.mediadeleter.kafka.client.Contradictions.Contradiction;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.kafka.client.Masking;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns texts into values and collects what is wrong on the way; where a text is wrong the default stands in, so that the
 * rest can be looked at, too. Confined to one thread.
 */
final class SettingReader {

    private static final String MASK = "***";
    private static final Pattern CODE = Pattern.compile("[a-zA-Z0-9]+(\\.[a-zA-Z0-9]+)*");

    private final SettingSources sources;
    private final List<Problem> problems;
    private final Set<Setting<?>> broken = new HashSet<>();
    private final List<SettingValue> values = new ArrayList<>();

    SettingReader(SettingSources sources) {
        this.sources = sources;
        this.problems = new ArrayList<>(sources.problems());
    }

    /** The value of a setting that has a default. */
    <T> T value(Setting<T> setting) {
        return optional(setting).orElseGet(() -> fallback(setting));
    }

    /** The value of a setting; empty when it is unset and has no default. */
    <T> Optional<T> optional(Setting<T> setting) {
        Optional<Given> found = sources.find(setting.property());
        if (found.isEmpty()) {
            String text = setting.fallback() == null ? "" : resolved(setting.fallback());
            values.add(new SettingValue(setting.property(), text, SettingValue.DEFAULT));
            return setting.fallback() == null ? Optional.empty() : Optional.of(fallback(setting));
        }
        Given given = found.get();
        values.add(new SettingValue(setting.property(), Masking.masked(given.text()), given.source()));
        Optional<T> value =
                given.text().isBlank() ? Optional.empty() : setting.type().parse(given.text());
        if (value.isEmpty()) {
            String remedy = "give " + setting.type().expected();
            reject(setting, given.text().isBlank() ? "is empty: " + remedy + ", or remove it" : remedy);
        }
        return value;
    }

    /** Kafka's own settings of a family, by Kafka's names. */
    Map<String, String> passThrough(SettingPrefix family) {
        Map<String, String> passed = new LinkedHashMap<>();
        for (String property : sources.members(family)) {
            String name = family.member(property).orElseThrow();
            Given given = sources.find(property).orElseThrow();
            String shown = KafkaOverridePolicy.isSecret(name) ? MASK : Masking.masked(given.text());
            KafkaOverridePolicy.objection(name, given.text())
                    .ifPresentOrElse(
                            remedy -> problems.add(new Problem(property, given.source(), shown, remedy)),
                            () -> passed.put(name, given.text()));
            values.add(new SettingValue(property, shown, given.source()));
        }
        return passed;
    }

    /** Notes which of Kafka's own settings do not go together. */
    void refuseContradictions(KafkaSettings kafka) {
        for (Contradiction each : Contradictions.of(kafka)) {
            List<String> given = each.values().keySet().stream()
                    .flatMap(name -> given(each.client(), name).stream())
                    .toList();
            if (!given.isEmpty()) {
                Given first = sources.find(given.get(0)).orElseThrow();
                String others = given.stream()
                        .skip(1)
                        .map(property -> property + " = \""
                                + sources.find(property).orElseThrow().text() + "\" ("
                                + sources.find(property).orElseThrow().source() + ")")
                        .collect(Collectors.joining(" or "));
                problems.add(new Problem(
                        given.get(0),
                        first.source(),
                        first.text(),
                        each.rule() + (others.isEmpty() ? ": change it" : ": change it, or " + others)));
            }
        }
    }

    /** The property that counts for such a client; empty where none is given. */
    private Optional<String> given(Client client, String name) {
        Stream<SettingPrefix> families = switch (client) {
            case ADMIN -> Stream.of(SettingPrefix.CLIENT);
            case CONSUMER -> Stream.of(SettingPrefix.CONSUMER, SettingPrefix.CLIENT);
            case PRODUCER -> Stream.of(SettingPrefix.PRODUCER, SettingPrefix.CLIENT);
        };
        return families.map(family -> family.prefix() + name)
                .filter(property -> sources.find(property).isPresent())
                .findFirst();
    }

    /** The operator's rows of the fault table, by code. */
    Map<String, FaultKind> faults() {
        Map<String, FaultKind> faults = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String property : sources.members(SettingPrefix.FAULTS)) {
            String code = SettingPrefix.FAULTS.member(property).orElseThrow();
            Given given = sources.find(property).orElseThrow();
            values.add(new SettingValue(property, Masking.masked(given.text()), given.source()));
            Optional<FaultKind> kind = SettingType.oneOf(FaultKind.class).parse(given.text());
            String remedy = null;
            if (kind.isEmpty()) {
                remedy = "give " + FaultKind.ofCalls();
            } else if (!kind.get().isOfCall()) {
                remedy = "no call ends with " + kind.get() + ": this service finds it before a call; give "
                        + FaultKind.ofCalls();
            } else if (!CODE.matcher(code).matches()) {
                remedy = "give a code such as FailedOperation.NoPrivileges; it counts for its subcodes without a .*";
            } else if (kind.get() == FaultKind.ABSENT && FaultTable.isOwn(code)) {
                remedy =
                        "this is no code of the API but this service's own, so it proves no media absent; give another kind";
            } else if (kind.get() == FaultKind.THROTTLED && FaultTable.isOwn(code)) {
                remedy =
                        "this is no code of the API but this service's own, for a call that the API did not answer and that"
                                + " may have deleted the media; give another kind";
            } else if (faults.putIfAbsent(code, kind.get()) != null) {
                remedy = "this code is given twice, in other letters; keep one";
            }
            if (remedy != null) {
                problems.add(new Problem(property, given.source(), Masking.masked(given.text()), remedy));
            }
        }
        return Map.copyOf(faults);
    }

    /** Whether the given texts of all of these could be read: only then it makes sense to compare them. */
    boolean areSound(Setting<?>... settings) {
        return Stream.of(settings).noneMatch(broken::contains);
    }

    /** Notes what is wrong with a setting's value. */
    void reject(Setting<?> setting, String remedy) {
        broken.add(setting);
        Optional<Given> given = sources.find(setting.property());
        problems.add(new Problem(
                setting.property(),
                given.map(Given::source).orElse("default"),
                given.map(Given::text).map(Masking::masked).orElseGet(() -> resolved(setting.fallback())),
                remedy));
    }

    /** Where each value that was asked for comes from, in the order of asking. */
    List<SettingValue> values() {
        return values;
    }

    /** Ends the reading. */
    void throwIfInvalid() {
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
    }

    private <T> T fallback(Setting<T> setting) {
        String text = resolved(setting.fallback());
        return setting.type().parse(text).orElseGet(() -> {
            // Only a default made of other values, such as an over-long topic's name with its suffix, can be wrong.
            reject(
                    setting,
                    "the default is not possible here: give " + setting.type().expected());
            return setting.type().parse("default").orElseThrow();
        });
    }

    private String resolved(@Nullable String fallback) {
        if (fallback == null) {
            return "";
        }
        if (fallback.equals(Setting.HOST_NAME)) {
            return sources.hostName();
        }
        return fallback.replace(Setting.REQUESTED_TOPIC, given(SettingDefinitions.TOPIC_REQUESTED))
                .replace(Setting.GROUP, given(SettingDefinitions.GROUP_ID));
    }

    private String given(Setting<String> setting) {
        return sources.find(setting.property())
                .flatMap(given -> setting.type().parse(given.text()))
                .orElse(String.valueOf(setting.fallback()));
    }
}
