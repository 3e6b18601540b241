package io.mediadeleter.kafka.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Turns the JSON library's words about broken syntax, which are for its own users, into words for a publisher. */
final class JsonSyntax {

    private static final Map<Pattern, String> WORDS = new LinkedHashMap<>();

    static {
        say("Non-standard token '([^']*)': enable .*", "$1 is not JSON, which has no NaN and no Infinity");
        say("\\[Source: .*?; line: (\\d+), column: (\\d+)\\]", "line $1, column $2");
        say("start marker at", "opened at");
        say("starting at", "opened at");
        say(": JSON spec does not allow numbers to have plus signs.*", ": JSON numbers have no plus sign");
        say(": maybe a \\(non-standard\\) comment\\?.*", ": JSON has no comments");
        say("\\(\\(CTRL-CHAR, code (\\d+)\\)\\)", "(control character, code $1)");
        say(
                "Number value length \\((\\d+)\\) exceeds the maximum allowed \\((\\d+),.*",
                "a number of $1 digits; at most $2");
        say("end-of-inputNo digit", "end-of-input: no digit");
        say("(expected a (valid )?value) \\(JSON String.*", "$1");
        say("was expecting \\(JSON String.*", "expected a value; text stands in double quotes");
        say("was expecting double-quote to start field name", "expected a property name in double quotes");
        say("\\bwas expecting\\b", "expected");
        say("\\bfield name\\b", "property name");
        say(" ?\\(?[^ (]*(`|Feature|Source:).*", "");
    }

    private JsonSyntax() {}

    static String words(String librarys) {
        String words = librarys;
        for (Map.Entry<Pattern, String> each : WORDS.entrySet()) {
            words = each.getKey().matcher(words).replaceFirst(each.getValue());
        }
        return words.isBlank() ? "it breaks the grammar" : words;
    }

    private static void say(String found, String instead) {
        WORDS.put(Pattern.compile(found, Pattern.DOTALL), instead);
    }
}
