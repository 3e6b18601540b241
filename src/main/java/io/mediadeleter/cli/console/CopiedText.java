package io.mediadeleter.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediadeleter.text.Printable;
import java.util.Optional;

/**
 * Text that is given as it is, or as a JSON string: as {@link Printable#copyable} shows it, and {@code jq} prints it without {@code -r}.
 * A line end in it ends no line then. Stateless.
 */
public final class CopiedText {

    /** What a JSON string begins with. */
    private static final String QUOTE = "\"";

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private CopiedText() {}

    /** Whether it is given as a JSON string, or is meant to be. */
    public static boolean isQuoted(String given) {
        return given.startsWith(QUOTE);
    }

    /** What is meant; empty for what begins with a quote and is no JSON string, or one of no text. */
    public static Optional<String> read(String given) {
        if (!isQuoted(given)) {
            return Optional.of(given);
        }
        try {
            JsonNode string = JSON.readTree(given);
            return Optional.ofNullable(string.textValue()).filter(CopiedText::isWhole);
        } catch (JsonProcessingException noString) {
            return Optional.empty();
        }
    }

    /** Half of a character would be written, or looked for, as a question mark. */
    private static boolean isWhole(String text) {
        return text.codePoints().noneMatch(each -> Character.getType(each) == Character.SURROGATE);
    }
}
