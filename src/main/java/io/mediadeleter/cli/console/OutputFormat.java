package io.mediadeleter.cli.console;

import picocli.CommandLine.Option;

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

        public boolean isJson() {
            return format == JSON;
        }
    }
}
