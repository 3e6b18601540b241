package io.mediadeleter.config;

import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What is possible in the settings, and yet hardly meant. Stateless. */
final class Warnings {

    /** Codes that say by their name that there is no such thing. */
    private static final Pattern SAYS_ABSENT = Pattern.compile("(?i).*(not_?found|not_?exist|no_?such|absent|gone).*");

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]");
    private static final FaultTable BUILT_IN = new FaultTable(Map.of());

    private Warnings() {}

    /** Of Kafka's own settings. */
    static List<String> of(KafkaSettings kafka) {
        List<String> warnings = new ArrayList<>();
        Map.of(
                        SettingPrefix.CLIENT, kafka.client(),
                        SettingPrefix.CONSUMER, kafka.consumer(),
                        SettingPrefix.PRODUCER, kafka.producer())
                .forEach((family, passed) ->
                        passed.forEach((name, value) -> KafkaOverridePolicy.warning(family, name, value)
                                .ifPresent(what -> warnings.add(
                                        family.prefix().substring(Setting.PREFIX.length()) + name + what))));
        Collections.sort(warnings);
        return warnings;
    }

    static List<String> of(URI endpoint, Map<String, FaultKind> overrides) {
        List<String> warnings = new ArrayList<>();
        if (endpoint.getScheme().equals("http") && !isLoopback(endpoint.getHost())) {
            warnings.add("vod.endpoint is http and not on this machine: whoever is on the way reads and changes what is"
                    + " sent, and can confirm deletions that never were; give an https address");
        }
        new TreeMap<>(overrides).forEach((code, kind) -> {
            if (kind == FaultKind.ABSENT && BUILT_IN.kindOf(code) != FaultKind.ABSENT && !saysAbsent(code)) {
                warnings.add(
                        "faults." + code + "=ABSENT takes this answer for proof that the media is gone, and the result"
                                + " says ALREADY_ABSENT; by the built-in table it is "
                                + BUILT_IN.kindOf(code) + ": remove it unless the API's operator says so");
            }
        });
        return List.copyOf(warnings);
    }

    private static boolean saysAbsent(String code) {
        return SAYS_ABSENT.matcher(code).matches() && BUILT_IN.kindOf(code) == FaultKind.TRANSIENT;
    }

    /** Without asking a name server. */
    private static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return true;
        }
        try {
            return ADDRESS.matcher(name).matches()
                    && InetAddress.getByName(name).isLoopbackAddress();
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }
}
