package io.mediadeleter.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/** The machine's name, as far as Kafka takes it in an instance id. */
final class HostName {

    private static final int LONGEST = 200;

    private HostName() {}

    /** The name the environment gives, else the network's; empty when there is none. */
    static String of(Map<String, String> environment) {
        String given = environment.getOrDefault("HOSTNAME", "");
        return sanitised(given.isBlank() ? fromNetwork() : given);
    }

    /** Hyphens for what Kafka refuses. */
    static String sanitised(String name) {
        String allowed = name.strip().replaceAll("[^a-zA-Z0-9._-]", "-");
        return allowed.substring(0, Math.min(LONGEST, allowed.length()));
    }

    private static String fromNetwork() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
