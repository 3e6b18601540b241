package io.mediadeleter.kafka.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes out of a text what may be a secret: of an address the user, the query and the fragment, and what a name calls one. */
public final class Masking {

    private static final String MASK = "***";
    private static final Pattern ADDRESS = Pattern.compile("(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//[^\\s\"'<>]*");
    private static final Pattern QUERY_AND_MORE = Pattern.compile("[?#].*");
    private static final Pattern USER = Pattern.compile("//.*@");

    /** Without a scheme, as somebody may write it for a broker. */
    private static final Pattern BARE_USER = Pattern.compile("[^\\s@/:]+:(?!//)[^\\s]*@");

    private static final Pattern NAMED_SECRET = Pattern.compile(
            "((?:secret|passw|pwd|token|credential|api[-_.]?key|access[-_.]?key|private[-_.]?key)[\\w.-]*\\s*=\\s*)"
                    + "(?:\"[^\"]*\"|'[^']*'|[^\\s&;,]+)",
            Pattern.CASE_INSENSITIVE);

    private Masking() {}

    /** The text, but for what may be a secret. */
    public static String masked(String text) {
        String addresses = ADDRESS.matcher(text).replaceAll(found -> Matcher.quoteReplacement(address(found.group())));
        String users = BARE_USER.matcher(addresses).replaceAll(MASK + "@");
        return NAMED_SECRET.matcher(users).replaceAll("$1" + Matcher.quoteReplacement(MASK));
    }

    private static String address(String address) {
        String shown = QUERY_AND_MORE
                .matcher(address)
                .replaceFirst(found -> found.group().charAt(0) + MASK);
        return USER.matcher(shown).replaceFirst("//" + MASK + "@");
    }
}
