package io.mediadeleter.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.cli.Cli;
import io.mediadeleter.control.Selector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before Kafka is asked, and what is written for people. */
class HoldWordsTest {

    @TempDir
    private Path directory;

    private static Cli run(String... args) {
        return Cli.run(Map.of("MEDIA_DELETER_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1"), args);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "holds add",
                "holds add media:x",
                "holds add --reason r",
                "holds add * --reason r",
                "holds add media:* --reason r",
                "holds add media:07 --reason r",
                "holds add file:7 --reason r",
                "holds add sub-app:x media:1 --reason r",
                "holds add all --reason r",
                "holds remove",
                "holds remove all:x",
                "holds remove media:",
            })
    void whatIsNoSelector_isAnsweredWithTheGrammar(String args) {
        Cli cli = run(args.split(" ")).ended(2);

        assertThat(cli.err())
                .contains("media:SUBAPP/FILEID", "requested-by:NAME")
                .doesNotContain("\tat ");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void whatIsNearASelector_isAnsweredWithWhatMayBeMeant() {
        assertThat(run(
                                "holds",
                                "add",
                                "5285485487985271488",
                                "1500000001/52",
                                "medai:1",
                                "media:07",
                                "event:",
                                "x:1",
                                "--reason",
                                "r")
                        .err()
                        .lines())
                .startsWith(
                        "'5285485487985271488' is not a selector. Do you mean media:5285485487985271488?",
                        "'1500000001/52' is not a selector. Do you mean media:1500000001/52?",
                        "'medai:1' is not a selector. Do you mean media:…?",
                        "'media:07' is not a selector: ids are digits alone, of which the first is not 0",
                        "'event:' is not a selector: what stands behind the colon is missing or too long",
                        "'x:1' is not a selector");
    }

    @Test
    void helpOfAdd_hasTheGrammar() {
        assertThat(run("holds", "add", "--help").out())
                .contains(Selector.GRAMMAR.lines().map(line -> "  " + line).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pause",
                "pause --reason r --for 0s",
                "pause --reason r --for -5m",
                "pause --reason r --for 9s",
                "pause --reason r --for soon",
                "pause --reason=",
                "holds add media:1",
                "holds add media:1 --reason r --until 2020-01-01T00:00:00Z",
                "holds add media:1 --reason r --until 2h",
                "holds add media:1 --reason r --until 2099-01-01T00:00:00",
                "holds add media:1 --reason r --until 2099-01-01T00:00:00Z --for 2h",
                "holds add media:1 --reason r --until 9999-12-31T23:59:59-12:00",
                "holds add media:1 --reason r --by=",
                "holds add media:1 --reason r --file x",
                "holds remove media:1 --ended",
                "holds remove --file x --ended",
                "holds",
            })
    void termsThatMakeNoSense_areRefusedWithASentence(String args) {
        Cli cli = run(args.split(" ")).ended(2);

        assertThat(cli.err()).hasLineCount(2);
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void blankOrEndlessReason_isRefused() {
        assertThat(run("pause").err()).startsWith("Missing required option: '--reason=TEXT'");
        assertThat(run("holds", "add", "media:1").err()).startsWith("--reason is missing or empty: say why");
        assertThat(run("holds", "add", "--help").out()).contains("holds add --reason=TEXT [");
        assertThat(run("pause", "--reason", "  ").err()).contains("--reason is missing or empty");
        for (String invisible : List.of("\u00a0\u2003", "\u200b", "\ufeff\ufeff", "\u0001", "\u0085")) {
            assertThat(run("pause", "--reason", invisible, "--for", "2h")
                            .ended(2)
                            .err())
                    .contains("--reason is missing or empty");
        }
        assertThat(run("pause", "--reason", "x".repeat(241)).ended(2).err()).contains("--reason has 241 characters");
    }

    @Test
    void badLines_areToldUpToTwenty() throws IOException {
        Path file = Files.write(
                directory.resolve("bad.txt"),
                IntStream.range(0, 30).mapToObj(number -> "media:x" + number).toList());

        Cli cli = run("holds", "remove", "--file", file.toString()).ended(2);
        assertThat(cli.err())
                .contains("line 1: 'media:x0'", "line 20: 'media:x19'", "and 10 more")
                .doesNotContain("x20");
    }

    @Test
    void fileThatIsNotThereOrEmptyOrNotUtf8_isRefused() throws IOException {
        assertThat(run("holds", "remove", "--file", "/does/not/exist").err())
                .contains("Cannot read /does/not/exist: there is no such file");
        Path empty = Files.writeString(directory.resolve("empty.txt"), "\n# nothing\n");
        assertThat(run("holds", "remove", "--file", empty.toString()).err()).contains("No selector in " + empty);
        Path latin =
                Files.write(directory.resolve("latin.txt"), new byte[] {'e', 'v', 'e', 'n', 't', ':', (byte) 0xe9});
        assertThat(run("holds", "remove", "--file", latin.toString()).err()).contains("line 1: 'event:?' is not UTF-8");
    }

    /** An id may be any text: such a hold stands, and holds nothing of what is meant. */
    @Test
    void selectorThatLooksLikeASlip_isRefusedWithWhatToDo() throws IOException {
        String exactly = ", and ids are compared exactly: take that away, or give --exactly if that belongs to the id";
        String several = " of its own, or give --exactly if that belongs to the id";
        assertThat(add(
                                "event: e-17",
                                "requested-by:\u00a0cms",
                                "event:e-17,",
                                "correlation:\"c\"",
                                "event:e-17, event:e-18")
                        .err()
                        .lines())
                .startsWith(
                        "'event: e-17' has an id that begins with a blank" + exactly,
                        "'requested-by:\u00a0cms' has an id that begins with U+00A0 (no-break space)" + exactly,
                        "'event:e-17,' has an id that ends in ," + exactly,
                        "'correlation:\"c\"' has an id that begins with \"" + exactly,
                        "'event:e-17, event:e-18' is more than one selector: give each an argument" + several,
                        "Nothing was written. A selector is one of:");
        Path file = Files.writeString(
                directory.resolve("slips.txt"),
                "# comment \r\n \t\r\n  media:1\r\nevent:e 1 \r\nmedia:2\t\nevent:e-17  # published by mistake\n"
                        + "event:e-17 event:e-18\nevent:e\u200b1\nmedia:3");
        assertThat(add("--file", file.toString()).err().lines())
                .startsWith(
                        "line 4: 'event:e 1 ' has an id that ends in a blank" + exactly,
                        "line 5: 'media:2\\u0009' is not a selector: it ends in U+0009 (character tabulation)",
                        "line 6: 'event:e-17  # published by mistake' has a comment behind it: give that a line"
                                + several,
                        "line 7: 'event:e-17 event:e-18' is more than one selector: give each a line" + several,
                        "line 8: 'event:e\\u200b1' has an id that has U+200B (zero width space) in it" + exactly,
                        "Nothing was written. A selector is one of:");
    }

    private static Cli add(String... args) {
        return run(Stream.of(new String[] {"holds", "add", "--reason", "r"}, args)
                        .flatMap(Stream::of)
                        .toArray(String[]::new))
                .ended(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event:e 1",
                "requested-by:M\u00fcller, Anna",
                "requested-by:\u5c71\u7530\u3000\u592a\u90ce",
                "requested-by:Team #4",
                "correlation:a:b,c",
                "correlation:https://x/?event=1",
                "requested-by:O'Brien"
            })
    void idAsPeopleUseThem_isNoSlip(String selector) {
        assertThat(SelectorSlips.objection(Selector.parse(selector).orElseThrow(), false))
                .isEmpty();
    }

    /** A comma may belong to a name, so it is only spoken of. */
    @Test
    void idThatMayBeAList_isSpokenOf_andTakenAsOne() {
        String[] given = {"holds", "add", "event:a,b", "event:c", "--reason", "r", "--by="};
        assertThat(run(given).ended(2).err())
                .startsWith(
                        "Note: event:a,b is taken as one id. If that is a list, hold each id by a selector of its own.\n");
        assertThat(run("holds", "add", "event:a,b", "--reason", "r", "--by=", "--exactly")
                        .ended(2)
                        .err())
                .startsWith("--by is empty");
    }

    @Test
    void author_isTheUserAndTheHost() {
        assertThat(Author.name("ops", null, "h")).isEqualTo("ops@h");
        assertThat(Author.name("?", "1001", "h")).isEqualTo("1001@h");
        assertThat(Author.name("?", null, "h")).isEqualTo("unknown@h");
        assertThat(Author.name("j??rg", "j\u00f6rg", "h")).isEqualTo("j\u00f6rg@h");
        assertThat(Author.name("j\uFFFD\uFFFDrg", "j\uFFFD\uFFFDrg", "h")).isEqualTo("unknown@h");
        assertThat(Author.ofThisProcess()).contains("@");
    }

    @Test
    void pauseIds_areShortAndDiffer() {
        Selector one = PauseCommand.newPause();

        assertThat(one.toString()).matches("all:[2-9a-z]{6}");
        assertThat(PauseCommand.newPause()).isNotEqualTo(one);
    }

    @Test
    void replayCommands_nameEveryKeyOnce_quotedForAShell() {
        List<Selector> keys = IntStream.range(1, 121)
                .mapToObj(number -> Selector.parse("media:" + number).orElseThrow())
                .toList();

        List<String> lines = RemovalReport.replayLines(keys);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(2))
                .startsWith("media-deleter dead-letters replay --hold media:101 ")
                .endsWith("media:120");
        assertThat(RemovalReport.replayLines(
                        List.of(Selector.parse("event:it's $HOME").orElseThrow())))
                .containsExactly("media-deleter dead-letters replay --hold 'event:it'\\''s $HOME'");
        assertThat(RemovalReport.replayLines(List.of())).isEmpty();
    }
}
