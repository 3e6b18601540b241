package io.mediadeleter.cli.control;

import io.mediadeleter.cli.console.CopiedText;
import io.mediadeleter.cli.console.ExactText;
import io.mediadeleter.cli.console.StandardInput;
import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.control.Selector;
import io.mediadeleter.text.CommandFailure;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.LostCharacters;
import io.mediadeleter.text.Suggestion;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Which requests are meant: selectors on the command line, or a file of them. */
final class SelectorArguments {

    private static final int MOST_OBJECTIONS = 20;
    private static final int MOST_SLIPS = 2;
    private static final Set<String> PREFIXES = Arrays.stream(Selector.Kind.values())
            .filter(kind -> kind != Selector.Kind.ALL)
            .map(Selector.Kind::prefix)
            .collect(Collectors.toSet());
    private static final String PAUSES =
            "media-deleter pause --reason TEXT stops everything, and media-deleter resume lifts that";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** In place of bytes that are not UTF-8: no text in UTF-8 has a half of a character by itself. */
    private static final char MALFORMED = '\uDC00';

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description =
                    "A file of selectors, one a line, as they are or as JSON strings; blank lines and lines that begin"
                            + " with # are skipped. - for standard input.")
    private @Nullable Path file;

    @Parameters(paramLabel = "SELECTOR", description = "Which requests; the forms are below.")
    private List<String> given = List.of();

    /** Whether a line of the file was no JSON string, so that it may be a part of a key that has line ends. */
    private boolean hasPlainLine;

    /** Whether any are named. */
    boolean areGiven() {
        return file != null || !given.isEmpty();
    }

    /** How closely they are looked at. */
    private enum Care {
        /** None that looks like a slip. */
        NO_SLIP,
        /** Also those that look like a slip. */
        EXACTLY,
        /** Also those of which characters are lost, where a file has them so and not a shell: they may be copied from a list of holds. */
        STANDING,
        /** Also those of which characters are lost. */
        WHATEVER
    }

    /**
     * Each once, in the order in which they are given. All are checked before the first is returned.
     *
     * @param exactly also those that look like a slip
     * @throws ParameterException when there is none, or one that is no selector, with the grammar
     * @throws CommandFailure when the file cannot be read
     */
    Set<Selector> read(CommandLine command, boolean exactly) {
        return read(command, exactly ? Care.EXACTLY : Care.NO_SLIP);
    }

    /**
     * The same of holds that stand, which may look like a slip: whoever may write to the topic may hold by any selector. One of which
     * characters were lost names a hold that stands or none, so that a file of others does not fail by it.
     *
     * @param exactly also arguments of which characters are lost
     */
    Set<Selector> readStanding(CommandLine command, boolean exactly) {
        return read(command, exactly ? Care.WHATEVER : Care.STANDING);
    }

    private Set<Selector> read(CommandLine command, Care care) {
        if (file != null && !given.isEmpty()) {
            throw new ParameterException(command, "--file and selectors cannot be combined: leave out one of the two");
        }
        List<String> objections = new ArrayList<>();
        Set<Selector> selectors = new LinkedHashSet<>();
        if (file == null) {
            given.forEach(text -> take(text, care, "", selectors, objections));
        } else {
            readFile(file, care, selectors, objections);
        }
        if (!objections.isEmpty()) {
            throw new ParameterException(command, told(objections));
        }
        if (selectors.isEmpty()) {
            String where = file == null ? "" : " in " + (isStandardInput(file) ? "standard input" : file);
            throw new ParameterException(command, "No selector" + where + ": say which requests\n" + grammar());
        }
        return selectors;
    }

    /** Those of the file's lines that may be parts of keys. */
    BrokenKeys broken(Set<Selector> read) {
        return new BrokenKeys(hasPlainLine ? read : Set.of());
    }

    private void readFile(Path file, Care care, Set<Selector> selectors, List<String> objections) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(open(file), decoder()))) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String text =
                        (number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line).stripLeading();
                if (!text.isEmpty() && !text.startsWith("#")) {
                    hasPlainLine |= !CopiedText.isQuoted(text);
                    take(text, care, "line " + number + ": ", selectors, objections);
                }
            }
        } catch (IOException failed) {
            throw new CommandFailure("Cannot read " + (isStandardInput(file) ? "standard input" : file) + ": "
                    + Wording.reason(failed) + ". Nothing was written");
        }
    }

    private static CharsetDecoder decoder() {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .replaceWith(String.valueOf(MALFORMED));
    }

    private static InputStream open(Path file) throws IOException {
        return isStandardInput(file) ? StandardInput.open() : new BufferedInputStream(Files.newInputStream(file));
    }

    private static boolean isStandardInput(Path file) {
        return file.toString().equals("-");
    }

    /** @param place where it stands in a file; empty for an argument */
    private static void take(String given, Care care, String place, Set<Selector> selectors, List<String> objections) {
        Optional<String> text = CopiedText.read(given);
        text.map(meant -> objection(meant, care, !place.isEmpty()))
                .orElseGet(() -> Optional.of("'" + Wording.cell(given) + "' begins with a quote and is no JSON string"))
                .ifPresentOrElse(
                        objection -> objections.add(place + objection),
                        () -> text.flatMap(Selector::parse).ifPresent(selectors::add));
    }

    private static Optional<String> objection(String text, Care care, boolean isLine) {
        return isMalformed(text)
                ? Optional.of("'" + Wording.cell(shown(text)) + "' is not UTF-8")
                : why(text, care, isLine).map(why -> "'" + Wording.cell(text) + "' " + why);
    }

    private static boolean isMalformed(String text) {
        return text.indexOf(MALFORMED) >= 0 && text.codePoints().anyMatch(each -> each == MALFORMED);
    }

    private static String shown(String malformed) {
        return new String(malformed.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static Optional<String> why(String text, Care care, boolean isLine) {
        if (LostCharacters.areIn(text) && care != Care.WHATEVER && !(care == Care.STANDING && isLine)) {
            return Optional.of((isLine ? "has U+FFFD in it: characters were lost before" : LostCharacters.remedy())
                    + (care == Care.STANDING ? "; if the hold itself has it, give --exactly" : ""));
        }
        Optional<Selector> selector = Selector.parse(text);
        if (selector.isEmpty()) {
            return Optional.of("is not a selector" + hint(text));
        }
        if (selector.get().isPause()) {
            return Optional.of("is a pause and no hold. " + PAUSES);
        }
        return care == Care.NO_SLIP ? SelectorSlips.objection(selector.get(), isLine) : Optional.empty();
    }

    private static String hint(String text) {
        if (text.startsWith("{")) {
            return ": of a list in JSON, give the keys alone, as `jq .key` prints them";
        }
        if (text.contains("*")) {
            return ": there are no wildcards. " + PAUSES;
        }
        if (Selector.parse("media:" + text).isPresent()) {
            return ". Do you mean media:" + text + "?";
        }
        Optional<String> unseen = ExactText.unseen(text);
        if (unseen.isPresent()) {
            return ": it " + unseen.get();
        }
        String prefix = text.substring(0, Math.max(0, text.indexOf(':')));
        return switch (prefix) {
            case "all" -> ": pauses are no holds. " + PAUSES;
            case "media", "sub-app" -> ": ids are digits alone, of which the first is not 0";
            case "event", "correlation", "requested-by" -> ": what stands behind the colon is missing or too long";
            default ->
                Suggestion.nearest(prefix, PREFIXES, MOST_SLIPS)
                        .map(near -> ". Do you mean " + near + ":…?")
                        .orElse("");
        };
    }

    private static String told(List<String> objections) {
        int shown = Math.min(MOST_OBJECTIONS, objections.size());
        String more = objections.size() > shown ? "\nand " + Figures.number(objections.size() - shown) + " more" : "";
        return String.join("\n", objections.subList(0, shown)) + more + "\nNothing was written. " + grammar();
    }

    private static String grammar() {
        return "A selector is one of:\n" + Selector.GRAMMAR.indent(2).stripTrailing();
    }
}
