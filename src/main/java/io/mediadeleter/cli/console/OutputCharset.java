package io.mediadeleter.cli.console;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The charset of what is printed. Images, services and jobs mostly have no locale, which Java takes for US-ASCII, and then
 * prints a question mark for whatever else a fault's message or a name holds. Stateless.
 */
public final class OutputCharset {

    private OutputCharset() {}

    /**
     * What the terminal is known to want; UTF-8 where nothing is known.
     *
     * @param wanted Java's property {@code stdout.encoding}
     * @param locale Java's property {@code native.encoding}
     */
    public static Charset of(@Nullable String wanted, @Nullable String locale) {
        String name = wanted == null ? locale : wanted;
        if (name == null || !Charset.isSupported(name)) {
            return StandardCharsets.UTF_8;
        }
        Charset known = Charset.forName(name);
        return known.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : known;
    }

    /** Prints to the stream; each line at once. */
    public static PrintWriter writer(OutputStream stream, Charset charset) {
        return new PrintWriter(new OutputStreamWriter(stream, charset), true);
    }
}
