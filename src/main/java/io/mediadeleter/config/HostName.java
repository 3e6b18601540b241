package io.mediadeleter.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The machine's name. */
public final class HostName {

    private static final int LONGEST = 200;
    private static final Path KERNELS = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** The name that the environment or the system gives, without asking the network; null when there is none. */
    public static @Nullable String ofMachine(Map<String, String> environment) {
        String name = of(environment, KERNELS, () -> "");
        return name.isEmpty() ? null : name;
    }

    /**
     * The name the environment gives, else the system's, else the network's, as far as Kafka takes it in an instance id; empty when
     * there is none.
     */
    public static String of(Map<String, String> environment) {
        return of(environment, KERNELS, HostName::fromNetwork);
    }

    /** Many a machine's own name is unknown to the network, or takes long to be looked up: it is asked last. */
    static String of(Map<String, String> environment, Path kernels, Supplier<String> network) {
        String given = sanitised(environment.getOrDefault("HOSTNAME", ""));
        String name = given.isEmpty() ? fromSystem(kernels) : given;
        return name.isEmpty() ? sanitised(network.get()) : name;
    }

    private static String fromSystem(Path kernels) {
        try {
            return sanitised(Files.readString(kernels));
        } catch (IOException | UncheckedIOException elsewhere) {
            return "";
        }
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
