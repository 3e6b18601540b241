package io.mediadeleter.kafka.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a text what may be a secret: of an address the user, the query and the fragment, and what a name calls one. The text may
 * be anybody's, of any length: no part of it is read more than a few times.
 */
public final class Masking {

    private static final String MASK = "***";
    private static final Pattern ADDRESS = Pattern.compile("//[^\\s\"'<>]*");
    private static final Pattern QUERY_AND_MORE = Pattern.compile("[?#].*");
    private static final Pattern USER = Pattern.compile("^//.*@");
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}(?![0-9A-Za-z])");

    private static final Pattern NAMED_SECRET = Pattern.compile(
            "((?:secret|passw|pwd|token|credential|api[-_.]?key|access[-_.]?key|private[-_.]?key)[\\w.-]{0,200}+\\s*=\\s*)"
                    + "(?:\"[^\"]*\"|'[^']*'|[^\\s&;,]+)",
            Pattern.CASE_INSENSITIVE);

    private Masking() {}

    /** The text, but for what may be a secret. */
    public static String masked(String text) {
        String addresses = ADDRESS.matcher(text).replaceAll(found -> Matcher.quoteReplacement(address(found.group())));
        return NAMED_SECRET.matcher(withoutUsers(addresses)).replaceAll("$1" + Matcher.quoteReplacement(MASK));
    }

    /** Users before a broker's name, without a scheme, as somebody may write it; in a password there may be blanks. */
    private static String withoutUsers(String text) {
        StringBuilder shown = new StringBuilder();
        int copied = 0;
        int user = -1;
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            String word = words.group();
            int at = word.lastIndexOf('@');
            if (user < 0) {
                int name = at < 0 && !hasPassword(word) ? -1 : name(word, at < 0 ? word.length() : at);
                user = name < 0 ? -1 : words.start() + name;
            }
            if (user >= 0 && at >= 0) {
                shown.append(text, copied, user).append(MASK);
                copied = words.start() + at;
                user = -1;
            }
        }
        return shown.append(text, copied, text.length()).toString();
    }

    /** Where the first name begins that ends in a colon before {@code end}; -1 if none does. */
    private static int name(String word, int end) {
        int begin = 0;
        for (int i = 0; i < end; i++) {
            if (word.charAt(i) == ':' && i > begin && !word.startsWith("//", i + 1)) {
                return begin;
            }
            begin = "@/:".indexOf(word.charAt(i)) < 0 ? begin : i + 1;
        }
        return -1;
    }

    /** Whether something follows a colon that is neither a port nor an address. */
    private static boolean hasPassword(String word) {
        Matcher port = PORT.matcher(word);
        for (int colon = word.indexOf(':');
                colon >= 0 && colon + 1 < word.length();
                colon = word.indexOf(':', colon + 1)) {
            if (!word.startsWith("//", colon + 1)
                    && !port.region(colon + 1, word.length()).lookingAt()) {
                return true;
            }
        }
        return false;
    }

    private static String address(String address) {
        String shown = QUERY_AND_MORE
                .matcher(address)
                .replaceFirst(found -> found.group().charAt(0) + MASK);
        return USER.matcher(shown).replaceFirst("//" + MASK + "@");
    }
}
