package io.mediadeleter.cli.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.cli.console.OutputFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * What a command that writes to the control topic tells programs: one object, also where it fails, since a script that finds nothing
 * on standard output cannot tell what stands. Immutable.
 *
 * @param command what was run, such as {@code pause}
 * @param whole what the property is called that says whether all is as it was asked for
 */
record CommandJson(String command, String whole, OutputFormat.Choice format) {

    /**
     * An object to fill in, with what all of them have.
     *
     * @param written records on the control topic that are certain to be there
     * @param problems a sentence each
     */
    ObjectNode object(boolean isWhole, long written, List<String> problems) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("command", command);
        json.put(whole, isWhole);
        json.put("written", written);
        ArrayNode array = json.putArray("problems");
        problems.forEach(array::add);
        return json;
    }

    /** Does the command's work, as the last of which it prints its object; a failure prints one of its own and is thrown on. */
    int of(Supplier<ControlSession> opening, ToIntFunction<ControlSession> work) {
        try (ControlSession session = before(opening)) {
            return format.reportingFailure(
                    () -> work.applyAsInt(session),
                    failed -> tell(failed, session.own().size()));
        }
    }

    /** Does a step before anything is written; a failure prints an object and is thrown on. */
    <T> T before(Supplier<T> step) {
        return format.reportingFailure(step::get, failed -> tell(failed, 0));
    }

    private void tell(RuntimeException failed, long written) {
        format.print(object(false, written, List.of(OutputFormat.reason(failed))));
    }
}
