package io.mediadeleter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * What the command line did.
 *
 * @param out what was printed as the result
 * @param err what was printed for the user besides
 */
public record Cli(int exitCode, String out, String err) {

    private static final Pattern WAITING = Pattern.compile("(?m)^No answer yet from Kafka at .*; waiting\\R");

    /** The same, of a command that has to end with this exit code. */
    public Cli ended(int expected) {
        assertThat(exitCode).as("%s", this).isEqualTo(expected);
        return this;
    }

    /** What was printed besides the result, but for the word that a busy machine's broker is waited for. */
    public String said() {
        return withoutWaiting(err);
    }

    static String withoutWaiting(String printed) {
        return WAITING.matcher(printed).replaceAll("");
    }

    /** Runs the command line in this JVM; {@code run}, which takes over the log and the standard streams, is for {@link Jar}. */
    public static Cli run(Map<String, String> environment, String... args) {
        if (List.of(args).equals(List.of("run"))) {
            throw new IllegalArgumentException("run writes past Surefire's channel from then on; use Jar");
        }
        return run(Main.commandLine(environment), args);
    }

    /** Runs a command of a test's own parts. */
    public static Cli run(CommandLine command, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Cli(command.execute(args), out.toString(), err.toString());
    }
}
