package io.mediadeleter.kafka.codec;

import java.util.Map;
import java.util.Optional;

/**
 * What the service answers in place of the validator's own words, where those do not tell a publisher what to do. By the
 * place of the keyword in the request schema, and for {@code required} the property that is missing. They stand here and
 * not in the published schema, which then holds no keyword that other validators do not know.
 */
final class SchemaWords {

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
