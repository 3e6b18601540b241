package io.mediadeleter.cli.deadletters;

import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.event.Origin;
import java.util.Collection;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The origins that were given as arguments. */
final class OriginArguments {

    private OriginArguments() {}

    /** @throws ParameterException naming the first that is no origin */
    static void check(Collection<String> names, CommandLine command) {
        for (String name : names) {
            if (Origin.parse(name).isEmpty()) {
                throw new ParameterException(
                        command,
                        "'" + Wording.cell(name) + "' is not an origin; give TOPIC/PARTITION/OFFSET, as"
                                + " media-delete-requested/0/17, which `dead-letters list` shows");
            }
        }
    }

    /** What to say of one that is not in the table. */
    static String unknown(String name) {
        return "No unresolved dead letter " + Wording.line(name) + ": already resolved, or no such origin."
                + " `dead-letters list` shows the unresolved ones.";
    }
}
