package io.mediadeleter.kafka.codec;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import io.mediadeleter.text.Excerpt;
import io.mediadeleter.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** The first, on one line, of a request in which there may be more than anybody wants to hear of. */
    String first(List<Error> errors) {
        return "the first violation: " + word(errors.get(0));
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

    /**
     * What the service answers in place of the validator's own words, where those do not tell a publisher what to do. By the
     * place of the keyword in the request schema, and for {@code required} the property that is missing. They stand here and
     * not in the published schema, which then holds no keyword that other validators do not know.
     */
    static final class SchemaWords {

        /** Stands for the validator's own words. */
        private static final String OWN = "{0}";

        private static final Map<String, String> BY_KEYWORD = Map.of(
                "/required/eventId",
                "missing; every request needs an eventId, a string of 1 to 128 characters that results and logs name it by",
                "/required/fileId",
                "missing; every request needs the fileId of the media to delete, a string",
                "/properties/fileId/type",
                OWN
                        + "; file ids have 17 to 19 digits, above 2^53, and many JSON producers round such numbers: send"
                        + " it as a string, in quotes",
                "/properties/fileId/pattern",
                "is not a file id; a file id has 1 to 20 decimal digits, does not begin with 0, and names one media",
                "/properties/subAppId/minimum",
                "names no sub-application; leave subAppId out for the service's default, or name one",
                "/properties/deleteParts/minItems",
                "is empty, and the API would take that as delete everything; leave deleteParts out to delete the whole"
                        + " media, or list at least one part",
                "/properties/deleteParts/items/required/type",
                "missing; every part needs a type such as TranscodeFiles",
                "/properties/requestedAt/pattern",
                Rfc3339.WANTED);

        private SchemaWords() {}

        /** The words for the keyword at {@code place}, if there are any for it. */
        static Optional<String> at(String place, String validatorsWords) {
            return Optional.ofNullable(BY_KEYWORD.get(place)).map(words -> words.replace(OWN, validatorsWords));
        }

        /** Where there are words. */
        static Iterable<String> places() {
            return BY_KEYWORD.keySet();
        }
    }
}
