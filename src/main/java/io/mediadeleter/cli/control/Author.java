package io.mediadeleter.cli.control;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Who runs this process, for those who read it later. Stateless. */
public final class Author {

    private static final int LONGEST = 200;

    private Author() {}

    /** The operating system's user and host, as in {@code ops@bastion-1}. */
    public static String ofThisProcess() {
        return name(System.getProperty("user.name"), System.getenv("USER"), host());
    }

    /** A user without an entry in the system's list, as in an image, is a question mark to Java. */
    static String name(@Nullable String known, @Nullable String variable, String host) {
        boolean isKnown = known != null && !known.isBlank() && !known.equals("?");
        String user = isKnown ? known : variable == null || variable.isBlank() ? "unknown" : variable;
        String whole = user + "@" + host;
        return whole.substring(0, Math.min(LONGEST, whole.length()));
    }

    private static String host() {
        String given = System.getenv("HOSTNAME");
        if (given != null && !given.isBlank()) {
            return given;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "unknown-host";
        }
    }
}
