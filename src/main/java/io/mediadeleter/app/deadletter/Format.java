package io.mediadeleter.app.deadletter;

import picocli.CommandLine.Option;

/** For whom the output is. */
enum Format {
    /** People. */
    TABLE,
    /** Programs. */
    JSON;

    /** The option of all commands. */
    static final class Choice {

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                defaultValue = "table",
                description = "table, for people, or json, for programs: nothing else is on standard output then."
                        + " Default: table.")
        @SuppressWarnings("NullAway.Init")
        private Format format;

        boolean isJson() {
            return format == JSON;
        }
    }
}
