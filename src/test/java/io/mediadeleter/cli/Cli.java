package io.mediadeleter.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/**
 * What the command line did.
 *
 * @param out what was printed as the result
 * @param err what was printed for the user besides
 */
public record Cli(int exitCode, String out, String err) {

    /** Runs the command line in this JVM. */
    public static Cli run(Map<String, String> environment, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine(environment);
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Cli(commandLine.execute(args), out.toString(), err.toString());
    }
}
