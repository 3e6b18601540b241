package io.mediadeleter.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.cli.console.ProcessBytes;
import io.mediadeleter.text.LostCharacters;
import io.mediadeleter.text.Utf8;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The process's arguments. Java reads them in the charset of the locale, and where there is none, as under cron or in ssh, it reads no more than
 * ASCII: what is UTF-8 is read here from the bytes that the system has. Immutable.
 *
 * @param texts of those that are not UTF-8 the bytes are written as {@code \xfc}, where they are known
 * @param lost the places of those that could not be read
 */
record CommandArguments(List<String> texts, Set<Integer> lost) {

    /** Of a locale with another charset the same bytes mean something else. */
    private static final Set<Charset> READ_AS_UTF_8 = Set.of(UTF_8, US_ASCII);

    CommandArguments {
        texts = List.copyOf(texts);
        lost = Set.copyOf(lost);
    }

    static CommandArguments of(String... given) {
        String locale = LostCharacters.charset();
        return of(
                List.of(given),
                Charset.isSupported(locale) ? Charset.forName(locale) : US_ASCII,
                ProcessBytes.commandLine());
    }

    /**
     * The same.
     *
     * @param given as Java has read them
     * @param locale in which it has
     * @param commandLine whose last texts they are; nothing where the system does not tell
     */
    static CommandArguments of(List<String> given, Charset locale, List<byte[]> commandLine) {
        List<String> texts = new ArrayList<>(given);
        Set<Integer> lost = new HashSet<>();
        int before = commandLine.size() - given.size();
        for (int i = 0; i < given.size(); i++) {
            if (!LostCharacters.areIn(given.get(i))) {
                continue;
            }
            byte[] bytes = before < 0 ? new byte[0] : commandLine.get(before + i);
            boolean areKnown = READ_AS_UTF_8.contains(locale) && given.get(i).equals(new String(bytes, locale));
            Optional<String> text = areKnown ? Utf8.text(bytes) : Optional.empty();
            texts.set(i, text.orElse(areKnown ? escaped(bytes) : given.get(i)));
            if (text.isEmpty() && (areKnown || !locale.equals(UTF_8))) {
                lost.add(i);
            }
        }
        return new CommandArguments(texts, lost);
    }

    private static String escaped(byte[] bytes) {
        CharsetDecoder decoder = UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length * "\\x00".length());
        for (CoderResult end = decoder.decode(in, out, true); end.isError(); end = decoder.decode(in, out, true)) {
            for (int i = 0; i < end.length(); i++) {
                out.put(String.format("\\x%02x", in.get()));
            }
        }
        return out.flip().toString();
    }
}
