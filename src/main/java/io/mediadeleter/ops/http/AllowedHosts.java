package io.mediadeleter.ops.http;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By which names the pages may be asked for. A page of some other site can have the browser ask for a name of that site's that
 * resolves to this machine, and then read the answer (DNS rebinding); the name is all that tells it from an operator. Taken are
 * therefore only names that nobody can register: addresses, {@code localhost}, names without a dot (as of Compose services),
 * those of a cluster's services and pods, this machine's own, and those that the operator has named. Immutable.
 */
public final class AllowedHosts {

    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[?[0-9a-f]*:[0-9a-f:.]*(%.*)?]?");
    private static final List<String> UNREGISTRABLE = List.of(".localhost", ".svc", ".cluster.local");

    private final Set<String> named = new TreeSet<>();

    /**
     * Knows the operator's names besides.
     *
     * @param named in any case
     */
    public AllowedHosts(Collection<String> named) {
        named.forEach(each -> this.named.add(each.toLowerCase(Locale.ROOT)));
    }

    /** Whether to answer; whoever names no host is no browser. */
    boolean know(@Nullable String host) {
        if (host == null || host.isEmpty()) {
            return true;
        }
        String name = host.toLowerCase(Locale.ROOT);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        return !(name.contains(".") || name.contains(":"))
                || ADDRESS.matcher(name).matches()
                || UNREGISTRABLE.stream().anyMatch(name::endsWith)
                || named.contains(name);
    }

    String refusal(@Nullable String host) {
        return "this server is not known as " + host + ": ask for it by its address, or name it in"
                + " media-deleter.ops.allowed-hosts";
    }
}
