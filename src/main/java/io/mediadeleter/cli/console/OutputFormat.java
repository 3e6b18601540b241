package io.mediadeleter.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.text.Printable;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** For whom the output is. */
public enum OutputFormat {
    /** People. */
    TABLE,
    /** Programs. */
    JSON;

    /** The option of all commands. */
    public static final class Choice {

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                defaultValue = "table",
                description = "table, for people, or json, for programs: nothing else is on standard output then."
                        + " Default: table.")
        @SuppressWarnings("NullAway.Init")
        private OutputFormat format;

        @Spec(Spec.Target.MIXEE)
        private CommandSpec command;

        public boolean isJson() {
            return format == JSON;
        }

        /** Where sentences go: programs read JSON on standard output, and nothing else. */
        public PrintWriter people() {
            return isJson()
                    ? command.commandLine().getErr()
                    : command.commandLine().getOut();
        }

        /** One object, on standard output. */
        public void print(JsonNode object) {
            PrintWriter out = command.commandLine().getOut();
            out.println(Printable.of(object.toString()));
            out.flush();
        }
    }
}
