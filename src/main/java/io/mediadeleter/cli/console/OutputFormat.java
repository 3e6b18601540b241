package io.mediadeleter.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.text.OperatorError;
import io.mediadeleter.text.Printable;
import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** For whom the output is. */
public enum OutputFormat {
    /** People. */
    TABLE,
    /** Programs. */
    JSON;

    /** A part of a command. */
    public interface Work<T, E extends Exception> {

        T run() throws E;
    }

    /** Why it failed, in one sentence for people. */
    public static String reason(RuntimeException failed) {
        return failed instanceof OperatorError ? String.valueOf(failed.getMessage()) : KafkaFailure.reason(failed);
    }

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

        /** Of the command that has the option. */
        public CommandLine commandLine() {
            return command.commandLine();
        }

        public PrintWriter out() {
            return commandLine().getOut();
        }

        public PrintWriter err() {
            return commandLine().getErr();
        }

        /** Where sentences go: programs read JSON on standard output, and nothing else. */
        public PrintWriter messages() {
            return isJson() ? err() : out();
        }

        /** One object, on standard output. */
        public void print(JsonNode object) {
            out().println(Printable.of(object.toString()));
        }

        /**
         * Does a command's work. If it fails and the output is JSON, {@code tell} prints an object that describes the failure, since
         * a script that finds nothing on standard output cannot tell what became of it; then the failure is thrown on. Misuse is
         * told by its exit code alone.
         *
         * @param tell prints the object
         */
        public <T, E extends Exception> T reportingFailure(Work<T, E> work, Consumer<RuntimeException> tell) throws E {
            try {
                return work.run();
            } catch (RuntimeException failed) {
                if (isJson() && !(failed instanceof ParameterException)) {
                    tell.accept(failed);
                }
                throw failed;
            }
        }
    }
}
