package io.mediadeleter.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The machine's name. */
public final class HostName {

    private static final int LONGEST = 200;
    private static final Path KERNELS = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** The name that the environment or the system gives, without asking the network; null when there is none. */
    public static @Nullable String ofMachine(Map<String, String> environment) {
        String given = sanitised(environment.getOrDefault("HOSTNAME", ""));
        return given.isEmpty() ? fromSystem() : given;
    }

    private static @Nullable String fromSystem() {
        try {
            String name = sanitised(Files.readString(KERNELS));
            return name.isEmpty() ? null : name;
        } catch (IOException | UncheckedIOException elsewhere) {
            return null;
        }
    }

    /**
     * The name the environment gives, else the network's, as far as Kafka takes it in an instance id; empty when there is
     * none.
     */
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
