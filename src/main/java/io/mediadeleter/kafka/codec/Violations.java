package io.mediadeleter.kafka.codec;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import io.mediadeleter.text.Excerpt;
import io.mediadeleter.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Words for what a schema refuses: where, what was expected, what was found and what to do.
 *
 * @param schema the schema that refused
 */
record Violations(JsonNode schema) {

    private static final int MAX_LISTED = 5;
    private static final int MAX_VALUE = 60;
    private static final int MAX_MESSAGE = 300;

    /** More slips than these make another word. */
    private static final int MOST_SLIPS = 2;

    private static final int LETTERS_PER_SLIP = 3;

    /** The first few of at least one error, on one line. */
    String list(List<Error> errors) {
        if (errors.size() == 1) {
            return word(errors.get(0));
        }
        int listed = Math.min(errors.size(), MAX_LISTED);
        String heading = errors.size() + " violations" + (listed < errors.size() ? ", the first " + listed : "") + ": ";
        return IntStream.range(0, listed)
                .mapToObj(i -> "(" + (i + 1) + ") " + word(errors.get(i)))
                .collect(Collectors.joining(" ", heading, ""));
    }

    private String word(Error error) {
        String path = error.getInstanceLocation().toString();
        return switch (error.getKeyword()) {
            case "additionalProperties" -> JsonPlace.property(path, error.getProperty()) + ": " + unknown(error);
            case "required" -> JsonPlace.property(path, error.getProperty()) + ": " + words(error);
            default ->
                path + ": " + Excerpt.of(words(error), MAX_MESSAGE) + " (found "
                        + Excerpt.of(error.getInstanceNode().toString(), MAX_VALUE) + ")";
        };
    }

    private static String words(Error error) {
        String keyword = error.getSchemaLocation().getFragment().toString();
        String place = error.getProperty() == null ? keyword : keyword + "/" + error.getProperty();
        return SchemaWords.at(place, error.getMessage()).orElseGet(error::getMessage);
    }

    private String unknown(Error error) {
        List<String> known = knownBeside(error);
        String name = error.getProperty();
        int slips = Math.min(MOST_SLIPS, name.length() / LETTERS_PER_SLIP);
        return "unknown property (not allowed); "
                + Suggestion.nearestByLetters(name, known, slips)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("known here: " + String.join(", ", known));
    }

    /** The names that the schema lists where it refuses others. */
    private List<String> knownBeside(Error error) {
        JsonPointer refused =
                JsonPointer.compile(error.getSchemaLocation().getFragment().toString());
        List<String> names = new ArrayList<>();
        schema.at(refused.head()).path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }
}
